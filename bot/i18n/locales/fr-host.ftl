### Ce que la personne qui gère le bot lit en message privé. Les mêmes ids que dans les autres langues.

host-bad_key = **Higgsfield refuse la clé** (401). Plus rien n'est envoyé ; les commandes restent dans la file, et rien n'est décompté. Vérifie HIGGSFIELD_API_KEY_ID et HIGGSFIELD_API_KEY_SECRET, puis relance le bot. Il réessaie aussi tout seul.
host-no_credits = **Le compte Higgsfield n'a plus de crédits** (403). Plus rien n'est envoyé ; les commandes restent dans la file, et rien n'est décompté. Recharge-le : le bot réessaie tout seul dans les 15 minutes.
host-exposed = { $doubtful ->
    [one] **Une commande s'est terminée sans réponse de Higgsfield ou sans image** (la commande { $latest }). Le membre a récupéré { $given_back } 🍌, mais elle est peut-être sur ta facture. Je ne l'ai pas relancée.
   *[other] **{ $doubtful } commandes des dernières 24 heures se sont terminées sans réponse de Higgsfield ou sans image** (la dernière : { $latest }). Les membres ont récupéré { $given_back } 🍌, mais elles sont peut-être sur ta facture. Je n'en ai relancé aucune.
} Regarde l'historique dans la console de Higgsfield : ce qui y est terminé a été facturé.
host-unanswered = **Les commandes sont en pause : plusieurs de suite sont restées sans réponse à l'envoi.** { $doubtful ->
    [one] Une commande des dernières 24 heures s'est terminée
   *[other] { $doubtful } commandes des dernières 24 heures se sont terminées
} sans réponse de Higgsfield (la dernière : { $latest }). Les membres ont récupéré { $given_back } 🍌, mais c'est peut-être sur ta facture. Regarde l'historique dans la console de Higgsfield, et la connexion de cette machine. Une commande est essayée de temps en temps ; la première que Higgsfield accepte met fin à la pause.
host-undelivered = **Les commandes sont en pause : Higgsfield en a accepté plusieurs de suite, mais aucune image n'est arrivée à temps.** { $doubtful ->
    [one] Une commande des dernières 24 heures s'est terminée
   *[other] { $doubtful } commandes des dernières 24 heures se sont terminées
} ainsi (la dernière : { $latest }). Les membres ont récupéré { $given_back } 🍌, mais c'est peut-être sur ta facture. Regarde l'historique dans la console de Higgsfield ; s'il est seulement lent, augmente BOT_DEADLINE_MINUTES. Une commande est essayée de temps en temps ; la première qui aboutit met fin à la pause.
host-cap_reached = **Les crédits du bot pour 24 heures sont épuisés**, ou il n'en reste pas assez pour une commande. Les commandes sont refusées, avec une explication, jusqu'à ce qu'il en revienne. La limite est BOT_DAILY_CREDITS.
host-clock = **L'horloge de la machine du bot n'est pas à l'heure** : elle indique { $detail }. Le bot utilise l'heure de Discord : commandes, limites et cartes restent justes. Aucune image ni aucun prompt n'est supprimé pour son âge tant que l'horloge n'est pas à l'heure. Pour la régler, sous Linux : `timedatectl set-ntp true`.
host-clock_right = **L'horloge de la machine du bot est de nouveau à l'heure.** Les vieilles images et les vieux prompts sont supprimés comme avant.
host-guilds = { $count ->
    [one] **J'ai été ajouté à un serveur dont tu ne m'as pas parlé.**
   *[other] **J'ai été ajouté à { $count } serveurs dont tu ne m'as pas parlé.**
} Je ne peux pas savoir par qui. Jusqu'à ta décision, tous ces serveurs et les personnes qui m'écrivent en privé se partagent { $share } de tes { $cap } 🍌 par 24 heures.
host-guild = · **{ $name }**, { $id }, { $members ->
    [one] un membre
   *[other] { $members } membres
}
host-guilds-what = Pour faire confiance à l'un d'eux : `python -m bot guild trust { $id }`. Pour n'accepter que les commandes de tes serveurs : BOT_GUILDS. Pour que personne d'autre ne m'ajoute : désactive *Public Bot* dans le portail des développeurs.
host-balance = Ces dernières 24 heures : { $used } 🍌 sur { $cap } (dépensés : { $spent } ; réservés : { $reserved } ; rendus mais peut-être facturés : { $exposed }).
host-disk = **Le disque du bot est plein, ou son dossier est protégé en écriture.** Les commandes sont refusées, avec une explication, et les images déjà payées attendent qu'il y ait de la place. Libère de la place, ou baisse BOT_KEEP_DAYS.
host-disk-over = **Il y a de nouveau de la place sur le disque du bot.** Ce qui attendait reprend tout seul.
host-database = **Le bot ne peut plus écrire dans sa base de données** : { $detail }. Les commandes sont refusées, avec une explication ; ce qui est en cours n'est pas perdu.
host-database-over = **Le bot peut de nouveau écrire dans sa base de données.** Ce qui attendait reprend tout seul.
host-webhooks = **Les appels de webhook de Higgsfield n'arrivent pas.** Les images viennent quand même, car le bot les demande. Vérifie que BOT_PUBLIC_URL est juste et accessible depuis internet : dans un navigateur, /healthz doit répondre « open ».
host-webhooks-over = **Les appels de webhook de Higgsfield arrivent de nouveau.**
host-intercepted = **Quelque chose entre le bot et Higgsfield répond à sa place** ({ $detail }, et pas comme le fait l'API) : un proxy, un pare-feu, ou un HIGGSFIELD_BASE_URL erroné. Ce n'est ni la clé ni les crédits. Les commandes restent dans la file et rien n'est décompté ; le bot reprend tout seul dès que Higgsfield répond.
host-model_missing = **Ce compte Higgsfield ne donne pas accès à { $detail }** (404). Les membres ne peuvent plus le commander, et rien n'a été décompté. Regarde dans la console de Higgsfield si le compte y a droit, ou indique un autre chemin ou modèle avec BOT_MODELS_FILE. Une fois par heure, une commande réessaie.
host-model_back = **{ $detail } est de nouveau disponible.** Les membres peuvent le commander comme avant.
host-locked_missing = **Higgsfield bloque { $detail }** (423) depuis plus de dix minutes. Les membres ne peuvent pas le commander pour l'instant, et rien n'a été décompté. Il n'y a rien à régler ; une fois par heure, une commande réessaie.
host-locked_back = **Higgsfield a débloqué { $detail }.** Les membres peuvent le commander comme avant.
host-inputs_missing = **Ce compte Higgsfield ne permet pas de retoucher des images avec { $detail }** (422). Les membres l'apprennent avant de commander. Pour en faire un réglage durable : HIGGSFIELD_PRO_INPUT_IMAGES=false, ou BOT_MODELS_FILE. Une fois par heure, une commande réessaie.
host-inputs_back = **{ $detail } permet de nouveau de retoucher des images.**
host-resolution_missing = **Ce compte Higgsfield ne permet pas cette taille : { $detail }** (422). Les membres ne peuvent plus la choisir. Pour en faire un réglage durable, retire-la de HIGGSFIELD_RESOLUTIONS. Une fois par heure, une commande réessaie.
host-resolution_back = **Cette taille est de nouveau disponible : { $detail }.**
host-another_copy = **Une autre copie de ce bot tourne avec le même token**, avec son propre dossier de données. La première qui répond dessine la commande ; l'autre la rembourse, donc rien n'est payé deux fois. Mais quotas, historique et anciennes cartes sont répartis entre les deux. Arrête l'une des deux ; si tu n'en connais pas d'autre, crée un nouveau token dans le portail des développeurs (Bot → Reset Token).
host-report = **{ $reporter } a signalé une image.** Commandée par { $owner } : { $model } · { $cost } 🍌 · { $state ->
    [queued] en attente
    [submitting] en cours de commande
    [running] en cours de dessin
    [failed] pas dessinée
    [cancelled] annulée
   *[succeeded] dessinée
}
host-report-count = { $count ->
    [one] Un membre l'a signalée jusqu'ici.
   *[other] { $count } membres l'ont signalée jusqu'ici.
}
host-report-erased = Elle a été supprimée entre-temps.
message-lost = Je n'ai plus accès à ta carte dans <#{ $channel }>, alors voici le résultat.
message-removed = Ta carte dans <#{ $channel }> a été supprimée. Voici quand même le résultat.
message-lost-ending = Je n'ai plus accès à ta carte dans <#{ $channel }>. Voici comment ça s'est terminé :
