### Ce que les gens lisent. Simple, court, chaleureux ; chaque fin dit ce qu'elle a coûté. Les mêmes ids que dans les autres langues.

language-name = Français

## Commandes

command-banana-description = Dessine ou retouche une image avec Nano Banana
command-banana-pro-description = Dessine ou retouche avec Nano Banana Pro : plus lent, plus cher, meilleur en texte et en détails
command-model-description = Dessine ou retouche une image avec { $model }
command-model-words-description = Dessine une image avec { $model }
command-quota = quota
command-quota-description = Affiche les crédits qu'il te reste
command-history = history
command-history-description = Retrouve tes images et tes favoris, et republie-les
command-settings = settings
command-settings-description = Règle tes préférences : proportions, nombre, format, langue
command-me = me
command-me-description = Règle tes préférences : proportions, nombre, format, langue
command-last = last
command-last-description = Récupère ce que je n'ai pas pu te livrer, sinon revois ta dernière carte
command-help = help
command-help-description = Ce que ce bot sait faire, et des boutons pour commencer
option-prompt = prompt
option-prompt-description = Ce qu'il faut dessiner, ou changer dans ton image
option-image = image
option-image-description = Une image à retoucher : PNG, JPEG, WebP, GIF ou AVIF
option-image2 = image2
option-image2-description = Une deuxième image à utiliser
option-image3 = image3
option-image3-description = Une troisième image à utiliser
option-image4 = image4
option-image4-description = Une quatrième image à utiliser
menu-edit = Modifier cette image
menu-use = Ajouter à ma sélection
option-count = nombre
option-count-description = Le nombre d'images, de 1 à 4
option-aspect-ratio = proportions
option-aspect-ratio-description = Proportions ; par défaut, celles de l'image jointe, sinon 4:3
option-format = format
option-format-description = Format du fichier (png par défaut)
option-resolution = taille
option-resolution-description = Taille de l'image ; plus elle est grande, plus c'est cher
option-search = recherche
option-search-description = Des mots de ton prompt
option-model = modèle
option-model-description = Seulement les images de ce modèle
option-favourites = favoris
option-favourites-description = Seulement tes favoris ⭐

## La carte

card-title = 🍌 **{ $model }** pour { $user }
card-ordered = Commande passée { $when }
card-reading-input = { $count ->
    [one] Je lis ton image
   *[other] Je lis tes images
}
card-waiting-next = Prochaine dans la file, puis environ { $usual }
card-waiting = N° { $place } dans la file, puis environ { $usual }
card-waiting-next-ready = Prochaine dans la file, devrait être prête { $when }
card-waiting-ready = N° { $place } dans la file, devrait être prête { $when }
card-waiting-next-late = Prochaine dans la file. C'est plus long que d'habitude.
card-waiting-late = N° { $place } dans la file. C'est plus long que d'habitude.
card-waiting-line = En attente d'une place libre chez Higgsfield
card-submitting = Envoi à Higgsfield
card-in-doubt = La connexion a été coupée pendant l'envoi à Higgsfield. Sans réponse d'ici { $minutes ->
    [one] une minute
   *[other] { $minutes } minutes
}, rien n'est décompté.
card-away = En attente : Higgsfield ne répond pas. Je continue d'essayer ; rien n'est décompté tant que le dessin n'a pas commencé.
card-no-endings = En attente : les dernières commandes sont parties chez Higgsfield, mais aucune image n'est revenue. J'en essaie une de temps en temps ; rien n'est décompté tant que le dessin n'a pas commencé.
card-intercepted = En attente : quelque chose entre Higgsfield et moi, comme un proxy ou un pare-feu, répond à sa place. J'ai prévenu la personne qui gère le bot ; rien n'est décompté tant que le dessin n'a pas commencé.
card-paused = En attente : la personne qui gère le bot doit vérifier le compte Higgsfield. Rien n'est décompté tant que le dessin n'a pas commencé.
card-sent = Envoyée à Higgsfield { $since }, prend en général { $usual }
card-sent-ready = Envoyée à Higgsfield, devrait être prête { $when }
card-sent-late = Envoyée à Higgsfield { $since }. C'est plus long que d'habitude.
card-queued = Dans la file de Higgsfield, envoyée { $since }. Annuler est gratuit tant qu'elle attend.
card-queued-late = Dans la file de Higgsfield plus longtemps que d'habitude, envoyée { $since }. Annuler est gratuit tant qu'elle attend.
card-drawing = En cours : commencée { $since }, prend en général { $usual }
card-drawing-ready = En cours : devrait être prête { $when }
card-drawing-late = En cours : commencée { $since }. C'est plus long que d'habitude.
card-drawing-no-word = Envoyée { $since }, mais Higgsfield ne donne pas de réponse lisible pour l'instant. Je continue à demander. Tu ne paies que si les images arrivent.
card-drawing-not-stopped = J'ai demandé l'annulation à Higgsfield, qui ne l'a pas encore confirmée.
card-drawing-cannot-stop = Trop tard pour annuler : le dessin est déjà en cours. Il coûtera { $cost } 🍌.
card-pictures-not-here = { $count ->
    [one] C'est dessiné, mais je n'arrive pas encore à récupérer l'image chez Higgsfield. Je continue d'essayer ; tu ne paies que si elle arrive.
   *[other] C'est dessiné, mais je n'arrive pas encore à récupérer toutes les images chez Higgsfield. Je continue d'essayer ; tu ne paies que celles qui arrivent.
}
card-adopted = Le résultat est finalement arrivé. Je le récupère.
card-cancelling = J'annule …
card-seconds = { $seconds } s
card-for = pour { $user }
card-version = v{ $version }
card-version-from = d'après v{ $version }
alt-picture-of = Image { $number } sur { $count }
alt-placeholder = { $count ->
    [one] L'image apparaîtra ici
   *[other] L'image { $number } sur { $count } apparaîtra ici
}
alt-input = { $count ->
    [one] L'image de départ
   *[other] La première des { $count } images de départ
}
alt-compare = À gauche l'image de départ, à droite le résultat : { $prompt }
card-too-late-note = Trop tard pour annuler : le dessin était déjà en cours.
card-fewer = { $came ->
    [one] Une seule image sur { $count } est arrivée. Tu n'as payé que celle-là.
   *[other] Seules { $came } images sur { $count } sont arrivées. Tu n'as payé que celles-là.
}
card-given-back = La personne qui gère le bot t'a rendu { $credits } 🍌.
card-on-the-house = Le résultat est finalement arrivé. C'est offert.
card-shrunk = { $count ->
    [one] L'image en taille réelle fait { $size } Mo, trop pour être envoyée ici ; en voici une copie plus petite. Taille réelle jusqu'au { $until } :
   *[other] Les images en taille réelle font jusqu'à { $size } Mo, trop pour être envoyées ici ; en voici des copies plus petites. Taille réelle jusqu'au { $until } :
}
card-files-gone = { $count ->
    [one] L'image a expiré.
   *[other] Les images ont expiré.
}
card-shown-again = Republiée par { $user } · commandée { $when }
card-prompt-gone = Le prompt a été supprimé.
card-cancelled = Annulé. Rien n'a été décompté.
card-cancelled-by-moderator = Annulé par la modération. Rien n'a été décompté.
card-cancelled-by-higgsfield = Higgsfield a annulé cette commande. Rien n'a été décompté.
nothing-charged = Rien n'a été décompté.
was-charged = Ça a coûté { $cost } 🍌.

failure-nsfw = Le filtre de sécurité de Higgsfield a refusé ce prompt ou cette image. { $money } Essaie une autre formulation.
failure-failed = Higgsfield n'a pas réussi à dessiner ça. { $money }
failure-no_image = Higgsfield a dit que c'était fini mais n'a envoyé aucune image. { $money }
failure-refused = Higgsfield a rejeté cette commande. { $money } Une autre formulation ou une autre image marchera peut-être.
failure-unclear-rung = La connexion a été coupée pendant l'envoi, et je ne sais pas si Higgsfield a reçu la commande. { $money } Si le résultat arrive malgré tout, je le publie ici.
failure-unclear = La connexion a été coupée pendant l'envoi, et je ne sais pas si Higgsfield a reçu la commande. { $money } Réessaie si tu veux.
failure-deadline = Pas d'image après { $waited }, alors je n'attends plus. { $money } Si le résultat arrive malgré tout, je le publie ici.
failure-no_credits = Le dessin est en pause : la personne qui gère le bot doit vérifier le compte Higgsfield. Je l'ai prévenue. { $money }
failure-bad_key = Le dessin est en pause : la personne qui gère le bot doit vérifier le compte Higgsfield. Je l'ai prévenue. { $money }
failure-model_missing = { $other ->
    [none] Le compte Higgsfield de ce bot ne donne accès ni à { $model } ni à aucun autre de mes modèles pour l'instant. { $money } J'ai prévenu la personne qui gère le bot.
   *[other] Le compte Higgsfield de ce bot ne donne pas accès à { $model }. { $money } { $other } marchera peut-être.
}
failure-model_locked = { $other ->
    [none] Higgsfield a bloqué { $model }. { $money } J'ai prévenu la personne qui gère le bot.
   *[other] Higgsfield a bloqué { $model }. { $money } { $other } marchera peut-être.
}
failure-resolution_missing = Le compte Higgsfield de ce bot ne permet pas cette taille avec { $model }. { $money } Une taille plus petite marche.
failure-vendor_busy = Aucune place ne s'est libérée chez Higgsfield pendant { $hours }, alors j'ai abandonné. { $money }
failure-vendor_away = Higgsfield n'a pas répondu pendant { $hours }, alors j'ai abandonné. { $money }
failure-intercepted = Pendant { $hours }, quelque chose entre Higgsfield et moi, comme un proxy ou un pare-feu, a répondu à sa place, alors j'ai abandonné. { $money } J'ai prévenu la personne qui gère le bot.
failure-restored = J'ai été restauré depuis une sauvegarde où cette commande attendait encore, et je ne sais pas si elle a été dessinée depuis. { $money } Réessaie si tu veux.
failure-input_not_picture = `{ $name }` n'est pas une image que je sais lire. { $money } J'accepte PNG, JPEG, WebP, GIF et AVIF jusqu'à { $limit } Mo.
failure-input_too_big = `{ $name }` est une image trop grande. { $money } J'accepte les images jusqu'à { $limit } Mo et 50 mégapixels (200 pour la plupart des photos JPEG, 16 pour WebP et AVIF).
failure-input_gone = Je n'ai pas pu récupérer `{ $name }` sur Discord. { $money } Joins-la de nouveau, s'il te plaît.
failure-input_erased = L'image de départ a été supprimée entre-temps. { $money } Appuie sur Modifier pour garder ton prompt.
failure-no-input = Le compte Higgsfield de ce bot ne permet pas de retoucher des images. { $money } Sans image, { $model } marche.
failure-input_unwanted = { $model } ne permet pas de retoucher des images avec ce compte. { $money } { $other } le permet, avec le même prompt.

## Boutons et réponses privées

button-cancel = Annuler
button-again = Refaire
button-full-size = Taille réelle
button-try-again = Réessayer
button-edit = Modifier
button-prompt = Prompt complet
button-show = Republier ici
button-reuse = Utiliser ce prompt
button-home = Me l'envoyer
home-sent = C'est envoyé, en message privé.
home-closed = Discord ne me laisse pas t'écrire. Autorise les messages privés dans les paramètres de confidentialité de ce serveur, puis appuie à nouveau.
button-open-card = Ouvrir la carte
button-newer = Plus récentes
button-older = Plus anciennes
button-export = Tout exporter
button-notify-on = Me mentionner : oui
button-notify-off = Me mentionner : non
button-once-on = Sans confirmation : oui
button-once-off = Sans confirmation : non
button-use-other = Dessiner avec /{ $model } · { $cost } 🍌
button-draw = Dessiner
button-draw-for = Dessiner · { $cost } 🍌
button-no = Non
button-clear = Vider
button-use = Ajouter à ma sélection
button-better = { $model } · { $cost } 🍌
button-more = ⋯ Plus
button-star = Ajouter aux favoris
button-unstar = Retirer des favoris
button-vary = { $count ->
    [1] Varier
   *[other] Varier { $n }
} · { $cost } 🍌
button-compare = Avant / après
button-bin = Supprimer
button-back = Revenir à la v{ $version }
modal-edit = Faire une nouvelle version
modal-reuse = Utiliser ce prompt
modal-pro = Dessiner avec { $model }

revise-prompt = Prompt
revise-start = Partir de
revise-start-before = { $count ->
    [one] L'image d'origine
   *[other] Les images d'origine
}
revise-start-words = Aucune image, seulement le prompt
revise-start-as-before = Comme avant
revise-ratio = Proportions
revise-ratio-auto = Celles de l'image de départ
revise-count-price = { $count ->
    [one] { $count } image
   *[other] { $count } images
} · { $cost } 🍌
revise-price = { $cost } 🍌 par image. Le résultat arrive sur une nouvelle carte.
revise-price-by-size = Le prix dépend de la taille. Le résultat arrive sur une nouvelle carte.
revise-resolution = Taille
revise-resolution-price = { $resolution } · { $cost } 🍌 par image
revise-files-description = PNG, JPEG, WebP, GIF ou AVIF, jusqu'à { $limit } Mo chacune
pictures = { $count ->
    [one] { $count } image
   *[other] { $count } images
}

more-ask = Que veux-tu en faire ?
more-vary = { $count ->
    [1] Varier dessine une nouvelle image à partir de celle-ci, avec le même prompt.
   *[other] Varier dessine une nouvelle image à partir de l'une d'elles, avec le même prompt : { $places }.
}
more-which = Quelle image ?
more-starred = Ajoutée à tes favoris.
more-unstarred = Retirée de tes favoris.
more-compared = Avant et après :

menu-report = Signaler cette image
menu-erase = Supprimer cette image
menu-reported = C'est signalé, merci. La personne qui gère le bot reçoit le lien et ton nom. La modération et le membre qui a commandé l'image peuvent la supprimer.
menu-erase-ask = Supprimer pour de bon cette carte, ses images et son prompt ? Les images disparaissent aussi des cartes qui en sont parties. Les crédits dépensés ne sont pas rendus, et les sauvegardes du bot gardent tout jusqu'à leur suppression. Les copies transférées par des membres restent hors de ma portée.
menu-erase-ask-running = Le dessin n'est pas terminé. Je vais essayer de l'annuler ; s'il est trop tard, il coûte quand même { $cost } 🍌 et les images sont jetées sans être montrées.
menu-erased = Supprimé : la carte, ses images et son prompt. { $money }
menu-erased-too-late = C'est supprimé. Le dessin est déjà en cours et ne peut plus être arrêté : il coûte quand même { $cost } 🍌, et les images sont jetées sans être montrées.
menu-erased-asked = C'est supprimé. J'ai demandé l'annulation à Higgsfield ; s'il est trop tard, le dessin coûte quand même { $cost } 🍌 et les images sont jetées sans être montrées.
menu-erased-card-stays = En revanche, je n'ai pas pu retirer le message : supprime-le toi-même, s'il te plaît. Si j'y ai de nouveau accès d'ici une semaine, je le retirerai.
button-erase = Supprimer pour de bon

cancel-no-word = Higgsfield n'a pas confirmé l'annulation et ne donne pas de réponse lisible pour l'instant. Si les images arrivent, ça coûtera { $cost } 🍌 ; sinon, rien.
cancel-asked = J'ai demandé l'annulation à Higgsfield. La carte dira ce qu'il en est.

quota-title = **Tes crédits**
quota-user = Sur ce serveur : { $used } 🍌 sur { $allowance } { $period }
quota-user-dm = En messages privés : { $used } 🍌 sur { $allowance } { $period }
quota-person = Tous serveurs confondus : { $used } 🍌 sur { $allowance } { $period }
quota-channel = Dans ce salon : { $used } 🍌 sur { $allowance } { $period }
quota-guild = Tout le serveur : { $used } 🍌 sur { $allowance } { $period }
quota-strangers = Tous les serveurs et les gens que je ne connais pas encore : { $used } 🍌 sur { $allowance } { $period }
quota-bot = Tous les utilisateurs du bot : { $used } 🍌 sur { $allowance } { $period }
quota-back = { $back ->
    [one] { $back } 🍌 revient
   *[other] { $back } 🍌 reviennent
} { $when }.
quota-prices = Une image coûte { $prices }.
quota-price = { $cost } 🍌 avec /{ $model }
quota-and = { $most } et { $last }
quota-free = Tu peux dépenser **{ $free } 🍌** maintenant.
quota-kept = { $count ->
    [one] Les images d'une commande t'attendent : utilise /last.
   *[other] Les images de { $count } commandes t'attendent : utilise /last.
}

last-kept = Je n'ai pas pu te livrer ces images, alors je les ai gardées. Dessinées { $when }. { $money }
last-gone = Je n'ai pas pu te livrer ces images, dessinées { $when }. Je les ai gardées un moment, mais elles ont expiré. { $money }
last-smaller = Ce sont des copies plus petites : les originaux sont trop gros pour un message.
last-more = { $count ->
    [one] Une autre commande attend : relance /last.
   *[other] { $count } autres commandes attendent : relance /last pour voir la suivante.
}
last-none = Rien en attente, et je n'ai aucune image de toi à te remontrer.
last-card = Ta dernière carte, visible par toi seulement · dessinée { $when }
last-later = Je ne peux pas t'envoyer tes images maintenant. Elles sont à l'abri ; réessaie dans quelques minutes.

period-hours = { $count ->
    [one] une heure
   *[other] { $count } heures
}
period-days = { $count ->
    [one] 24 heures
   *[other] { $count } jours
}
period-seconds = { $count ->
    [one] une seconde
   *[other] { $count } secondes
}
period-minutes = { $count ->
    [one] une minute
   *[other] { $count } minutes
}
period-last-hours = { $count ->
    [one] au cours de la dernière heure
   *[other] au cours des { $count } dernières heures
}
period-last-days = { $count ->
    [one] au cours des 24 dernières heures
   *[other] au cours des { $count } derniers jours
}
