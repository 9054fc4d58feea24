### Ce qu'on lit en arrivant : /help, la réponse au premier message privé, et le formulaire qui dessine. Les mêmes identifiants dans chaque langue.

help-title = ### 🍌 Ce que je sais faire
help-draw = 🎨 **Dessiner** : tape { $commands } et ce que tu veux voir, ou appuie sur le bouton ci-dessous.
help-or = { $most } ou { $last }
help-edit = ✏️ **Retoucher une image** : joins-la à la commande. Ou fais un clic droit sur un message qui a une image (sur téléphone, un appui long), puis Applications → { $edit }. Pour en combiner plusieurs, choisis { $use } sur chacune.
help-edit-private = ✏️ **Retoucher une image** : envoie-la-moi ici et dis ce qui doit changer, ou joins-la à la commande.
help-reply = ↩️ **Modifier une carte** : réponds-lui en mentionnant @{ $bot } et dis ce qui doit changer. Ou appuie sur Modifier sous la carte.
help-reply-private = ↩️ **Modifier une carte** : réponds-lui et dis ce qui doit changer. Ou appuie sur Modifier sous la carte.
help-card = ❌ **Annuler** : avec le bouton, ou une réaction ❌. Une réaction ⭐ ajoute une carte à tes favoris.
help-moderator = 🛡️ **Modérer** : tu peux annuler la commande de n'importe qui, et supprimer définitivement une carte : Applications → { $erase }.
help-first = Salut. Tape `/{ $command }` et ce que tu veux voir, ou envoie-moi une image et dis ce qui doit changer. `/help` montre le reste.
help-picture = Appuie sur Modifier pour changer cette image. Tu verras le prix avant que je dessine.
button-start = Dessiner ou retoucher
button-help = Ce que je sais faire
button-history = Mes images
button-settings = Mes préférences
button-quota = Mes crédits
form-start = Dessiner ou retoucher une image
form-new = Que veux-tu voir ?
form-new-placeholder = un renard dans la neige, aquarelle
form-own = Images à retoucher, si tu en as
