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
