## La page de la démo : la commande qui s'écrit toute seule, et les cartes à essayer

example-first-prompt = des dunes sous un soleil bas

example-four = Quatre images
example-four-prompt = une nature morte avec des bananes
example-photo = Retoucher une photo
example-photo-prompt = fais-en un dessin au crayon
example-reply = Répondre pour modifier
example-reply-prompt = fais-en une aquarelle
example-model = Avec { $model }
example-model-prompt = le dessin botanique d'une fougère
example-wait = Annuler dans la file
example-wait-prompt = une longue file de lanternes [queue]
example-too-late = Trop tard pour annuler
example-too-late-prompt = un escargot dans un jardin au clair de lune [slow]
example-setup = Configurer le serveur
example-setup-prompt = /setup
example-moderator = Être modératrice
example-moderator-prompt = un bateau qui attend le vent [queue]
example-fewer = Trois images sur quatre
example-fewer-prompt = trois navires à l'ancre [fewer]
example-refused = Un prompt refusé
example-refused-prompt = une banane très coquine [refused]
example-failed = Impossible à dessiner
example-failed-prompt = un château qui ne tient pas debout [failed]
example-unclear = Connexion coupée
example-unclear-prompt = une bouteille à la mer [unclear]
example-badkey = Clé refusée : dessin en pause
example-badkey-prompt = une grille de jardin fermée à clé [badkey]

example-huge = Trop grande pour ce serveur
example-huge-prompt = une chaîne de montagnes, pierre par pierre [huge]
example-busy = Higgsfield est occupé un moment
example-busy-prompt = un port très animé [busy]
example-expired = L'image a disparu
example-expired-prompt = le coucher de soleil d'hier [expired]
example-nocredits = Le compte Higgsfield est vide
example-nocredits-prompt = un coffre plein de pièces d'or [nocredits]
example-long = Un long prompt
example-long-prompt = une ville portuaire à l'aube, vue de la colline : les toits d'ardoise encore mouillés, une seule fenêtre éclairée, des mouettes au-dessus du marché aux poissons, une barque rouge qui rentre avec ses filets, la brume dans les rues basses, l'horloge de l'église arrêtée à quatre heures dix, du linge oublié sur un fil, un vieil homme et son chien sur la jetée, le tout dans les couleurs sourdes d'une carte imprimée à la main
