# Ce qui est gardé des gens, et ce qu'ils peuvent y faire.

refused-own-pictures-only = Sur ce serveur, personne ne dessine avec l'image d'un autre membre. Rien n'a été décompté. Envoie une image à toi.
refused-picture-protected = Personne d'autre ne dessine avec les images de { $owner_id }. Rien n'a été décompté. Envoie une image à toi.
card-picture-of = d'après une image de { $user }
me-protect = **Protéger mes images** : personne d'autre ne dessine avec.
button-protect-on = Protéger mes images : oui
button-protect-off = Protéger mes images : non

host-keep_prompts = **Ici, les prompts sont gardés pour toujours**, comme avant : BOT_KEEP_PROMPT_DAYS n'est pas réglé. Les nouveaux dossiers de données les gardent 90 jours. Avec BOT_KEEP_PROMPT_DAYS=90 dans `.env` et un redémarrage, les prompts des commandes terminées depuis plus de 90 jours sont supprimés dans l'heure, et les autres quand ils auront cet âge. Vieux de plus de 90 jours / gardés en tout : { $detail }. Rien n'est supprimé si tu ne le règles pas, et la question n'est posée qu'une fois. BOT_KEEP_PROMPT_DAYS=0 les garde pour toujours.
command-privacy = privacy
command-privacy-description = Vois ce que je garde de toi, emporte-le ou supprime-le
help-privacy = 🔒 **Tes données** : `/privacy` dit ce que je garde, et le supprime si tu veux.
privacy-title = ### 🔒 Ce que je garde de toi
privacy-what = **Tes commandes** : tes prompts, les images que tu envoies, celles que je dessine, ce qu'elles ont coûté, où et quand tu les as demandées.
privacy-inputs = **Sur toi** : tes réglages, tes favoris et tes signalements, les crédits offerts, les avertissements et les blocages, et les lignes qui parlent de toi dans le journal d'un serveur.
privacy-why = **Pourquoi** : pour dessiner ce que tu demandes, te le remontrer, et compter les crédits justement. Je n'entraîne rien avec.
privacy-who = **Les cartes** : tous ceux qui voient le salon voient ta carte. Les réponses que toi seul vois restent entre nous.
privacy-who-private = **Les cartes** : ici, toi seul les vois.
privacy-moderators = { $log ->
    [true] **La modération** : elle voit ce que tu as dessiné et dépensé sur ce serveur, et son journal lui montre les commandes et les prompts.
   *[false] **La modération** : elle voit ce que tu as dessiné et dépensé sur ce serveur.
}
privacy-owner = **La personne qui gère le bot** : la machine où tout est enregistré est la sienne.
privacy-vendor = **Higgsfield**, une entreprise des États-Unis, dessine les images. Elle reçoit ton prompt et les images que tu envoies, pas ton nom. Personne d'autre ne reçoit rien.
privacy-days = **Combien de temps** : les images, { $pictures ->
    [0] jusqu'à ce que tu les supprimes
    [one] { $pictures } jour
   *[other] { $pictures } jours
} ; les prompts, { $words ->
    [0] jusqu'à ce que tu les supprimes
    [one] { $words } jour
   *[other] { $words } jours
}, aussi dans le journal d'un serveur. Les cartes restent dans Discord jusqu'à ce que tu les supprimes.
privacy-books = **Ce que tu as dépensé** reste noté. Si tu supprimes tout, ton nom en disparaît dès qu'aucune limite ne le compte plus, en général après un mois. Les sauvegardes restent aussi longtemps que la personne qui gère le bot les garde.
privacy-servers = -# Un serveur peut garder moins longtemps. Ouvre `/privacy` là-bas pour le voir.
button-eraseask = Tout supprimer…
button-policy = La politique de ce bot
button-eraseall = Supprimer tout ce qui est à moi
privacy-ask-title = ### 🗑️ Supprimer tout ce qui est à toi ?
privacy-ask-goes = { $orders ->
    [0] **Disparaissent** : tes réglages, tes favoris et les questions en attente. Tu n'as aucune commande à supprimer.
    [one] **Disparaissent** : ta commande avec son prompt, ses images et sa carte ; tes réglages, tes favoris et les questions en attente ; tes images là où d'autres s'en sont servis.
   *[other] **Disparaissent** : tes { $orders } commandes avec leurs prompts, leurs images et leurs cartes ; tes réglages, tes favoris et les questions en attente ; tes images là où d'autres s'en sont servis.
}
privacy-ask-stays = **Restent** : ce que tu as dépensé compte toujours. Les blocages, les avertissements et *Protéger mes images* ne changent pas. Ce qui est en train d'être dessiné coûte ses crédits, et sera supprimé à l'arrivée.
privacy-ask-reach = **Hors de ma portée** : ce que d'autres ont fait de tes images, téléchargé ou transféré ; les sauvegardes du bot ; ce que garde Higgsfield. C'est définitif.
privacy-begun-title = ### 🗑️ Je supprime tout ce qui est à toi
privacy-begun = Tes réglages, tes favoris et les questions en attente ont disparu. { $orders ->
    [0] Il n'y avait aucune commande à supprimer.
    [one] Je supprime ta commande, et sa carte avec elle.
   *[other] Je supprime tes { $orders } commandes, et leurs cartes avec elles. S'il y en a beaucoup, ça prend quelques minutes.
}
privacy-begun-later = Ce que tu commandes à partir de maintenant est de nouveau gardé.

button-guildprivacy = Vie privée
kept-title = ### 🔒 La vie privée sur ce serveur
kept-now = Les images sont gardées { $pictures ->
    [0] jusqu'à ce qu'on les supprime
    [one] { $pictures } jour
   *[other] { $pictures } jours
}, les prompts { $words ->
    [0] jusqu'à ce qu'on les supprime
    [one] { $words } jour
   *[other] { $words } jours
}.
kept-pictures = Les images sont supprimées { $days ->
    [one] { $days } jour
   *[other] { $days } jours
} après avoir été dessinées.
kept-words = Les prompts sont supprimés { $days ->
    [one] { $days } jour
   *[other] { $days } jours
} après leur commande.
kept-held = { $said } ⚠️ Ramené à { $days ->
    [one] { $days } jour
   *[other] { $days } jours
} : la personne qui gère le bot ne garde rien plus longtemps.
kept-own-only = Personne ne peut dessiner avec l'image d'un autre membre.
kept-left = Si on me retire de ce serveur, ses images et ses prompts sont supprimés au bout de 30 jours, sauf si on m'ajoute de nouveau avant.
kept-how = -# Les cartes dans Discord restent. Un changement vaut dans l'heure pour ce qui est déjà enregistré.
keptpictures-placeholder = Combien de temps garder les images
keptpictures-owner = Images : { $days ->
    [0] jusqu'à suppression, comme pour tout le bot
    [one] { $days } jour, comme pour tout le bot
   *[other] { $days } jours, comme pour tout le bot
}
keptpictures-option = Images : { $days ->
    [one] { $days } jour
   *[other] { $days } jours
}
keptwords-placeholder = Combien de temps garder les prompts
keptwords-owner = Prompts : { $days ->
    [0] jusqu'à suppression, comme pour tout le bot
    [one] { $days } jour, comme pour tout le bot
   *[other] { $days } jours, comme pour tout le bot
}
keptwords-option = Prompts : { $days ->
    [one] { $days } jour
   *[other] { $days } jours
}
kept-option-held = Ramené à { $days ->
    [one] { $days } jour
   *[other] { $days } jours
} par la personne qui gère le bot
button-kept-own-on = Seulement ses propres images : oui
button-kept-own-off = Seulement ses propres images : non
