### /status : comment va le bot, pour tout le monde. Les mêmes identifiants sont dans chaque langue.

command-status = statut
command-status-description = Vois si je suis en ligne, combien de temps prend une image et ce qui bloque

help-status = ⏳ **Combien de temps ?** `/statut` dit combien de temps prend une image en ce moment, et ce qui bloque.

status-up = ✅ Je suis en ligne et je dessine. J'ai démarré { $since }.
status-trouble = ⚠️ Je suis en ligne, mais le dessin est bloqué. J'ai démarré { $since }.
status-waits = Si tu commandes maintenant, ton image sera prête { $waits }.
status-wait = dans environ { $wait } avec { $model }
status-not-here = Tu ne peux pas dessiner ici ; `/help` dit pourquoi.
status-ahead = { $count ->
    [one] Une commande passe avant la tienne.
   *[other] { $count } commandes passent avant la tienne.
}
status-slow = Higgsfield est plus lent que d'habitude en ce moment, ça peut donc durer plus longtemps.
status-away = Higgsfield ne répond pas. Je continue d'essayer ; les commandes en attente ne coûtent rien tant que le dessin n'a pas commencé.
status-intercepted = Quelque chose entre Higgsfield et moi, comme un proxy ou un pare-feu, répond à sa place. J'ai prévenu la personne qui gère le bot ; les commandes en attente ne coûtent rien tant que le dessin n'a pas commencé.
status-no_endings = Les dernières commandes sont parties chez Higgsfield, mais aucune image n'est revenue. J'ai prévenu la personne qui gère le bot, et j'en essaie une de temps en temps.
status-paused = La personne qui gère le bot doit vérifier le compte Higgsfield. Je l'ai prévenue ; les commandes en attente ne coûtent rien tant que le dessin n'a pas commencé.
status-disk = Mon disque est plein ou protégé en écriture. La personne qui gère le bot doit s'en occuper.
status-database = Je n'arrive pas à enregistrer pour l'instant. Les commandes en cours continuent ; réessaie dans une minute.
