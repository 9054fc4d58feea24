## Ordering that a moderator or the bot's owner paused

command-pause = pause
command-pause-description = Take no new orders on this server for now; pictures already ordered are finished
command-resume = resume
command-resume-description = Take orders on this server again
option-reason = reason
option-reason-description = Members read it when they try to order

refused-server-paused = { $by_user ->
    [none] The bot's owner paused drawing on this server { $since }
   *[other] { $by_user } paused drawing on this server { $since }
}{ $reason ->
    [none] .
   *[other] : “{ $reason }”
} Nothing was charged. It continues when { $by_user ->
    [none] they end the pause.
   *[other] a moderator uses /resume.
}
refused-bot-paused = The bot's owner paused drawing { $since }{ $reason ->
    [none] .
   *[other] : “{ $reason }”
} Nothing was charged. It continues when they end the pause.

pause-begun =
    Drawing is paused on this server. Pictures that are already ordered will be finished. Use /resume to continue.
    Members who order now read:
    > { $said }
pause-ended = Drawing continues on this server. It was paused { $since }.
pause-none = Drawing isn't paused on this server.
pause-server = { $by_user ->
    [none] The bot's owner paused drawing on this server { $since }.
   *[other] { $by_user } paused drawing on this server { $since }. /resume ends the pause.
}
pause-whole-bot = The bot's owner paused drawing everywhere { $since }.
pause-title = ### 🛑 Pause drawing
pause-means = -# During a pause nobody can order here. Pictures already ordered are finished. /pause can also take a reason, which members read.
button-pause = Pause
button-pausebegin = Pause drawing
button-pauseend = Continue drawing

log-settings-paused = { $by } paused drawing{ $reason ->
    [none] {""}
   *[other] : “{ $reason }”
}
log-settings-resumed = { $by } ended the pause of drawing
log-settings-owner-paused = the bot's owner paused drawing on this server{ $reason ->
    [none] {""}
   *[other] : “{ $reason }”
}
log-settings-owner-resumed = the bot's owner ended the pause of drawing
