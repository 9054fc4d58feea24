## /diagnostic : ce que la modération peut réparer sur son serveur

command-doctor = diagnostic
command-doctor-description = Vérifie ce que tu peux réparer ici : mes permissions, le journal, tes réglages
doctor-title = ### Ce que tu peux réparer sur ce serveur
doctor-fine = Tout va bien : j'ai les permissions qu'il me faut dans les salons où l'on dessine, et tes réglages ne citent rien qui ait disparu.
doctor-log-lacks = Dans le salon du journal { $channels }, je ne peux pas { $right ->
    [view_channel] voir les messages
    [send_messages] écrire
    [send_messages_in_threads] écrire dans les fils
    [attach_files] joindre les petites images
   *[read_message_history] lire l'historique
}. Ça se règle dans les paramètres du salon → Permissions.
doctor-settings-unreadable = Je ne peux pas lire les réglages de ce serveur, donc personne ne peut commander : une version plus récente de moi les a écrits. La personne qui gère le bot peut me mettre à jour.
doctor-log-gone = { $count ->
    [one] Un salon du journal a été supprimé : ce qui devait y aller n'est dit nulle part. Choisis-en un autre avec /setup.
   *[other] { $count } salons du journal ont été supprimés : ce qui devait y aller n'est dit nulle part. Choisis-en d'autres avec /setup.
}
doctor-role-gone = { $count ->
    [one] Une limite vise un rôle supprimé : elle ne vaut pour personne. Retire-la avec /setup.
   *[other] Des limites visent { $count } rôles supprimés : elles ne valent pour personne. Retire-les avec /setup.
}
doctor-channel-gone = { $count ->
    [one] Une limite vise un salon supprimé : elle ne vaut nulle part. Retire-la avec /setup.
   *[other] Des limites visent { $count } salons supprimés : elles ne valent nulle part. Retire-les avec /setup.
}
doctor-other-channel-gone = { $count ->
    [one] Des mots ou des spoilers sont réglés pour un salon supprimé. Tu peux le retirer avec /setup.
   *[other] Des mots ou des spoilers sont réglés pour { $count } salons supprimés. Tu peux les retirer avec /setup.
}
