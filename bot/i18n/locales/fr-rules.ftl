# Les limites d'un serveur, une phrase chacune : de qui elle parle, et ce qui est permis.

rule = { $who } : { $what }
rule-gone = { $rule } ⚠️ { $scope ->
    [role] Ce rôle n'existe plus : la limite ne vaut pour personne.
   *[channel] Ce salon n'existe plus : la limite ne vaut nulle part.
}
rule-held = { $rule } (la personne qui gère le bot limite tout le monde à { $credits } 🍌 par jour)
rule-who = { $scope ->
    [everybody] Tout le monde
    [newcomers] { $days ->
        [one] Les nouveaux (premier jour)
       *[other] Les nouveaux ({ $days } premiers jours)
    }
    [channel] Dans { $target }
    [server] Tout le serveur
   *[role] { $target }
}
rule-credits = { $credits ->
    [0] aucun crédit
   *[other] { $credits } 🍌
} { $period }
rule-credits-model = { $credits ->
    [0] aucun crédit
   *[other] { $credits } 🍌
} { $period } avec { $model }
rule-together = { $said } pour tout le monde ensemble
rule-only = seulement { $names }
rule-no = pas de { $names }
rule-count = { $count ->
    [one] une image par commande
   *[other] { $count } images au plus par commande
}
rule-at-once = { $count ->
    [one] une image à la fois
   *[other] { $count } images au plus à la fois
}
rule-period-hour = par heure
rule-period-day = par jour
rule-period-week = par semaine
rule-period-month = par mois
rule-period-hours = { $count ->
    [one] par heure
   *[other] en { $count } heures
}
rule-period-days = { $count ->
    [one] par jour
   *[other] en { $count } jours
}

refused-against-rule = Ce serveur a une limite : **{ $rule }**. Rien n'a été décompté.
refused-too-many-in-order = Ce serveur a une limite : **{ $rule }**. Demande moins d'images. Rien n'a été décompté.
refused-too-many-at-once = Ce serveur a une limite : **{ $rule }**. { $under_way ->
    [0] Demande moins d'images.
    [one] Une image est encore en cours : recommence quand elle sera finie.
   *[other] { $under_way } images sont encore en cours : recommence quand elles seront finies.
} Rien n'a été décompté.
