### Les refus : ce qui ne va pas, que rien n'a été décompté, que faire.

refused = Je n'ai pas pu faire ça. Rien n'a été décompté.
refused-out-of-quota = { $rule ->
    [none] {""}
   *[other] **{ $rule }**.{" "}
}{ $allowance ->
    [0] Tu ne peux pas dessiner ici. Demande à la modération ou à la personne qui gère le bot.
   *[other] { $scope ->
        [user] Il te reste { $left } 🍌 sur { $allowance }
        [person] Il te reste { $left } 🍌 sur { $allowance }, tous serveurs confondus
        [strangers] Les serveurs et les gens que je ne connais pas encore se partagent { $allowance } 🍌, et il en reste { $left } (j'ai prévenu la personne qui gère le bot, qui peut lever cette limite)
        [channel] Il reste à ce salon { $left } 🍌 sur { $allowance }
        [guild] Il reste à ce serveur { $left } 🍌 sur { $allowance }
       *[bot] Il reste à ce bot { $left } 🍌 sur { $allowance }
    } ; cette commande en coûte { $cost }. { $enough_at ->
        [none] C'est plus que le total permis. Demande moins d'images.
       *[other] { $scope ->
            [user] Tu en auras assez { $enough_at }.
            [person] Tu en auras assez { $enough_at }.
           *[other] Il y en aura assez { $enough_at }.
        }
    }
}
refused-not-here = Ce bot ne marche que sur les serveurs de la personne qui le gère. Rien n'a été décompté.
refused-bad-prompt = { $length ->
    [0] Le prompt est vide. Dis-moi quoi dessiner.
   *[other] Ce prompt fait { $length } caractères ; la limite est de { $limit }. Rien n'a été décompté.
}
refused-bad-attachment = { $too_big ->
    [true] `{ $name }` est une image trop lourde. J'accepte les images jusqu'à { $limit_mb } Mo. Rien n'a été décompté.
   *[false] `{ $name }` n'est pas une image que je sais lire. J'accepte PNG, JPEG, WebP, GIF et AVIF jusqu'à { $limit_mb } Mo. Rien n'a été décompté.
}
refused-command-outdated = Cette commande a changé, ou n'existe plus, depuis que ton Discord l'a chargée. Rien n'a été décompté. Relance Discord (sur téléphone, ferme l'appli et rouvre-la), puis réessaie.
refused-price-changed = Le prix a changé depuis que tu l'as vu : c'est maintenant { $cost } 🍌. Rien n'a été décompté ; le bouton dessine à ce prix.
refused-bad-option = { $option ->
    [count] Je ne dessine pas autant d'images à la fois. Au choix : { $choices }.
    [ratio] Ces proportions ne sont pas disponibles. Au choix : { $choices }.
    [resolution] Cette taille n'est pas disponible. Au choix : { $choices }.
    [format] Ce format de fichier n'est pas disponible. Au choix : { $choices }.
   *[other] Ce choix n'est pas disponible.
} Rien n'a été décompté.
refused-too-many-inputs = { $limit ->
    [one] Une commande ne peut utiliser qu'une image.
   *[other] Une commande peut utiliser { $limit } images au plus.
} Rien n'a été décompté.
refused-no-picture = Je ne vois ici aucune image que je puisse utiliser (PNG, JPEG, WebP, GIF ou AVIF).
refused-tray-full = Ta sélection est pleine ({ $limit } sur { $limit }). Retire une image, ou dessine avec celles-ci.
refused-tray-empty = Ta sélection est vide : tu l'as déjà utilisée, ou elle a expiré (15 minutes). Rien n'a été décompté.
refused-not-for-you = Cette question est pour { $owner_id }. Réponds toi-même à la carte pour en faire ta version.
refused-pending-expired = Trop tard : c'est déjà dessiné, ou 15 minutes se sont écoulées. Rien n'a été décompté cette fois.
refused-input-unwanted = { $other ->
    [none] { $model } ne permet pas de retoucher des images. Rien n'a été décompté ; sans image, ça marche.
   *[other] { $model } ne permet pas de retoucher des images avec ce compte ; { $other } le permet. Rien n'a été décompté.
}
refused-model-gone = Ce modèle n'est plus disponible. Rien n'a été décompté ; une autre commande peut dessiner le même prompt.
refused-model-missing = { $other ->
    [none] Le dessin est en pause : le compte Higgsfield de ce bot ne donne accès à aucun de mes modèles pour l'instant. J'ai prévenu la personne qui gère le bot. Rien n'a été décompté.
   *[other] Le compte Higgsfield de ce bot ne peut pas dessiner avec { $model } pour l'instant. Rien n'a été décompté ; { $other } marche.
}
refused-missing-rights = Je ne peux pas { $right ->
    [view_channel] voir les messages
    [send_messages] écrire
    [send_messages_in_threads] écrire dans les fils
    [attach_files] joindre des fichiers
   *[read_message_history] lire l'historique
} dans ce salon. La modération peut l'autoriser : réglages du salon → Permissions → { $right ->
    [view_channel] Voir le salon
    [send_messages] Envoyer des messages
    [send_messages_in_threads] Envoyer des messages dans les fils
    [attach_files] Joindre des fichiers
   *[read_message_history] Voir les anciens messages
} pour { $bot }. Rien n'a été décompté.
refused-member-rights-missing = { $right ->
    [use_application_commands] Ce serveur ne te laisse pas utiliser de commandes dans ce salon, boutons et formulaires compris.
   *[other] Tu ne peux pas envoyer de messages dans ce salon, alors je ne peux pas y dessiner pour toi.
} La modération peut l'autoriser. Rien n'a été décompté.
refused-command-forbidden = Ce serveur ne te laisse pas utiliser /{ $command } ici, boutons, formulaires et réponses compris. La modération peut l'autoriser : Paramètres du serveur → Intégrations. Rien n'a été décompté.
refused-blocked-by-auto-mod = L'AutoMod de ce serveur bloque cette formulation. Rien n'a été décompté ; une autre formulation passera peut-être.
refused-disk-full = Je ne peux pas prendre de commandes : mon disque est plein ou protégé en écriture. La personne qui gère le bot doit s'en occuper. Rien n'a été décompté.
refused-storage-unavailable = Je n'arrive pas à enregistrer pour l'instant : rien n'a été fait, et rien n'a été décompté. Réessaie dans une minute. Les commandes en cours continuent.
refused-ordering-paused = Le dessin est en pause : la personne qui gère le bot doit vérifier le compte Higgsfield. Je l'ai prévenue. Rien n'a été décompté.
refused-no-endings = Le dessin est en pause : les dernières commandes sont parties chez Higgsfield, mais aucune image n'est revenue. J'ai prévenu la personne qui gère le bot. Je réessaierai { $again_at }. Rien n'a été décompté.
refused-vendor-away = { $is_foreign ->
    [true] Quelque chose entre Higgsfield et moi, comme un proxy ou un pare-feu, répond à sa place. J'ai prévenu la personne qui gère le bot. Rien n'a été décompté.
   *[false] Higgsfield a cessé de répondre { $since }. Je reprends les commandes dès qu'il répond. Rien n'a été décompté.
}
refused-not-yours = C'est la carte de { $owner_id }. Seule cette personne ou la modération peut faire ça.
refused-too-late = Cette carte est terminée : il n'y a plus rien à annuler.
refused-prompt-gone = Le prompt de cette carte a été supprimé, je ne peux donc pas le reprendre. Rien n'a été décompté ; passe une nouvelle commande avec un autre prompt.
refused-pictures-gone = Ces images ont expiré, je ne peux donc plus m'en servir. Rien n'a été décompté ; joins-les à une nouvelle commande.
refused-unknown-job = Je n'ai plus aucune trace de cette carte. Rien n'a été décompté ; passe une nouvelle commande.
refused-page-expired = Cette liste a expiré. Relance /history.
refused-nothing-to-show = Ses images ont expiré : il n'y a plus rien à montrer.
refused-export-under-way = Ton export est déjà en préparation.
refused-export-too-soon = Tu viens d'exporter tes images. Tu pourras recommencer { $again_at }.
refused-deleted = Cette image a été supprimée, ainsi que son prompt. Rien n'a été décompté ; passe une nouvelle commande.
refused-card-removed = La carte de cette image a été supprimée de son serveur, je ne la republie donc plus en public. Rien n'a été décompté ; la personne qui l'a commandée la retrouve avec /history.
refused-input-erased = L'image de départ a été supprimée, je ne peux donc plus m'en servir. Rien n'a été décompté ; appuie sur Modifier pour garder le prompt.
refused-not-a-card = Ce message n'est pas une de mes cartes.
refused-reported = Tu as déjà signalé cette image, et c'est transmis.
refused-too-many-reports = Tu as atteint la limite de signalements en une heure ({ $most }). Tu pourras recommencer { $again_at }.
refused-too-fast = Ça fait beaucoup d'un coup, alors je fais une petite pause. Réessaie { $again_at } ; rien n'a été décompté.
refused-double-tap = C'était deux fois la même commande en un instant : je ne l'ai prise qu'une fois. Si tu en veux une autre, appuie de nouveau dans quelques secondes.
refused-too-many-unfinished = { $most } de tes commandes de la dernière heure ne sont pas terminées ou n'ont donné aucune image. J'en reprendrai quand certaines seront terminées, ou un peu plus tard. Rien n'a été décompté.
refused-error-unsure = Quelque chose s'est mal passé de mon côté. Si tu as passé une commande, sa carte dit ce qu'il en est, et /quota ce qu'elle a coûté.
