### Ce que les gens lisent. Simple, court, chaleureux ; chaque fin dit ce qu'elle a coûté. Les mêmes ids que dans les autres langues.

language-name = Français

## Commandes

command-banana-description = Dessine ou retouche une image avec Nano Banana
command-banana-pro-description = Dessine ou retouche avec Nano Banana Pro : plus lent et plus cher, meilleur en détail
command-model-description = Dessine ou retouche une image avec { $model }
command-model-words-description = Dessine une image avec { $model }
command-quota = quota
command-quota-description = Combien de crédits il te reste
command-history = history
command-history-description = Retrouve tes images et tes favoris, et montre-les encore
command-settings = préférences
command-settings-description = Règle tes préférences : proportions, nombre, format, langue
command-me = me
command-me-description = Choisis ta forme, ton nombre, ton format et ta langue habituels
command-last = last
command-last-description = Les images que je n'ai pu te montrer ni sur leur carte ni en message privé
option-prompt = texte
option-prompt-description = Ce qu'il faut dessiner, ou changer dans ton image
option-image = image
option-image-description = Une image à retoucher : PNG, JPEG, WebP, GIF ou AVIF
option-image2 = image2
option-image2-description = Une deuxième image dont le texte se sert
option-image3 = image3
option-image3-description = Une troisième image dont le texte se sert
option-image4 = image4
option-image4-description = Une quatrième image dont le texte se sert
menu-edit = Modifier cette image
menu-use = Utiliser comme image de départ
option-count = nombre
option-count-description = Combien d'images, de 1 à 4
option-aspect-ratio = proportions
option-aspect-ratio-description = La forme ; celle de ton image si tu en joins une, sinon 4:3
option-format = format
option-format-description = Le format du fichier ; png par défaut
option-resolution = taille
option-resolution-description = La taille ; plus grand, c'est plus cher
option-search = recherche
option-search-description = Des lettres ou des mots de ton texte
option-model = modèle
option-model-description = Seulement les images de ce modèle
option-favourites = favoris
option-favourites-description = Seulement ce qui porte ton ⭐

## La carte

card-title = 🍌 **{ $model }** pour { $user }
card-ordered = Commandé { $when }
card-reading-input = { $count ->
    [one] Je lis ton image
   *[other] Je lis tes images
}
card-waiting-next = En attente : c'est la prochaine, prête en général en { $usual }
card-waiting = En attente : numéro { $place } dans la file, puis en général { $usual }
card-waiting-next-ready = En attente : c'est la prochaine, attendue { $when }
card-waiting-ready = En attente : numéro { $place } dans la file, fin attendue { $when }
card-waiting-line = J'attends une place libre chez Higgsfield
card-submitting = Je demande le dessin à Higgsfield
card-in-doubt = La connexion a coupé pendant que je demandais à Higgsfield, alors j'attends sa réponse. Si elle ne vient pas d'ici { $minutes ->
    [one] une minute
   *[other] { $minutes } minutes
}, rien n'est décompté.
card-away = En attente : Higgsfield ne répond pas. Je réessaie ; rien n'est décompté tant que rien n'est dessiné.
card-no-endings = En attente : les dernières commandes se sont terminées sans nouvelles de Higgsfield. J'en essaie une de temps en temps ; rien n'est décompté tant que rien n'est dessiné.
card-intercepted = En attente : quelque chose entre Higgsfield et moi répond à sa place, un proxy ou un pare-feu. J'ai prévenu l'hôte ; rien n'est décompté tant que rien n'est dessiné.
card-paused = En attente : l'hôte doit vérifier le compte Higgsfield. Rien n'est décompté tant que rien n'est dessiné.
card-drawing = En cours : commencé { $since }, ça prend en général { $usual }
card-drawing-ready = En cours : commencé { $since }, fin attendue { $when }
card-drawing-no-word = Commencé { $since }, mais Higgsfield n'en dit plus rien de lisible. Je continue à demander. Ça ne compte que si les images viennent.
card-drawing-not-stopped = J'ai demandé l'annulation à Higgsfield ; rien ne dit encore qu'elle a eu lieu.
card-drawing-cannot-stop = Le dessin est déjà en cours et ne peut plus être arrêté. Les images suivent ; elles comptent pour { $cost } 🍌.
card-adopted = Elles sont finalement arrivées. Je vais les chercher.
card-cancelling = J'annule …
card-seconds = { $seconds } s
card-for = pour { $user }
card-version = v{ $version }
card-version-from = d'après v{ $version }
alt-picture-of = Image { $number } sur { $count }
alt-input = { $count ->
    [one] L'image de départ
   *[other] La première des { $count } images de départ
}
alt-compare = À gauche l'image de départ, à droite ce qu'elle est devenue : { $prompt }
card-too-late-note = L'annulation est arrivée trop tard : le dessin était déjà en cours.
card-fewer = { $came ->
    [one] Une seule image sur { $count } est arrivée. Tu n'as payé que celle-là.
   *[other] { $came } images sur { $count } sont arrivées. Tu n'en as payé que { $came }.
}
card-on-the-house = Elles sont finalement arrivées. Cadeau de la maison.
card-shrunk = { $count ->
    [one] L'image en pleine taille fait { $size } Mo, plus que ce serveur n'accepte ; en voici une copie plus petite. En entier jusqu'au { $until } :
   *[other] Les images en pleine taille font jusqu'à { $size } Mo, plus que ce serveur n'accepte ; en voici des copies plus petites. En entier jusqu'au { $until } :
}
card-files-gone = Les images ne sont plus sur le disque du bot.
card-shown-again = Montré à nouveau par { $user } · commandé { $when }
card-prompt-gone = Le texte n'est plus conservé.
card-cancelled = Annulé. Rien n'a été décompté.
nothing-charged = Rien n'a été décompté.
was-charged = Ça a coûté { $cost } 🍌.

failure-nsfw = Le filtre de sécurité de Higgsfield a refusé ce texte ou cette image. { $money } Essaie d'autres mots.
failure-failed = Higgsfield n'a pas réussi ce dessin. { $money }
failure-no_image = Higgsfield a dit que c'était fini mais n'a envoyé aucune image. { $money }
failure-refused = Higgsfield n'a pas accepté cette commande. { $money } D'autres mots ou une autre image marcheront peut-être.
failure-unclear-rung = La connexion a coupé pendant que je demandais à Higgsfield, et je ne sais pas s'il a pris la commande. { $money } Si les images arrivent, je les ajoute ici.
failure-unclear = La connexion a coupé pendant que je demandais à Higgsfield, et je ne sais pas s'il a pris la commande. { $money } Réessaie si tu veux.
failure-deadline = Pas d'image après { $waited }, alors je n'attends plus. { $money } Si elles arrivent, je les ajoute ici.
failure-no_credits = Le dessin est en pause : l'hôte doit vérifier le compte Higgsfield. Je l'ai prévenu. { $money }
failure-bad_key = Le dessin est en pause : l'hôte doit vérifier le compte Higgsfield. Je l'ai prévenu. { $money }
failure-model_missing = { $other ->
    [none] Le compte Higgsfield de ce bot n'a ni { $model } ni aucun autre de mes modèles pour l'instant. { $money } J'ai prévenu l'hôte.
   *[other] Le compte Higgsfield de ce bot n'a pas { $model }. { $money } { $other } marchera peut-être.
}
failure-model_locked = { $other ->
    [none] Higgsfield garde { $model } bloqué. { $money } J'ai prévenu l'hôte.
   *[other] Higgsfield garde { $model } bloqué. { $money } { $other } marchera peut-être.
}
failure-resolution_missing = Le compte Higgsfield de ce bot ne dessine pas { $model } dans cette taille. { $money } Une plus petite marche.
failure-vendor_busy = Aucune place ne s'est libérée chez Higgsfield pendant { $hours }. { $money }
failure-vendor_away = Higgsfield n'a pas répondu pendant { $hours }, alors j'ai arrêté d'essayer. { $money }
failure-intercepted = Pendant { $hours }, quelque chose entre Higgsfield et moi a répondu à sa place, un proxy ou un pare-feu, alors j'ai arrêté d'essayer. { $money } J'ai prévenu l'hôte.
failure-restored = On m'a remis dans un état d'avant, où cette commande attendait encore, et je ne sais pas si elle a été dessinée depuis. { $money } Réessaie si tu veux.
failure-input_not_picture = `{ $name }` n'est pas une image que je sais lire. { $money } J'accepte PNG, JPEG, WebP, GIF et AVIF jusqu'à { $limit } Mo.
failure-input_too_big = `{ $name }` est trop grand pour moi. { $money } J'accepte les images jusqu'à { $limit } Mo et 50 mégapixels, la plupart des photos JPEG jusqu'à 200, WebP et AVIF jusqu'à 16.
failure-input_gone = Je n'ai pas pu récupérer `{ $name }` sur Discord. { $money } Joins l'image encore une fois, s'il te plaît.
failure-input_erased = L'image de départ a été supprimée entre-temps. { $money } Modifier garde ton texte.
failure-no-input = Le compte Higgsfield de ce bot ne prend pas d'images à retoucher. { $money } Sans image, { $model } marche.
failure-input_unwanted = { $model } ne peut pas retoucher d'images avec ce compte. { $money } { $other } le peut : ton texte est gardé.

## Boutons et réponses privées

button-cancel = Annuler
button-again = Encore
button-full-size = Pleine taille
button-try-again = Réessayer
button-edit = Modifier
button-prompt = Tout le texte
button-show = Montrer ici
button-reuse = Utiliser ce prompt
button-home = Me l'envoyer
home-sent = Je te l'ai envoyée en message privé.
home-closed = Discord ne me laisse pas t'écrire. Autorise les messages privés dans les paramètres de confidentialité de ce serveur, puis appuie à nouveau.
button-open-card = Ouvrir la carte
button-newer = Plus récentes
button-older = Plus anciennes
button-export = Tout exporter
button-notify-on = Me mentionner : oui
button-notify-off = Me mentionner : non
button-once-on = Dessiner tout de suite : oui
button-once-off = Dessiner tout de suite : non
button-use-other = Dessiner avec /{ $model } · { $cost } 🍌
button-draw = Dessiner
button-draw-for = Dessiner · { $cost } 🍌
button-no = Non
button-clear = Vider
button-use = Réutiliser
button-better = { $model } · { $cost } 🍌
button-more = ⋯ Plus
button-star = Favori
button-unstar = Retirer des favoris
button-vary = { $count ->
    [1] Varier
   *[other] Varier { $n }
} · { $cost } 🍌
button-compare = Avant / après
button-bin = Supprimer
button-back = Revenir à la v{ $version }
modal-edit = Faire une autre version
modal-reuse = Utiliser ce prompt
modal-pro = Dessiner avec { $model }

revise-prompt = Texte
revise-start = Partir de
revise-start-before = { $count ->
    [one] L'image d'origine
   *[other] Les images d'origine
}
revise-start-words = Rien : seulement le texte
revise-start-as-before = Comme avant
revise-ratio = Proportions
revise-ratio-auto = Celles de l'image de départ
revise-count-price = { $count ->
    [one] { $count } image
   *[other] { $count } images
} · { $cost } 🍌
revise-price = Tu paies { $cost } 🍌 par image, sur une nouvelle carte.
revise-price-by-size = Le prix dépend de la taille ; tu le paies, sur une nouvelle carte.
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
more-starred = C'est un de tes favoris maintenant.
more-unstarred = Ce n'est plus un de tes favoris.
more-compared = Avant, et après :

menu-report = Signaler cette image
menu-erase = Supprimer cette image
menu-reported = C'est signalé, merci : l'hôte reçoit un message avec le lien et ton nom. La personne qui l'a commandée et la modération peuvent supprimer l'image.
menu-erase-ask = Supprimer pour de bon la carte, les images gardées et leur texte ? L'image disparaît aussi des cartes qui en sont parties. Ce qu'elle a coûté reste dans les comptes, et les sauvegardes de l'hôte la gardent jusqu'à leur suppression.
menu-erase-ask-running = Elle n'est pas finie. J'essaie de l'arrêter ; si c'est trop tard, elle compte pour { $cost } 🍌 et les images sont jetées sans être montrées.
menu-erased = C'est supprimé : la carte, ses images et son texte. { $money }
menu-erased-too-late = C'est supprimé. Le dessin est déjà en cours et ne peut plus être arrêté : il compte pour { $cost } 🍌, et les images seront jetées sans être montrées.
menu-erased-asked = C'est supprimé. J'ai demandé l'annulation à Higgsfield ; si c'est trop tard, ça compte pour { $cost } 🍌 et les images sont jetées sans être montrées.
menu-erased-card-stays = Je n'ai pas pu retirer le message, par contre : supprime-le à la main, s'il te plaît. Si j'y ai de nouveau accès d'ici une semaine, je le retire moi-même.
button-erase = Supprimer pour de bon

cancel-too-late = Le dessin est déjà en cours et ne peut plus être arrêté. Les images suivent ; elles comptent pour { $cost } 🍌.
cancel-no-word = Higgsfield ne l'a pas arrêté et n'en dit plus rien de lisible. Si les images viennent, ça compte pour { $cost } 🍌 ; sinon, rien.
cancel-asked = J'ai demandé l'annulation à Higgsfield. La carte dira ce qu'il en est.

quota-title = **Tes crédits**
quota-user = Sur ce serveur : { $used } 🍌 sur { $allowance } en { $period }
quota-user-dm = En messages privés : { $used } 🍌 sur { $allowance } en { $period }
quota-person = Partout avec ce bot : { $used } 🍌 sur { $allowance } en { $period }
quota-guild = Tout ce serveur ensemble : { $used } 🍌 sur { $allowance } en { $period }
quota-strangers = { $used } 🍌 sur { $allowance } en { $period } par tous les serveurs et toutes les personnes que l'hôte ne connaît pas encore
quota-bot = Tout le monde avec ce bot : { $used } 🍌 sur { $allowance } en { $period }
quota-back = { $back ->
    [one] { $back } 🍌 revient
   *[other] { $back } 🍌 reviennent
} { $when }.
quota-prices = Une image coûte { $prices }.
quota-price = { $cost } 🍌 avec /{ $model }
quota-and = { $most } et { $last }
quota-free = Tu peux dépenser **{ $free } 🍌** maintenant.
quota-kept = { $count ->
    [one] Les images d'une commande t'attendent : /last te les montre.
   *[other] Les images de { $count } commandes t'attendent : /last te les montre.
}

last-kept = Je n'ai pu te les montrer ni sur leur carte ni en message privé, alors je les ai gardées. Dessinées { $when }. { $money }
last-gone = Je n'ai pu te montrer ces images, dessinées { $when }, ni sur leur carte ni en message privé. Je les ai gardées, mais pas pour toujours : elles ne sont plus sur le disque du bot. { $money }
last-smaller = Ce sont des copies plus petites : en entier, elles ne tiennent pas dans un message.
last-more = { $count ->
    [one] Une autre commande attend : encore une fois /last.
   *[other] { $count } autres commandes attendent : /last montre la suivante.
}
last-none = Rien ne t'attend ici : ce que je dessine est sur sa carte, ou t'a été envoyé en privé.
last-later = Je ne peux pas te donner tes images maintenant. Je les garde : redemande dans un moment.

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

## Refus

refused = Je n'ai pas pu faire ça. Rien n'a été décompté.
refused-out-of-quota = { $allowance ->
    [0] Le dessin ne t'est pas ouvert ici : demande à la modération, ou à l'hôte de ce bot.
   *[other] { $scope ->
        [user] Tu as dépensé { $used } 🍌 sur { $allowance } en { $period_s }
        [person] Tu as dépensé { $used } 🍌 sur { $allowance } en { $period_s } sur tous les serveurs
        [strangers] Les serveurs et les personnes que l'hôte de ce bot ne connaît pas encore ont dépensé ensemble { $used } de leurs { $allowance } 🍌 en { $period_s }. L'hôte est prévenu et peut faire confiance à ce serveur
        [guild] Ce serveur a dépensé { $used } de ses { $allowance } 🍌 en { $period_s }
       *[bot] Ce bot a dépensé { $used } de ses { $allowance } 🍌 en { $period_s }
    } ; cette commande en coûte { $cost }. { $enough_at ->
        [none] C'est plus que le total permis : demande moins d'images.
       *[other] Ce sera possible { $enough_at }.
    }
}
refused-not-here = Ce bot ne dessine que sur les serveurs de son hôte. Rien n'a été décompté.
refused-bad-prompt = { $length ->
    [0] Dis quoi dessiner : le texte est vide.
   *[other] Ce texte fait { $length } caractères ; { $limit } au plus. Rien n'a été décompté.
}
refused-bad-attachment = { $too_big ->
    [true] `{ $name }` est trop grand : j'accepte les images jusqu'à { $limit_mb } Mo. Rien n'a été décompté.
   *[false] `{ $name }` n'est pas une image que je sais lire : j'accepte PNG, JPEG, WebP, GIF et AVIF jusqu'à { $limit_mb } Mo. Rien n'a été décompté.
}
refused-command-outdated = Cette commande n'existe plus, ou a changé depuis que ton Discord l'a chargée. Rien n'a été décompté : relance Discord (sur téléphone, ferme l'appli et rouvre-la), puis réessaie.
refused-price-changed = Le prix a changé depuis que tu l'as vu : c'est { $cost } 🍌 maintenant. Rien n'a été décompté ; le bouton dessine à ce prix.
refused-bad-option = { $option ->
    [count] Je ne fais pas autant d'images à la fois. Au choix : { $choices }.
    [ratio] Je ne propose pas ces proportions. Au choix : { $choices }.
    [resolution] Je ne propose pas cette taille. Au choix : { $choices }.
    [format] Je ne propose pas ce format de fichier. Au choix : { $choices }.
   *[other] Je ne propose pas ce choix.
} Rien n'a été décompté.
refused-too-many-inputs = Une commande prend { $limit } images de départ au plus. Rien n'a été décompté.
refused-no-picture = Je ne vois ici aucune image que je puisse utiliser. PNG, JPEG, WebP, GIF et AVIF marchent.
refused-tray-full = Ton plateau prend { $limit } images au plus. Retires-en une, ou dessine avec.
refused-tray-empty = Ton plateau est vide : tu as dessiné avec, ou 15 minutes ont passé. Rien n'a été décompté pour ça.
refused-not-for-you = Cette question est pour { $owner_id }. Réponds toi-même à la carte pour en tirer ton image.
refused-pending-expired = C'est passé : c'est déjà dessiné, ou 15 minutes ont passé. Rien n'a été décompté pour cet appui.
refused-input-unwanted = { $other ->
    [none] { $model } ne prend pas d'images. Rien n'a été décompté ; sans image, ça marche.
   *[other] { $model } ne peut pas retoucher d'images avec ce compte ; { $other } le peut. Rien n'a été décompté.
}
refused-model-gone = Je ne dessine plus avec ce modèle. Rien n'a été décompté ; une autre commande prend les mêmes mots.
refused-model-missing = { $other ->
    [none] Le dessin est en pause : le compte Higgsfield de ce bot n'a aucun de mes modèles pour l'instant. J'ai prévenu l'hôte. Rien n'a été décompté.
   *[other] Le compte Higgsfield de ce bot ne peut pas dessiner avec { $model } pour l'instant. Rien n'a été décompté ; { $other } marche.
}
refused-missing-rights = Je ne peux pas { $right ->
    [view_channel] voir les messages
    [send_messages] écrire
    [send_messages_in_threads] écrire dans les fils
    [attach_files] joindre des fichiers
   *[read_message_history] lire l'historique
} dans ce salon. La modération peut l'autoriser : réglages du salon → Permissions → { $right ->
    [view_channel] Voir le salon
    [send_messages] Envoyer des messages
    [send_messages_in_threads] Envoyer des messages dans les fils
    [attach_files] Joindre des fichiers
   *[read_message_history] Voir les anciens messages
} pour { $bot }. Rien n'a été décompté.
refused-member-rights-missing = { $right ->
    [use_application_commands] Ce serveur ne te laisse pas utiliser de commandes dans ce salon, boutons et formulaires compris.
   *[other] Tu ne peux pas écrire dans ce salon, alors je n'y dessine rien pour toi.
} La modération peut l'autoriser. Rien n'a été décompté.
refused-command-forbidden = Ce serveur ne te laisse pas utiliser /{ $command } ici, boutons, formulaires et réponses compris. La modération peut l'autoriser : Paramètres du serveur → Intégrations. Rien n'a été décompté.
refused-blocked-by-auto-mod = L'AutoMod de ce serveur ne laisse pas passer ces mots. Rien n'a été décompté ; d'autres mots marcheront peut-être.
refused-disk-full = Le disque du bot est plein ou protégé, je ne prends plus de commandes. L'hôte doit y regarder. Rien n'a été décompté.
refused-storage-unavailable = Je n'arrive pas à écrire dans mes comptes pour l'instant : il ne s'est rien passé et rien n'a été décompté. Réessaie dans une minute ; les commandes en cours continuent toutes seules.
refused-ordering-paused = Le dessin est en pause : l'hôte doit vérifier le compte Higgsfield. Je l'ai prévenu. Rien n'a été décompté.
refused-no-endings = Le dessin est en pause : les dernières commandes sont parties chez Higgsfield et aucune image n'est venue. J'ai prévenu l'hôte. Je réessaierai { $again_at }. Rien n'a été décompté.
refused-vendor-away = { $is_foreign ->
    [true] Quelque chose entre Higgsfield et moi répond à sa place, un proxy ou un pare-feu. J'ai prévenu l'hôte. Rien n'a été décompté.
   *[false] Higgsfield a cessé de répondre { $since }. Je reprends les commandes dès qu'il répond. Rien n'a été décompté.
}
refused-not-yours = C'est la carte de { $owner_id }. Seule cette personne ou la modération peut faire ça.
refused-too-late = Cette carte est finie : il n'y a plus rien à arrêter.
refused-prompt-gone = Le texte de cette carte n'est plus conservé, je ne peux pas m'en resservir. Rien n'a été décompté ; passe une nouvelle commande avec un autre texte.
refused-pictures-gone = Ces images ne sont plus conservées, je ne peux pas m'en resservir. Rien n'a été décompté ; joins-les à une nouvelle commande.
refused-unknown-job = Je ne connais plus cette carte. Rien n'a été décompté ; passe une nouvelle commande.
refused-page-expired = Je ne sais plus ce que tu cherchais. /history le retrouve.
refused-nothing-to-show = Ses images ne sont plus gardées : il n'y a rien à montrer.
refused-export-under-way = Ton export est déjà en préparation.
refused-export-too-soon = Tu viens d'avoir un export. Le prochain sera possible { $again_at }.
refused-deleted = Cette image a été supprimée, et son texte avec. Rien n'a été décompté ; passe une nouvelle commande.
refused-card-removed = Quelqu'un a supprimé la carte de cette image sur son serveur, je ne la montre donc plus en public. Rien n'a été décompté ; son propriétaire la retrouve avec /history.
refused-input-erased = L'image de départ a été supprimée, je ne peux pas m'en resservir. Rien n'a été décompté ; Modifier garde le texte.
refused-not-a-card = Ce message n'est pas une de mes cartes.
refused-reported = Tu as déjà signalé cette image ; l'hôte est au courant.
refused-too-many-reports = Tu as signalé { $most } images en une heure ; plus, ce serait noyer l'hôte. Ce sera possible { $again_at }.
refused-too-fast = Ça fait beaucoup d'un coup, alors je fais une petite pause. Ça remarchera { $again_at } ; rien n'a été décompté pour ça.
refused-double-tap = C'était deux fois la même commande en un instant : je l'ai prise une seule fois. Si tu en veux une autre, appuie encore dans quelques secondes.
refused-too-many-unfinished = { $most } de tes commandes de la dernière heure ne sont pas finies ou n'ont donné aucune image ; j'en reprendrai quand d'autres seront finies, ou plus tard. Rien n'a été décompté.
refused-error-unsure = Quelque chose a cassé de mon côté. Si tu as passé une commande, sa carte dit ce qu'il en est, et /quota ce qu'elle a coûté.
