# Ce que les modérateurs règlent pour leur serveur, et qui le peut.

refused-needs-permission = { $permission ->
    [manage_guild] Il te faut la permission Gérer le serveur.
    [moderate_members] Il te faut la permission Exclure temporairement des membres.
   *[manage_messages] Il te faut la permission Gérer les messages.
}
refused-changed-meanwhile = Quelqu'un d'autre vient de changer ça. Rien n'a été modifié : rouvre le panneau pour voir où on en est.
refused-settings-unreadable = Les réglages de ce serveur sont illisibles : une version plus récente du bot les a écrits. Rien n'a été décompté. La personne qui gère le bot peut le mettre à jour.

command-setup = setup
command-setup-description = Configurer le bot pour ce serveur
setup-joined = 🍌 Salut, moi c'est { $bot } : tape `/banana` et ce que tu veux voir. Pour la modération : `/setup` montre qui peut dessiner, où et combien.
setup-title = ### 🍌 { $bot } sur ce serveur
setup-hint = -# Pour aller vite : ⋯ Plus → Profils.
setup-more-title = ### ⋯ Autres réglages
button-setup-more = Plus
button-setup-open = Configurer
button-setup-back = Retour
setup-saved = ✅ C'est enregistré.
setup-undo-where = -# Pour revenir en arrière : /setup → ⋯ Plus → Changements.
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
setup-reach-where = -# Pour changer ça : Paramètres du serveur → Intégrations → { $bot }.
setup-lacks = ⚠️ Dans { $channels }, je ne peux pas { $right ->
    [view_channel] voir les messages
    [send_messages] écrire
    [send_messages_in_threads] écrire dans les fils ou les posts
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
refused-import-newer = Une version plus récente du bot a écrit ce fichier. Rien n'a été modifié. La personne qui gère le bot peut le mettre à jour.
refused-import-too-large = Ce fichier est trop gros : des réglages font au plus { $most_kb } Ko. Rien n'a été modifié.
refused-import-expired = Cet import a expiré. Rien n'a été modifié. Renvoie le fichier.

setup-section = { $section ->
    [rules] Limites
    [words] Mots
    [log] Journal
    [money] Argent
    [strikes] Avertissements
    [privacy] Vie privée
   *[cards] Langue et spoilers
}
setup-minus = ➖ { $sentence }
setup-plus = ➕ { $sentence }
setup-changed = Quelque chose a changé.
setup-more-lines = { $count ->
    [one] … et une de plus.
   *[other] … et { $count } de plus.
}
setup-cards-locale = Les cartes sont en { $language ->
    [fr] français
   *[en] anglais
}.
setup-cards-spoilers = Les images sont masquées dans { $channels }.
button-cards = Langue et spoilers
cards-title = ### 🖼️ Langue et spoilers
cards-auto = Les cartes sont dans la langue que Discord donne à ce serveur.
cards-no-spoilers = Les images ne sont masquées nulle part.
cards-gone = { $count ->
    [one] ⚠️ Un salon de cette liste n'existe plus. Choisis à nouveau pour le retirer.
   *[other] ⚠️ { $count } salons de cette liste n'existent plus. Choisis à nouveau pour les retirer.
}
cards-new-only = -# Ce que tu changes vaut pour les nouvelles images.
cards-language-auto = La langue du serveur
cards-language-placeholder = Langue des cartes
cards-spoilers-placeholder = Salons où les images sont masquées

button-changes = Changements
changes-title = ### 🕘 Les 20 derniers changements
changes-none = Rien n'a encore été changé.
changes-last = Dernier changement : { $head }
changes-made = **{ $title }**, par { $by } { $when }
changes-undid = ↩️ **{ $title }**, annulé par { $by } { $when }
changes-owner = la personne qui gère le bot
changes-undo = Annuler : { $title }
changes-redo = Rétablir : { $title }

button-profiles = Profils
profiles-title = ### 🧩 Profils : un bon départ en un clic
profile-name = { $profile ->
    [small] Petit serveur
    [large] Grande communauté
    [school] École et jeunes
   *[art] Serveur d'art
}
profile-line = { $profile ->
    [small] **Petit serveur** : des gens qui se connaissent. De quoi faire pour tout le monde.
    [large] **Grande communauté** : moins pour chacun, peu pour les nouveaux, un plafond pour tous ensemble.
    [school] **École et jeunes** : peu d'images, une pause après des prompts refusés, tout est supprimé après 30 jours.
   *[art] **Serveur d'art** : de la place pour travailler, et personne n'utilise l'image d'un autre membre.
}
profile-apply = Appliquer
profile-before = -# Rien ne change avant le bouton vert. Tu pourras l'annuler plus tard.
profile-nothing = Cela ne change rien : tout est déjà réglé ainsi.
profile-applied = ✅ C'est enregistré. Cela vaut pour les nouvelles commandes.

button-setupexport = Exporter
button-setupimport = Importer
transfer-exported = Voici les réglages de ce serveur. L'import prend ce fichier, ici ou sur un autre serveur. La liste des mots bloqués s'y trouve aussi.
transfer-import = Importer des réglages
transfer-file = Fichier de réglages
transfer-file-description = Le fichier .json que l'export t'a donné.
transfer-question = ### 📥 Question { $number } sur { $all }
transfer-unknown = { $kind ->
    [role] Le fichier parle du rôle **{ $name }**, qui n'est pas sur ce serveur.
   *[channel] Le fichier parle du salon **{ $name }**, qui n'est pas sur ce serveur.
}
transfer-proposed = { $proposed } porte le même nom.
transfer-use = L'utiliser
transfer-leave-out = Laisser de côté
transfer-pick = { $kind ->
    [role] Choisis un rôle de ce serveur
   *[channel] Choisis un salon de ce serveur
}
transfer-apply = Importer
transfer-applied = ✅ C'est enregistré : tous les réglages du fichier valent maintenant, pour les nouvelles commandes.

refused-channel-gone = Ce n'est plus sur ce serveur. Rien n'a été modifié.
refused-language-gone = Je ne parle pas cette langue. Rien n'a été modifié.
