# Ce que les modérateurs règlent pour leur serveur, et qui le peut.

refused-needs-permission = { $permission ->
    [manage_guild] Il te faut la permission Gérer le serveur.
    [moderate_members] Il te faut la permission Exclure temporairement des membres.
   *[manage_messages] Il te faut la permission Gérer les messages.
}
refused-changed-meanwhile = Quelqu'un d'autre vient de changer ça. Rien n'a été modifié : rouvre le panneau pour voir où on en est.
refused-settings-unreadable = Les réglages de ce serveur sont illisibles : une version plus récente du bot les a écrits. Rien n'a été décompté. Le propriétaire du bot peut le mettre à jour.

command-setup = setup
command-setup-description = Configurer le bot pour ce serveur
setup-title = ### 🍌 { $bot } sur ce serveur
setup-more-title = ### ⋯ Autres réglages
button-setup-more = Plus
button-setup-open = Configurer
button-setup-back = Retour
setup-everywhere = tous les salons
setup-more = { $most } et { $count ->
    [one] un de plus
   *[other] { $count } de plus
}
setup-reach-everyone = Tout le monde peut dessiner dans { $channels }.
setup-reach-but = Tout le monde sauf { $roles } peut dessiner dans { $channels }.
setup-reach-roles = Dans { $channels }, seuls ces rôles peuvent dessiner : { $roles }.
setup-reach-nobody = Dans { $channels }, seule l'administration peut dessiner.
setup-reach-none = Il n'y a ici aucun salon où les membres peuvent écrire et utiliser des commandes.
setup-reach-command = Avec { $commands } :
setup-reach-members-may = Autorisés nommément : { $members }.
setup-reach-members-may-not = Non autorisés, nommément : { $members }.
setup-reach-unknown = ⚠️ Je ne peux pas lire la page Intégrations de ce serveur pour l'instant ; elle en autorise peut-être moins.
setup-reach-where = -# Pour changer qui peut dessiner et où : Paramètres du serveur → Intégrations → { $bot }.
setup-lacks = ⚠️ Dans { $channels }, je ne peux pas { $right ->
    [view_channel] voir les messages
    [send_messages] écrire
    [send_messages_in_threads] écrire dans les posts
    [attach_files] joindre des fichiers
   *[read_message_history] lire l'historique
} : réglages du salon → Permissions → { $right ->
    [view_channel] Voir le salon
    [send_messages] Envoyer des messages
    [send_messages_in_threads] Envoyer des messages dans les fils
    [attach_files] Joindre des fichiers
   *[read_message_history] Voir les anciens messages
} pour { $bot }.

refused-import-unreadable = { $section ->
    [none] Ce fichier est illisible.
   *[other] Ce fichier est illisible : quelque chose ne va pas dans « { $section } ».
} Rien n'a été modifié. Envoie le fichier que l'export t'a donné.
refused-import-newer = Une version plus récente du bot a écrit ce fichier. Rien n'a été modifié. Le propriétaire du bot peut le mettre à jour.
refused-import-too-large = Ce fichier est trop gros : des réglages font au plus { $most_kb } Ko. Rien n'a été modifié.
refused-import-expired = Cet import a expiré. Rien n'a été modifié. Renvoie le fichier.
