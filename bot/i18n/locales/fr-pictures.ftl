### Les images en conversation : formulaires, plateau, réponses à une carte ; commandes passées, préférences. Les mêmes ids que dans les autres langues.

form-edit = Modifier cette image
form-use = Utiliser comme image de départ
form-tray = Dessiner avec ton plateau
form-change = Ce qu'il faut changer
form-change-placeholder = mets le ciel en violet
form-draw = Que dessiner avec
form-draw-placeholder = les deux dans une barque
form-price = Ça fait une nouvelle carte. Chaque image coûte { $cost } 🍌.
form-new-card = Ça fait une nouvelle carte.
form-picture = Quelle image
form-pictures = Quelles images
form-model = Modèle
form-model-option = { $model } · { $cost } 🍌 l'image
form-ratio = Forme
form-ratio-auto = Comme l'image
form-count = Combien
form-uploads = D'autres images à utiliser
form-uploads-description = PNG, JPEG, WebP, GIF ou AVIF, { $most } au plus.
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
tray-title = **Ton plateau** · { $count ->
    [one] { $count } image
   *[other] { $count } images
} sur { $limit }
tray-kept = -# Ajoutes-en avec « Utiliser comme image de départ », ici ou sur un autre serveur. Je les garde 15 minutes.
tray-remove = En retirer une
tray-empty = Ton plateau est vide. « Utiliser comme image de départ », dans le menu d'une image, l'y met.
reply-ask = { $user } : je dessine ça ?
reply-extras = { $count ->
    [one] ton image
   *[other] tes { $count } images
}
reply-withheld = Discord ne me montre une réponse que si elle me nomme : écris @{ $bot } et ce qu'il faut changer, ou appuie sur Modifier.
reply-empty = Dis ce qu'il faut changer après @{ $bot }, ou appuie sur Modifier.

## Ce qui remplace un identifiant sans nom

words-member = quelqu'un
words-role = un groupe
words-channel = un salon
words-time = un moment
words-sound = un son

## Les commandes passées, les préférences, et un mot après une longue attente

history-title = **Tes images**
history-title-favourites = **Tes favoris**
history-narrowed = Seulement : { $what }
history-page = Page { $page } sur { $pages } · { $total ->
    [one] { $total } commande
   *[other] { $total } commandes
}
history-none = Rien ici pour l'instant : /banana dessine ta première image.
history-none-found = Aucune de tes images ne correspond.
history-none-favourites = Rien ici pour l'instant : un ⭐ sous une carte en fait ton favori.
history-favourite = favori
history-by = par { $user }
history-gone = Ses images ne sont plus gardées.
history-removed = Sa carte a été supprimée. Il n'y a plus que toi qui la vois ici.
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
export-part = Tes { $orders } commandes les plus récentes sur { $ordersall } et { $pictures } images sur { $all }, en { $parts ->
    [one] un fichier
   *[other] { $parts } fichiers
}. Demande le reste à l'hôte de ce bot.
export-next = Fichier { $number } sur { $parts }
me-title = **Tes habitudes**
    -# Gardées dès que tu choisis, pour tous les serveurs. Ce que tu dis dans une commande l'emporte toujours.
me-ratio = **Forme** de ce que tu dessines à partir de mots
me-ratio-placeholder = Forme
me-count = **Nombre** d'images
me-count-placeholder = Nombre
me-format = **Format** de fichier
me-format-placeholder = Format
me-usual = Comme d'habitude : { $value }
me-language = **Langue** de ce que tu es seul à lire, et des cartes en messages privés
me-language-placeholder = Langue
me-language-auto = Comme ton Discord
me-notify = **Me mentionner** : une fois, quand une commande sur un serveur a pris plus d'une minute et qu'elle est finie.
me-once = **Dessiner tout de suite** : sans question, là où j'en poserais une.
call-done = { $user }, { $count ->
    [one] ton image est prête.
   *[other] tes images sont prêtes.
}
call-failed = { $user }, ta commande n'a rien donné : la carte dit pourquoi, et ce qu'elle a coûté.

## Images arrivées abîmées, ou jamais entières

card-unread = { $count ->
    [one] Je n'ai pas pu lire cette image pour la vérifier : la voici telle que Higgsfield l'a envoyée.
   *[other] Je n'ai pas pu lire { $count } de ces images pour les vérifier : les voici telles que Higgsfield les a envoyées.
}
failure-picture_lost = Higgsfield l'a dessinée, mais je n'ai pas pu récupérer l'image en entier. { $money }
refused-unread-format = `{ $name }` n'est pas une image que je sais lire. { $format ->
    [HEIC] C'est du HEIC : envoie-la en JPEG. Un iPhone fait du JPEG avec Réglages › Appareil photo › Formats › Le plus compatible.
    [video] C'est une vidéo : envoies-en une image.
   *[other] C'est du { $format } : envoie-la en PNG, JPEG, WebP, GIF ou AVIF.
} Rien n'a été décompté.
