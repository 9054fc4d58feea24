### Les images en conversation : formulaires, plateau, réponses à une carte. Les mêmes ids que dans les autres langues.

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
form-uploads-description = PNG, JPEG, WebP ou GIF, { $most } au plus.
picture-of = { $count ->
    [one] L'image
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
