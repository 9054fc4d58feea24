### Ce que l'hôte lit en message privé. Les mêmes ids que dans les autres langues.

host-bad_key = **Higgsfield refuse la clé** (401). Plus rien n'est envoyé ; les commandes restent dans la file et rien n'est décompté. Vérifie HIGGSFIELD_API_KEY_ID et HIGGSFIELD_API_KEY_SECRET et relance le bot ; il réessaie aussi tout seul.
host-no_credits = **Le compte Higgsfield n'a plus de crédits** (403). Plus rien n'est envoyé ; les commandes restent dans la file et rien n'est décompté. Recharge-le : le bot réessaie tout seul, en 15 minutes au plus.
host-exposed = { $doubtful ->
    [one] **Une commande s'est terminée sans nouvelles de Higgsfield ou sans image** (la commande { $latest }). Le membre a récupéré { $given_back } 🍌, mais elle est peut-être sur ta facture. Elle n'a pas été répétée.
   *[other] **{ $doubtful } commandes des dernières 24 heures se sont terminées sans nouvelles de Higgsfield ou sans image** (la dernière : { $latest }). Les membres ont récupéré { $given_back } 🍌, mais elles sont peut-être sur ta facture. Aucune n'a été répétée.
} Regarde l'historique dans la console de Higgsfield : ce qui y est terminé a été facturé.
host-unanswered = **Les commandes sont en pause : plusieurs de suite sont restées sans réponse à l'envoi.** { $doubtful ->
    [one] Une commande des dernières 24 heures s'est terminée
   *[other] { $doubtful } commandes des dernières 24 heures se sont terminées
} sans nouvelles de Higgsfield (la dernière : { $latest }). Les membres ont récupéré { $given_back } 🍌, mais elles sont peut-être sur ta facture. Regarde l'historique dans la console de Higgsfield, et la connexion de cette machine. Une commande est essayée de temps en temps ; la première que Higgsfield prend met fin à la pause.
host-undelivered = **Les commandes sont en pause : Higgsfield en a pris plusieurs de suite sans donner d'image à temps.** { $doubtful ->
    [one] Une commande des dernières 24 heures s'est terminée
   *[other] { $doubtful } commandes des dernières 24 heures se sont terminées
} ainsi (la dernière : { $latest }). Les membres ont récupéré { $given_back } 🍌, mais elles sont peut-être sur ta facture. Regarde l'historique dans la console de Higgsfield ; s'il est seulement lent, augmenter BOT_DEADLINE_MINUTES aide. Une commande est essayée de temps en temps ; la première qui finit bien met fin à la pause.
host-cap_reached = **Les crédits du bot pour 24 heures sont épuisés**, ou ce qui reste ne suffit pas pour une commande. Les commandes sont refusées, avec une explication, jusqu'à ce qu'il en revienne. La limite est BOT_DAILY_CREDITS.
host-clock = **L'horloge de la machine du bot est fausse** : elle indique { $detail }. Le bot suit l'heure de Discord : commandes, limites et cartes restent justes. Rien n'est supprimé pour son âge tant que l'horloge n'est pas juste. Pour la régler, sous Linux : `timedatectl set-ntp true`.
host-clock_right = **L'horloge de la machine du bot est de nouveau juste.** Les images et les textes sont supprimés pour leur âge comme avant.
host-guilds = { $count ->
    [one] **J'ai été ajouté à un serveur dont tu ne m'as pas parlé.**
   *[other] **J'ai été ajouté à { $count } serveurs dont tu ne m'as pas parlé.**
} Par qui, je ne peux pas le savoir. Jusqu'à ta décision, tous ces serveurs et les personnes qui m'écrivent en privé peuvent dépenser ensemble { $share } de tes { $cap } 🍌 en 24 heures.
host-guild = · **{ $name }**, { $id }, { $members ->
    [one] un membre
   *[other] { $members } membres
}
host-guilds-what = Pour faire confiance à l'un d'eux : `python -m bot guild trust { $id }`. Pour ne laisser commander que les tiens : BOT_GUILDS. Pour que personne d'autre ne m'ajoute : désactive *Public Bot* dans le portail des développeurs.
host-balance = Ces dernières 24 heures, { $used } 🍌 sur { $cap } : { $spent } dépensés, { $reserved } réservés, { $exposed } en suspens.
host-disk = **Le disque du bot est plein, ou son dossier est protégé.** Les commandes sont refusées, avec une explication, et les images déjà payées attendent qu'il y ait de la place. Fais de la place, ou baisse BOT_KEEP_DAYS.
host-disk-over = **Il y a de nouveau de la place sur le disque du bot.** Ce qui attendait reprend tout seul.
host-database = **Le bot ne peut plus écrire dans sa base de données** : { $detail }. Les commandes sont refusées, avec une explication ; ce qui est en cours n'est pas perdu.
host-database-over = **Le bot peut de nouveau écrire dans sa base de données.** Ce qui attendait reprend tout seul.
host-webhooks = **Les webhooks de Higgsfield n'arrivent pas.** Les images viennent quand même, car le bot les demande. Vérifie que BOT_PUBLIC_URL est juste et ouvert à internet : dans un navigateur, /healthz doit répondre « open ».
host-webhooks-over = **Les webhooks de Higgsfield arrivent de nouveau.**
host-intercepted = **Quelque chose entre le bot et Higgsfield répond à sa place** ({ $detail }, et pas comme le fait l'API) : un proxy, un pare-feu, ou un HIGGSFIELD_BASE_URL erroné. Ce n'est ni la clé ni les crédits. Les commandes restent dans la file et rien n'est décompté ; le bot reprend tout seul dès que Higgsfield répond.
host-model_missing = **Ce compte Higgsfield n'a pas { $detail }** (404). Les membres ne peuvent plus le commander, et rien n'a été décompté. Regarde dans la console de Higgsfield si le compte y a droit, ou indique un autre chemin ou modèle avec BOT_MODELS_FILE. Une fois par heure, une commande réessaie.
host-model_back = **{ $detail } est de nouveau disponible.** Les membres peuvent le commander comme avant.
host-locked_missing = **Higgsfield garde { $detail } bloqué** (423) depuis plus de dix minutes. Les membres ne peuvent pas le commander en attendant, et rien n'a été décompté. Il n'y a rien à régler ; une fois par heure, une commande réessaie.
host-locked_back = **Higgsfield a débloqué { $detail }.** Les membres peuvent le commander comme avant.
host-inputs_missing = **Ce compte Higgsfield ne prend pas d'images à retoucher avec { $detail }** (422). Les membres l'apprennent avant de commander. Pour en faire un réglage durable : HIGGSFIELD_PRO_INPUT_IMAGES=false, ou BOT_MODELS_FILE. Une fois par heure, une commande réessaie.
host-inputs_back = **{ $detail } prend de nouveau des images à retoucher.**
host-resolution_missing = **Ce compte Higgsfield ne dessine pas dans cette taille : { $detail }** (422). Les membres ne peuvent plus la choisir. Pour en faire un réglage durable, retire-la de HIGGSFIELD_RESOLUTIONS. Une fois par heure, une commande réessaie.
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
host-report-count = { $count } membres l'ont signalée jusqu'ici.
host-report-erased = Elle a été supprimée entre-temps.
message-lost = Je n'ai plus accès à ta carte dans <#{ $channel }>, alors voici tes images.
message-removed = Ta carte dans <#{ $channel }> a été supprimée. Voici quand même tes images.
message-lost-ending = Je n'ai plus accès à ta carte dans <#{ $channel }>. Voici ce qu'il en est :
