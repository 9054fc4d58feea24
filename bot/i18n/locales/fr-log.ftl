# Le journal d'un serveur : une ligne par évènement, lisible d'un coup d'œil et trouvée par la recherche de Discord.

log-kind-finished = terminé
log-kind-refused = refusé
log-kind-reports = signalement
log-kind-acts = modération
log-kind-settings = réglages
log-kind-money = argent
log-kind-questions = question

log-nobody = quelqu'un
log-words = « { $words } »
log-deleted = supprimé pour de bon
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

log-reports-picture = { $by } signale { $picture } ({ $user })
log-acts-erase = { $by } a supprimé pour de bon une image de { $user }
log-acts-spoiler = { $by } a masqué une image de { $user }

log-act = Agir sur une ligne
