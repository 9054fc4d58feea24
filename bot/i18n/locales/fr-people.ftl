# Les membres vus par la modération d'un serveur : blocages, avertissements, cadeaux, et ce que la modération a fait.

refused-blocked = { $role_id ->
    [none] La modération t'a retiré le droit de dessiner sur ce serveur
   *[other] La modération a retiré le droit de dessiner sur ce serveur au rôle { $role_id }
}{ $until ->
    [none] , sans date de fin.
   *[other] . Tu pourras de nouveau dessiner { $until }.
}{ $reason ->
    [none] {""}
   *[other] {" "}La raison : « { $reason } ».
} Rien n'a été décompté.
refused-on-break = { $count ->
    [one] Une de tes commandes a été refusée
   *[other] { $count } de tes commandes ont été refusées
} à cause de leur contenu, alors ce serveur te met en pause. Tu pourras de nouveau dessiner { $until }. Rien n'a été décompté.
refused-cant-block = { $who ->
    [owner] On ne peut pas bloquer la personne à qui appartient le serveur.
    [administrator] On ne peut pas bloquer l'administration : elle pourrait lever le blocage elle-même.
    [bot] Les bots ne passent pas de commandes.
    [everyone] Ce serait tout le serveur. Qui peut dessiner et où se règle dans Paramètres du serveur → Intégrations.
   *[managed] Ce rôle appartient à un bot ou à un autre service, on ne peut pas le bloquer.
} Rien n'a changé.
refused-rank-too-high = C'est possible seulement si le rôle le plus élevé en face est au-dessous du tien. Rien n'a changé.
refused-not-a-member = Cette personne n'est pas sur ce serveur et n'y a jamais dessiné.
refused-role-gone = Ce rôle n'existe plus. Rien n'a changé.
refused-not-blocked = Ce blocage est terminé, ou quelqu'un l'a déjà levé.
refused-no-strikes = Il ne reste aucun avertissement à lever.
refused-nothing-to-reset = Cette personne n'a rien dépensé ici récemment, il n'y a rien à remettre à zéro.
refused-bad-span = { $text ->
    [none] Choisis une durée, ou écris-la.
   *[other] Je ne comprends pas « { $text } » comme une durée.
} Écris par exemple 3 heures, 2 jours ou 1 semaine, un an au plus. Rien n'a changé.
refused-bad-number = { $text ->
    [none] Il manque un nombre.
   *[other] « { $text } » ne va pas ici.
} Écris un nombre entier de { $least } à { $most }. Rien n'a changé.
refused-in-private = Je ne peux pas prendre cette commande. /quota te dit pourquoi, à toi seulement. Rien n'a été décompté.

command-member = membre
command-member-description = Voir ce qu'un membre a dessiné et dépensé ici ; le bloquer ou lui donner des crédits
option-user = membre
option-user-description = Qui regarder
menu-member = Membre

member-title = ### { $user } sur ce serveur
member-no-pictures = Aucune image de ce serveur à montrer.
member-hidden = { $count ->
    [one] Une de ses dernières images est dans un salon que tu ne vois pas.
   *[other] { $count } de ses dernières images sont dans des salons que tu ne vois pas.
}
member-spent = Dépensé ici : **{ $today } 🍌** ces dernières 24 heures, **{ $month } 🍌** ces 30 derniers jours
member-limits = **Ce qui vaut pour cette personne**
member-strikes = **Avertissements :** { $count } sur { $most } { $period }
member-strikes-none = **Avertissements :** aucun { $period }
member-strikes-off = Les avertissements sont désactivés sur ce serveur.
member-break = ⏳ Pourra de nouveau dessiner { $until } : trop de ses commandes ont été refusées.
member-not-blocked = Aucun blocage.
member-blocked = **Blocage** par { $by }{ $until ->
    [none] , sans date de fin
   *[other] , se termine { $until }
}
member-blocked-role = **Blocage par le rôle** { $role }, par { $by }{ $until ->
    [none] , sans date de fin
   *[other] , se termine { $until }
}
member-reason = La raison : « { $reason } »
member-foot = Donner des crédits et remettre à zéro demandent la permission Gérer le serveur. Tout ce qui est fait ici va dans le journal, si ce serveur en a un.
member-reset-ask = **Remettre à zéro** fait repartir de zéro, dès maintenant, les limites de { $user } sur ce serveur. Ce que comptent le serveur, ses autres serveurs et la personne qui gère le bot reste, donc personne ne dépasse les limites de celle-ci.

button-give = Donner des crédits
button-block = Bloquer…
button-reblock = Changer le blocage…
button-lift = Lever le blocage
button-unstrike = Lever les avertissements
button-reset = Remettre à zéro…
button-reset-sure = Repartir de zéro
button-keep = Ne rien changer

modal-give = Donner des crédits
give-credits = Combien de 🍌
give-days = Pour combien de jours
give-note = Note, pour le journal
modal-block = Empêcher de dessiner
modal-blockrole = Empêcher un rôle de dessiner
block-role = Rôle
block-span = Combien de temps
block-span-hour = 1 heure
block-span-day = 1 jour
block-span-week = 1 semaine
block-span-month = 30 jours
block-span-none = Jusqu'à ce que quelqu'un le lève
block-written = Ou avec tes mots
block-written-placeholder = 3 heures, 2 jours, 1 semaine
block-reason = Raison
block-reason-description = Lue lors du prochain essai.

member-done-block = ✅ C'est fait. La personne l'apprendra à son prochain essai.
member-done-lift = ✅ Le blocage est levé.
member-done-unstrike = ✅ { $count ->
    [one] L'avertissement est levé.
   *[other] { $count } avertissements sont levés.
}
member-done-give = ✅ { $credits } 🍌 offerts. Ce qui reste expire { $until }.
member-done-reset = ✅ Ses limites repartent de zéro.

quota-rule = { $rule } · { $used } 🍌 utilisés{ $gifts ->
    [0] {""}
   *[other] , et { $gifts } 🍌 en cadeau
}
quota-strikes = Avertissements : { $count } sur { $most } { $period }. À { $most }, tu ne peux plus dessiner pendant { $break }.
quota-break = ⏳ Tu pourras de nouveau dessiner { $until } : trop de tes commandes ont été refusées.
quota-blocked = 🚫 La modération t'a retiré le droit de dessiner ici{ $until ->
    [none] , sans date de fin.
   *[other] . Tu pourras de nouveau dessiner { $until }.
}{ $reason ->
    [none] {""}
   *[other] {" "}La raison : « { $reason } ».
}

button-blocks = Blocages et avertissements
blocks-title = ### 🚫 Blocages et avertissements
blocks-none = Personne n'est bloqué.
blocks-members = { $count ->
    [one] Un membre n'a plus le droit de dessiner.
   *[other] { $count } membres n'ont plus le droit de dessiner.
}
blocks-roles = { $count ->
    [one] Un rôle n'a plus le droit de dessiner.
   *[other] { $count } rôles n'ont plus le droit de dessiner.
}
blocks-how = Pour bloquer un membre : /membre, ou *Membre* dans son menu sous *Applications*.
blocks-role-gone = ⚠️ Un rôle bloqué a été supprimé dans Discord. Son blocage ne tient plus personne : lève-le.
blocks-line = { $who } · par { $by } · { $until ->
    [none] sans date de fin
   *[other] se termine { $until }
}
blocks-more = { $count ->
    [one] Un autre n'est pas affiché.
   *[other] { $count } autres ne sont pas affichés.
} Lèves-en pour les voir.
blocks-lift = Lever un blocage
blocks-option-role-gone = Rôle supprimé
strikes-on = Avertissements : { $count ->
    [one] une commande refusée
   *[other] { $count } commandes refusées
} en { $within ->
    [one] une heure
   *[other] { $within } heures
}, et le membre ne peut plus dessiner pendant { $break ->
    [one] une heure
   *[other] { $break } heures
}.
strikes-off = Avertissements désactivés : une commande refusée n'a pas de suite.
strikes-what = Une commande compte quand le filtre de sécurité de Higgsfield la bloque, ou la liste de mots de ce serveur. En message privé, rien ne compte.
button-blockrole = Bloquer un rôle…
button-strikes = Changer les avertissements…
button-strikes-on = Activer les avertissements…
button-strikesoff = Désactiver les avertissements
modal-strikes = Avertissements
strikes-count = Commandes refusées
strikes-within = En combien d'heures
strikes-break = Heures sans dessiner

log-acts-block = { $by } a bloqué { $user }, { $until ->
    [none] sans date de fin
   *[other] se termine { $until }
}
log-acts-block-role = { $by } a bloqué le rôle { $role }, { $until ->
    [none] sans date de fin
   *[other] se termine { $until }
}
log-acts-lift = { $by } a levé le blocage de { $user }
log-acts-lift-role = { $by } a levé le blocage du rôle { $role }
log-acts-gift = { $by } a offert { $credits } 🍌 à { $user }, expire { $until }
log-acts-reset = { $by } a remis à zéro les limites de { $user } ({ $credits } 🍌 ces dernières 24 heures)
log-acts-strikes-lifted = { $by } a levé { $count ->
    [one] un avertissement
   *[other] { $count } avertissements
} de { $user }
