### Les images en conversation : formulaires, sélection, réponses à une carte ; commandes passées, préférences. Les mêmes ids que dans les autres langues.

form-edit = Modifier cette image
form-use = Ajouter à ma sélection
form-tray = Dessiner avec ta sélection
form-change = Ce qu'il faut changer
form-change-placeholder = mets le ciel en violet
form-draw = Ce qu'il faut dessiner
form-draw-placeholder = les deux dans une barque
form-price = { $cost } 🍌 par image. Le résultat arrive sur une nouvelle carte.
form-new-card = Le résultat arrive sur une nouvelle carte.
form-picture = Quelle image
form-pictures = Quelles images
form-model = Modèle
form-model-option = { $model } · { $cost } 🍌 par image
form-ratio = Proportions
form-ratio-auto = Celles de la première image
form-count = Combien
form-uploads = Ajouter des images
form-uploads-description = PNG, JPEG, WebP, GIF ou AVIF, { $most ->
    [one] un fichier
   *[other] { $most } fichiers
} au plus.
picture-of = { $count ->
    [one] L'image
   *[other] Image { $n } sur { $count }
}
picture-place = { $count ->
    [1] Cette image
    [2] { $n ->
        [1] 1 · à gauche
       *[other] 2 · à droite
    }
    [3] { $n ->
        [1] 1 · à gauche
        [2] 2 · en haut à droite
       *[other] 3 · en bas à droite
    }
    [4] { $n ->
        [1] 1 · en haut à gauche
        [2] 2 · en haut à droite
        [3] 3 · en bas à gauche
       *[other] 4 · en bas à droite
    }
   *[other] Image { $n } sur { $count }
}
tray-title = **Ta sélection** · { $count ->
    [one] { $count } image
   *[other] { $count } images
} sur { $limit }
tray-kept = -# Ajoutes-en avec « Ajouter à ma sélection », ici ou sur un autre serveur. Je les garde 15 minutes.
tray-remove = Retirer une image
tray-empty = Ta sélection est vide. Ajoute une image avec « Ajouter à ma sélection » dans le menu d'un message.
reply-ask = { $user }, je dessine ça ?
reply-extras = { $count ->
    [one] ton image
   *[other] tes { $count } images
}
reply-withheld = Je ne peux lire que les réponses qui me mentionnent. Réponds avec @{ $bot } et ce qu'il faut changer, ou appuie sur Modifier.
reply-empty = Dis-moi ce qu'il faut changer après @{ $bot }, ou appuie sur Modifier.

## Ce qui remplace un identifiant sans nom

words-member = quelqu'un
words-role = un groupe
words-channel = un salon
words-time = un moment
words-sound = un son

## Les commandes passées, les préférences, et un mot après une longue attente

history-title = **Tes images**
history-title-favourites = **Tes favoris**
history-narrowed = Filtre : { $what }
history-page = Page { $page } sur { $pages } · { $total ->
    [one] { $total } commande
   *[other] { $total } commandes
}
history-none = Rien ici pour l'instant. Utilise /banana pour dessiner ta première image.
history-none-found = Aucune image ne correspond.
history-none-favourites = Rien ici pour l'instant. Réagis à une carte avec ⭐ pour la mettre en favori.
history-favourite = favori
history-by = par { $user }
history-gone = { $count ->
    [one] Son image a expiré.
   *[other] Ses images ont expiré.
}
history-removed = Sa carte a été supprimée. Personne d'autre que toi ne la voit ici.
history-hidden = Un favori dans un salon que tu ne vois pas en ce moment.
export-whole = Tout ce que tu as fait avec ce bot : { $orders ->
    [one] { $orders } commande
   *[other] { $orders } commandes
} et { $pictures ->
    [one] { $pictures } image
   *[other] { $pictures } images
}, en { $parts ->
    [one] un fichier
   *[other] { $parts } fichiers
}.
export-part = { $orders ->
    [one] Ta commande la plus récente
   *[other] Tes { $orders } commandes les plus récentes
} sur { $ordersall } et { $pictures ->
    [one] { $pictures } image
   *[other] { $pictures } images
} sur { $all }, en { $parts ->
    [one] un fichier
   *[other] { $parts } fichiers
}. Demande le reste à la personne qui gère le bot.
export-next = Fichier { $number } sur { $parts }
me-title = **Tes préférences**
    -# Enregistrées au fur et à mesure, pour tous les serveurs. Les options d'une commande sont prioritaires.
me-ratio = **Proportions**, sans image jointe
me-ratio-placeholder = Proportions
me-count = **Nombre d'images**
me-count-placeholder = Nombre d'images
me-format = **Format de fichier**
me-format-placeholder = Format de fichier
me-usual = Par défaut ({ $value })
me-language = **Langue** des réponses privées et des cartes en messages privés
me-language-placeholder = Langue
me-language-auto = Comme Discord
me-notify = **Me mentionner** une fois, quand une commande de plus d'une minute est prête.
me-once = **Sans confirmation** : quand tu réponds à une carte, je dessine sans demander.
call-done = { $user }, { $count ->
    [one] ton image est prête.
   *[other] tes images sont prêtes.
}
call-failed = { $user }, ta commande n'a pas abouti. La carte dit pourquoi et ce qu'elle a coûté.

## Images arrivées abîmées, ou jamais entières

card-unread = { $count ->
    [one] Je n'ai pas pu lire cette image pour la vérifier : elle est telle que Higgsfield l'a envoyée.
   *[other] Je n'ai pas pu lire { $count } de ces images pour les vérifier : elles sont telles que Higgsfield les a envoyées.
}
failure-picture_lost = Higgsfield l'a dessinée, mais je n'ai pas pu télécharger l'image en entier. { $money }
refused-unread-format = `{ $name }` n'est pas une image que je sais lire. { $format ->
    [HEIC] C'est du HEIC : envoie-la en JPEG. Pour prendre des photos en JPEG sur iPhone : Réglages › Appareil photo › Formats › Le plus compatible.
    [video] C'est une vidéo : envoie une image tirée de cette vidéo.
   *[other] C'est du { $format } : envoie-la en PNG, JPEG, WebP, GIF ou AVIF.
} Rien n'a été décompté.
