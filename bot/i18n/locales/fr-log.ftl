# Le journal d'un serveur : une ligne par évènement, lisible d'un coup d'œil et trouvée par la recherche de Discord.

log-kind-finished = commandes terminées
log-kind-refused = commandes refusées
log-kind-reports = signalements
log-kind-acts = modération
log-kind-settings = réglages
log-kind-money = argent
log-kind-questions = questions

log-nobody = quelqu'un
log-words = « { $words } »
log-deleted = supprimé pour de bon
log-aged = prompt supprimé
log-nothing-charged = rien n'a été décompté

log-finished-failed = n'a pas pu être dessinée
log-finished-cancelled = annulée
log-finished-moderator = annulée par la modération
log-finished-late = arrivée en retard, gratuite
log-finished-deadline = a pris trop de temps
log-finished-unclear = on ne sait pas si Higgsfield l'a reçue
log-finished-input-not-picture = le fichier ne s'ouvre pas
log-finished-no-credits = le compte Higgsfield est vide

log-refused-other = refusée
log-refused-nsfw = filtre de sécurité de Higgsfield
log-refused-out-of-quota = { $scope ->
    [user] plus assez de crédits
    [guild] le serveur n'a plus assez de crédits
   *[other] le bot n'a plus assez de crédits
}
log-refused-too-many-unfinished = trop de commandes en cours
log-refused-blocked = bloqué par la modération
log-refused-on-break = en pause après des avertissements
log-refused-against-rule = hors des limites
log-refused-too-many-in-order = trop d'images dans une commande pour les limites
log-refused-too-many-at-once = trop d'images à la fois pour les limites
log-refused-server-paused = le dessin est en pause ici
log-refused-bot-paused = dessin mis en pause par la personne qui gère le bot
log-refused-own-pictures-only = image d'un autre membre
log-refused-picture-protected = image protégée

log-reports-picture = { $by } signale { $picture } ({ $user })
log-acts-erase = { $by } a supprimé pour de bon une image de { $user }
log-acts-spoiler = { $by } a masqué une image de { $user }

log-act = Agir sur une ligne

log-told-all = Tout est noté dans { $channel }.
log-told = Noté dans { $channel } : { $kinds }.
log-with-previews = Les images terminées y sont montrées, en petit et masquées.
log-nothing = Rien n'est encore noté dans un journal.
log-reports-to-owner = Les signalements vont à la personne qui gère le bot.
log-channel-gone = ⚠️ Un salon du journal n'existe plus, ou m'est fermé. Choisis-en un autre ; d'ici là, les signalements vont à la personne qui gère le bot, et le reste attend une journée.
log-rights-missing = ⚠️ Dans { $channel }, il manque à { $bot } (Paramètres du salon → Permissions) : { $rights }.
log-right = { $right ->
    [view_channel] Voir le salon
    [send_messages] Envoyer des messages
    [send_messages_in_threads] Envoyer des messages dans les fils
    [attach_files] Joindre des fichiers
   *[read_message_history] Voir les anciens messages
}
log-read-by-all = 👀 Tout le monde sur ce serveur peut lire { $channel }, noms et prompts compris.

button-log = Journal
log-title = ### 📜 Le journal
log-choose-kinds = **Quoi** noter ?
log-kinds = Choisis quoi noter
log-choose-channel = **Où** le noter ?
log-channel = Choisis un salon
button-log-previews = Montrer de petites images
button-log-previews-off = Ne pas montrer d'images
button-log-off = Ne plus noter ça
log-kind-finished-means = La fin de chaque commande : modèle, prix, prompt, lien
log-kind-refused-means = Qui a été refusé, et pourquoi
log-kind-reports-means = Ce que les membres signalent, sinon à qui gère le bot
log-kind-acts-means = Ce que la modération a fait
log-kind-settings-means = Qui a changé quoi dans les réglages
log-kind-money-means = L'alerte avant un plafond, et la semaine en cinq lignes
log-kind-questions-means = Les membres qui posent une question sur un mot bloqué

menu-moderate = Modérer cette image
button-delete-everywhere = Supprimer partout
button-cover = Masquer
button-member = Membre
log-covered = C'est fait : les images sont masquées, sur toutes les cartes qui les montrent.
log-covered-not-all = Les images sont masquées, mais je n'ai pas encore pu atteindre une des cartes. Je réessaierai. Tu peux aussi supprimer ce message.
menu-reported-here = Signalé, merci. La modération de ce serveur reçoit un lien et ton nom. Elle peut supprimer l'image, tout comme la personne qui l'a commandée.
