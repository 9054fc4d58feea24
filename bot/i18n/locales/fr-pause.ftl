## Les commandes qu'un modérateur ou la personne qui gère le bot a mises en pause

command-pause = pause
command-pause-description = Ne plus accepter de commandes sur ce serveur pour le moment ; celles en cours se terminent
command-resume = reprendre
command-resume-description = Accepter à nouveau les commandes sur ce serveur
option-reason = raison
option-reason-description = Les membres la lisent quand ils essaient de commander

refused-server-paused = { $by_user ->
    [none] La personne qui gère le bot a mis le dessin en pause sur ce serveur { $since }
   *[other] { $by_user } a mis le dessin en pause sur ce serveur { $since }
}{ $reason ->
    [none] .
   *[other] {""} : « { $reason } »
} Rien n'a été décompté. Ça reprendra quand { $by_user ->
    [none] elle mettra fin à la pause.
   *[other] la modération utilisera /reprendre.
}
refused-bot-paused = La personne qui gère le bot a mis le dessin en pause { $since }{ $reason ->
    [none] .
   *[other] {""} : « { $reason } »
} Rien n'a été décompté. Ça reprendra quand elle mettra fin à la pause.

pause-begun =
    Le dessin est en pause sur ce serveur. Les images déjà commandées seront terminées. Utilise /reprendre pour continuer.
    Les membres qui commandent maintenant lisent :
    > { $said }
pause-ended = Le dessin reprend sur ce serveur. La pause avait commencé { $since }.
pause-none = Le dessin n'est pas en pause sur ce serveur.
pause-server = { $by_user ->
    [none] La personne qui gère le bot a mis le dessin en pause sur ce serveur { $since }.
   *[other] { $by_user } a mis le dessin en pause sur ce serveur { $since }. /reprendre met fin à la pause.
}
pause-whole-bot = La personne qui gère le bot a mis le dessin en pause partout { $since }.
pause-title = ### 🛑 Mettre le dessin en pause
pause-means = -# Pendant une pause, personne ne peut commander ici. Les images déjà commandées sont terminées. /pause accepte aussi une raison, que les membres lisent.
button-pause = Pause
button-pausebegin = Mettre en pause
button-pauseend = Reprendre le dessin

log-settings-paused = { $by } a mis le dessin en pause{ $reason ->
    [none] {""}
   *[other] {""} : « { $reason } »
}
log-settings-resumed = { $by } a mis fin à la pause du dessin
log-settings-owner-paused = la personne qui gère le bot a mis le dessin en pause sur ce serveur{ $reason ->
    [none] {""}
   *[other] {""} : « { $reason } »
}
log-settings-owner-resumed = la personne qui gère le bot a mis fin à la pause du dessin
