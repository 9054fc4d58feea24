### Ce que les gens lisent. Simple, court, chaleureux ; chaque fin dit ce qu'elle a coûté. Les mêmes ids que dans les autres langues.

## Commandes

command-banana = banana
command-banana-description = Dessine ou retouche une image avec Nano Banana
command-banana-pro = banana-pro
command-banana-pro-description = Dessine ou retouche avec Nano Banana Pro : plus lent et plus cher, meilleur en détail
command-quota = quota
command-quota-description = Vois combien de crédits il te reste
option-prompt = texte
option-prompt-description = Ce qu'il faut dessiner, ou changer dans ton image
option-image = image
option-image-description = Une image à retoucher : PNG, JPEG, WebP ou GIF
option-count = nombre
option-count-description = Combien d'images, de 1 à 4
option-aspect-ratio = proportions
option-aspect-ratio-description = La forme ; avec une image, la sienne est gardée sauf si tu choisis
option-format = format
option-format-description = Le format du fichier ; png sauf si tu choisis
option-resolution = taille
option-resolution-description = La taille ; plus grand, c'est plus cher

## La carte

card-title = 🍌 **{ $model }** pour { $user }
card-facts = { $count ->
    [one] { $count } image
   *[other] { $count } images
} · { $ratio } · { $cost } 🍌
card-facts-with-resolution = { $count ->
    [one] { $count } image
   *[other] { $count } images
} · { $ratio } · { $resolution } · { $cost } 🍌
card-ordered = Commandé { $when }
card-reading-input = Je lis ton image
card-waiting-next = En attente : la prochaine, prête d'habitude en { $usual }
card-waiting = En attente : numéro { $place } dans la file, d'habitude { $usual } une fois commencée
card-waiting-line = J'attends une place libre chez Higgsfield
card-submitting = Je demande le dessin à Higgsfield
card-away = En attente : Higgsfield ne répond pas. Je réessaie ; rien n'est compté tant que rien n'est dessiné.
card-paused = En attente : l'hôte doit regarder le compte Higgsfield. Rien n'est compté tant que rien n'est dessiné.
card-drawing = En cours : commencé { $since }, prend d'habitude { $usual }
card-drawing-cannot-stop = Le dessin est déjà en cours et ne peut plus être arrêté. Les images suivent ; ça compte { $cost } 🍌.
card-adopted = Elles sont arrivées après tout. Je vais les chercher.
card-cancelling = J'annule …
card-done-facts = { $model } · { $ratio } · { $seconds } s · { $cost } 🍌 · pour { $user }
card-done-facts-with-resolution = { $model } · { $ratio } · { $resolution } · { $seconds } s · { $cost } 🍌 · pour { $user }
card-too-late-note = L'annulation est venue trop tard ; l'image était déjà en cours.
card-fewer = { $came } images sur { $count } sont venues. Tu en as payé { $came }.
card-on-the-house = Elles sont arrivées après tout. C'est la maison qui offre.
card-shrunk = { $count ->
    [one] L'image en pleine taille fait { $size } Mo, plus que ce serveur n'accepte ; voici une copie plus petite.
   *[other] Les images en pleine taille font { $size } Mo, plus que ce serveur n'accepte ; voici des copies plus petites.
}
card-files-gone = Les images ne sont plus sur le disque du bot.
card-cancelled = Annulé. Rien n'a été compté.
nothing-charged = Rien n'a été compté.
was-charged = Ça a coûté { $cost } 🍌.

failure-nsfw = Le filtre de sécurité de Higgsfield a refusé ce texte ou cette image. { $money } Essaie d'autres mots.
failure-failed = Higgsfield n'a pas réussi ce dessin. { $money }
failure-no_image = Higgsfield a dit que c'était fini mais n'a envoyé aucune image. { $money }
failure-refused = Higgsfield n'a pas pris cette commande. { $money } D'autres mots ou une autre image marcheront peut-être.
failure-unclear = La ligne a coupé pendant que je demandais à Higgsfield, et je ne sais pas s'il a pris la commande. { $money } Si les images arrivent, je les ajoute ici.
failure-deadline = Pas d'image après { $minutes } minutes, alors je n'attends plus. { $money } Si elles arrivent, je les ajoute ici.
failure-no_credits = Le dessin est en pause : l'hôte doit regarder le compte Higgsfield. Je l'ai prévenu. { $money }
failure-bad_key = Le dessin est en pause : l'hôte doit regarder le compte Higgsfield. Je l'ai prévenu. { $money }
failure-model_missing = Le compte Higgsfield de ce bot n'a pas { $model }. { $money } { $other } marchera peut-être.
failure-vendor_busy = Aucune place ne s'est libérée chez Higgsfield pendant { $hours }. { $money }
failure-vendor_away = Higgsfield n'a pas répondu pendant { $hours }, alors j'ai arrêté d'essayer. { $money }
failure-input_not_picture = `{ $name }` n'est pas une image que je sais lire. { $money } PNG, JPEG, WebP et GIF jusqu'à { $limit } Mo marchent.
failure-input_too_big = `{ $name }` est trop grand pour moi. { $money } Les images jusqu'à { $limit } Mo et 50 mégapixels marchent.
failure-input_gone = Je n'ai pas pu prendre `{ $name }` chez Discord. { $money } Joins-la encore une fois, s'il te plaît.
failure-input_unwanted = { $model } ne peut pas retoucher d'images avec ce compte. { $money } /banana peut : ton texte est gardé.

## Boutons et réponses privées

button-cancel = Annuler
button-again = Encore
button-try-again = Réessayer
button-edit = Modifier
button-prompt = Tout le texte
button-use-banana = Dessiner avec /banana · { $cost } 🍌
modal-edit = Changer les mots
modal-edit-prompt = Texte
modal-edit-prompt-description = Ça fait une nouvelle carte et coûte { $cost } 🍌.

cancel-done = Annulé. Rien n'a été compté.
cancel-too-late = Le dessin est déjà en cours et ne peut plus être arrêté. Les images suivent ; ça compte { $cost } 🍌.
cancel-asked = J'ai demandé l'annulation à Higgsfield. La carte dira ce qu'il en est.
deferred = Un instant …

quota-title = **Tes crédits**
quota-user = { $used } 🍌 sur { $allowance } utilisés en { $period } sur ce serveur
quota-user-dm = { $used } 🍌 sur { $allowance } utilisés en { $period } en messages privés
quota-person = { $used } 🍌 sur { $allowance } utilisés en { $period } partout avec ce bot
quota-guild = { $used } 🍌 sur { $allowance } utilisés en { $period } par tout ce serveur
quota-bot = { $used } 🍌 sur { $allowance } utilisés en { $period } par tout le monde avec ce bot
quota-back = { $back } 🍌 reviennent { $when }.
quota-prices = Une image coûte { $banana } 🍌 avec /banana et { $pro } 🍌 avec /banana-pro.
quota-free = Tu peux dépenser **{ $free } 🍌** maintenant.
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

refused = Je n'ai pas pu faire ça. Rien n'a été compté.
refused-quota-user = Tu as utilisé { $used } 🍌 sur { $allowance } en { $period } ; ceci en coûte { $cost }. { $back }
refused-quota-person = Tu as utilisé { $used } 🍌 sur { $allowance } en { $period } sur tous les serveurs ; ceci en coûte { $cost }. { $back }
refused-quota-guild = Ce serveur a utilisé { $used } de ses { $allowance } 🍌 en { $period } ; ceci en coûte { $cost }. { $back }
refused-quota-bot = Ce bot a utilisé { $used } de ses { $allowance } 🍌 en { $period } ; ceci en coûte { $cost }. { $back }
refused-quota-back = Ça remarche { $when }.
refused-quota-never = C'est plus que tout ton crédit : demande moins d'images, ou plus de crédits à la modération.
refused-quota-banned = Le dessin ne t'est pas ouvert ici. La modération peut changer ça.
refused-not-here = Ce bot ne dessine que sur les serveurs de son hôte. Rien n'a été compté.
refused-prompt-empty = Dis quoi dessiner : le texte est vide.
refused-prompt-long = Ce texte a { $length } caractères ; { $limit } au plus. Rien n'a été compté.
refused-attachment = `{ $name }` n'est pas une image que je sais lire. PNG, JPEG, WebP et GIF jusqu'à { $limit } Mo marchent.
refused-attachment-big = `{ $name }` est trop grand. Les images jusqu'à { $limit } Mo marchent.
refused-pro-input = Nano Banana Pro ne peut pas retoucher d'images avec ce compte. /banana peut : ton texte est gardé.
refused-rights = Je ne peux pas { $right } dans ce salon. La modération peut l'autoriser : réglages du salon → Permissions → { $name } pour { $bot }.
refused-disk = Le disque du bot est plein, je ne prends plus de commandes. L'hôte doit faire de la place. Rien n'a été compté.
refused-paused = Le dessin est en pause : l'hôte doit regarder le compte Higgsfield. Je l'ai prévenu. Rien n'a été compté.
refused-vendor-away = Higgsfield ne répond plus depuis { $since }. Je reprends les commandes dès qu'il répond. Rien n'a été compté.
refused-not-yours = C'est la carte de { $owner }. Seule cette personne ou la modération peut l'arrêter.
refused-final = Cette carte est finie : il n'y a plus rien à arrêter.
refused-unknown-job = Je ne connais plus cette carte. Rien n'a été compté ; /banana en fait une nouvelle.
refused-error = Quelque chose a cassé chez moi. { $money } Réessaie dans un instant.
refused-error-unsure = Ta commande a peut-être été prise : sa carte dit ce qu'il en est, et /quota ce qu'elle a coûté.

right-view_channel = voir les messages
right-view_channel-name = Voir le salon
right-send_messages = écrire
right-send_messages-name = Envoyer des messages
right-send_messages_in_threads = écrire dans les fils
right-send_messages_in_threads-name = Envoyer des messages dans les fils
right-attach_files = joindre des fichiers
right-attach_files-name = Joindre des fichiers
right-read_message_history = lire l'historique
right-read_message_history-name = Voir les anciens messages

## À l'hôte, en message privé

host-bad_key = **Higgsfield refuse la clé** (401). Plus rien n'est envoyé ; les commandes restent dans la file et rien n'est compté. Vérifie HIGGSFIELD_API_KEY_ID et HIGGSFIELD_API_KEY_SECRET et relance le bot ; il réessaie aussi tout seul.
host-no_credits = **Le compte Higgsfield n'a plus de crédits** (403). Plus rien n'est envoyé ; les commandes restent dans la file et rien n'est compté. Recharge-le : le bot réessaie tout seul, en 15 minutes au plus.
host-unclear = **Une commande s'est coupée pendant l'envoi** ({ $detail }), et personne ne sait si Higgsfield l'a prise. Elle n'a pas été répétée et la personne n'a rien payé. Si tu la vois sur la facture, c'est pour ça.
message-lost = Je n'arrive plus à ta carte dans <#{ $channel }>, alors voici tes images.
message-removed = Ta carte dans <#{ $channel }> a été supprimée. Voici quand même tes images.
message-lost-ending = Je n'arrive plus à ta carte dans <#{ $channel }>. Voici ce qu'il en est :
