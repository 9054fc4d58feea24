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
    [server] Tout le serveur ensemble
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
rule-together = { $said } à se partager
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

## Le panneau

button-rules = Limites
button-ruleadd = Ajouter
button-rulechange = Modifier
button-ruledrop = Supprimer
button-rulesave = Enregistrer
rules-title = ### 📊 Limites
rules-usual = (fixé par la personne qui gère le bot ; une limite pour tout le monde la remplace)
rules-precedence = Pour chaque personne, c'est sa propre limite qui compte, sinon la plus généreuse de ses rôles, sinon celle de tout le monde. Nouveaux, salons et serveur entier ne font que restreindre.
rules-more = { $count ->
    [one] … et une de plus.
   *[other] … et { $count } de plus.
}
rules-pick-placeholder = Modifier ou supprimer une limite
rules-one = ### 📊 Cette limite
rules-new = ### 📊 Nouvelle limite
rules-change = ### 📊 Modifier cette limite
rules-who = ### 📊 Nouvelle limite : pour qui ?
rules-who-placeholder = Choisis pour qui
rules-who-everybody = Tout le monde, chaque personne à part
rules-who-role = Un rôle
rules-who-member = Une personne
rules-who-newcomers = Les nouveaux
rules-who-channel = Un salon, tout le monde ensemble
rules-who-server = Tout le serveur ensemble
rules-which-role = Choisis un rôle
rules-which-member = Choisis une personne
rules-which-channel = Choisis un salon
rules-start = Que peut-on dessiner ? Choisis ci-dessous. Rien n'est encore enregistré.
rules-go-on = Complète ci-dessous, ou enregistre. La limite vaut tout de suite pour les nouvelles commandes, pas pour celles en cours.
rules-part-credits = Crédits
rules-part-models = Modèles et tailles
rules-part-numbers = Combien
rules-form = Limite
rules-all-models = Tous les modèles
rules-field-credits = Crédits (🍌)
rules-field-credits-hint = Un nombre entier. Laisse vide pour ne pas limiter les crédits.
rules-field-period = Période
rules-field-counted = Quels crédits comptent
rules-field-models = Seulement ces modèles
rules-field-models-hint = Ne choisis rien pour tout permettre.
rules-field-resolutions = Seulement ces tailles
rules-field-resolutions-hint = Ne choisis rien pour tout permettre.
rules-field-count = Images par commande, au plus
rules-field-count-hint = De 1 à 10. Laisse vide pour ne pas limiter.
rules-field-at-once = Images à la fois, au plus
rules-field-at-once-hint = De 1 à 50. Laisse vide pour ne pas limiter.
rules-field-days = On est nouveau pendant tant de jours
rules-field-days-hint = De 1 à 365, à partir de l'arrivée.
rules-effect-less = ⬇️ { $whom } : moins que maintenant.
rules-effect-more = ⬆️ { $whom } : plus que maintenant.
rules-effect-both = ⬆️⬇️ { $whom } : plus sur certains points, moins sur d'autres.
rules-effect-none = { $whom } : rien ne change.
rules-whom-members = { $count ->
    [one] Un membre au plus
   *[other] { $count } membres au plus
}
rules-whom-role = { $count ->
    [one] Un membre avec { $role }
   *[other] { $count } membres avec { $role }
}
rules-saved = Enregistré : { $rule }
rules-removed = Supprimé : { $rule }
rules-unreadable = Les limites sont illisibles : une version plus récente du bot les a écrites. Personne ne peut commander avant sa mise à jour.

refused-bad-limit = { $what ->
    [credits] Les crédits sont un nombre entier de 0 à 1 000 000.
    [period] On ne peut pas compter sur cette durée : choisis une heure, un jour, une semaine ou un mois.
    [count] Une commande compte de 1 à 10 images.
    [at_once] Les images à la fois sont un nombre de 1 à 50.
    [days] On peut être nouveau de 1 à 365 jours.
    [target] Ce rôle, cette personne ou ce salon n'est pas (ou plus) sur ce serveur.
    [twice] Il y a déjà une limite comme celle-ci. Modifie plutôt celle-là.
    [too_many] Un serveur peut avoir 50 limites. Supprimes-en une d'abord.
    [nothing] Cette limite ne dit encore rien.
   *[other] Ce n'est pas une limite possible.
} Rien n'a été enregistré.
