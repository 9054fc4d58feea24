### L'argent : plafonds, avertissements, au pire, /spending.

per-day = par jour
per-period = en { $period }
log-money-cap = { $share ->
    [100] Le plafond de { $cap } 🍌 { PER($period_s) } est atteint : les commandes sont refusées jusqu'à ce que des crédits reviennent
   *[other] { $share } % du plafond de { $cap } 🍌 { PER($period_s) } : { $used } 🍌 dépensés
}{ PAID($micros, $currency) }
log-money-each = { MONEY($micros, $currency) } dépensés depuis le { $since } ({ $credits } 🍌)
log-money-week = La semaine dernière : { $orders ->
    [one] { $orders } commande
   *[other] { $orders } commandes
}, { $credits } 🍌{ PAID($micros, $currency) }
log-money-week-most = A dépensé le plus : { $user }, { $credits } 🍌{ PAID($micros, $currency) }
log-money-week-refunds = { $count ->
    [0] Remboursements : aucun
    [one] Remboursements : une commande, { $credits } 🍌
   *[other] Remboursements : { $count } commandes, { $credits } 🍌
}
log-money-week-unclear = { $count ->
    [0] Commandes incertaines : aucune
    [one] Commandes incertaines : une, remboursée ; Higgsfield peut encore facturer { $credits } 🍌{ PAID($micros, $currency) }
   *[other] Commandes incertaines : { $count }, remboursées ; Higgsfield peut encore facturer { $credits } 🍌{ PAID($micros, $currency) }
}
log-money-week-month = À ce rythme, 30 jours coûteront { $credits } 🍌{ PAID($micros, $currency) }{ $cap ->
    [0] {""}
   *[other] {" "}sur les { $cap } 🍌 que permettent les plafonds
}

host-cap_reached_month = **Les crédits du bot pour 30 jours sont épuisés**, ou il n'en reste pas assez pour une commande. Les commandes sont refusées, avec une explication, jusqu'à ce qu'il en revienne. La limite est BOT_MONTHLY_CREDITS.
host-cap_share_day = **{ $share } % des { $cap } 🍌 du bot pour 24 heures sont utilisés** : { $used } 🍌{ PAID($micros, $currency) }. La limite est BOT_DAILY_CREDITS ; BOT_SPENDING_WARNINGS dit quand je te préviens.
host-cap_share_month = **{ $share } % des { $cap } 🍌 du bot pour 30 jours sont utilisés** : { $used } 🍌{ PAID($micros, $currency) }. La limite est BOT_MONTHLY_CREDITS ; BOT_SPENDING_WARNINGS dit quand je te préviens.
host-guild_share = { $share ->
    [100] **{ $server } a atteint son plafond de { $cap } 🍌 { PER($period_s) }**{ PAID($micros, $currency) }. Ses commandes sont refusées jusqu'à ce que des crédits reviennent.
   *[other] **{ $server } a utilisé { $share } % de son plafond de { $cap } 🍌 { PER($period_s) }** : { $used } 🍌{ PAID($micros, $currency) }.
}

button-money = Argent
button-moneycaps = Plafonds
button-moneywarn = Avertissements
button-spending = Dépenses

money-title = ### 💰 Argent
money-cap = Tout le monde ici peut dépenser ensemble **{ $credits } 🍌 { PER($period_s) }**.
money-uncapped = Ce serveur n'a **pas de plafond** à lui.
money-worst = { $members ->
    [one] Un membre
   *[other] { $members } membres
} { $each ->
    [-1] à la limite permise
   *[other] × { $each } 🍌 { PER($period_s) }
}, ça ferait { $micros ->
    [-1] **{ $credits } 🍌** par mois
   *[other] **{ MONEY($micros, $currency) }** par mois ({ $credits } 🍌)
}.
money-held = Le plafond de { $cap } 🍌 { PER($period_s) } limite le total à { $micros ->
    [-1] **{ $credits } 🍌**
   *[other] **{ MONEY($micros, $currency) }** ({ $credits } 🍌)
}.
money-within = C'est sous les plafonds, tant que personne d'autre n'arrive.
money-unbounded = ⚠️ Sans plafond, rien ne le limite : plus il y a de membres, plus ça monte.
money-owner = La personne qui gère le bot limite tous les serveurs ensemble à { $cap } 🍌 par jour{ $month ->
    [-1] {""}
   *[other] {" "}et { $month } 🍌 en 30 jours
} : { $micros ->
    [-1] { $credits } 🍌 par mois
   *[other] { MONEY($micros, $currency) } par mois
} au plus.
money-roles-unknown = Discord ne me dit pas combien de membres ont chaque rôle, alors tout le monde compte avec la limite la plus généreuse.
money-narrower = Un mois, ce sont 30 jours glissants. Ce que peuvent dépenser les nouveaux et les salons ne fait que réduire le total. Les cadeaux, les remises à zéro et ce que Higgsfield facture peut-être sans qu'une image arrive passent les limites des membres, jamais les plafonds.
money-spent = Les 30 derniers jours : **{ $credits } 🍌**{ PAID($micros, $currency) }.
money-price = { $estimate ->
    [true] Un crédit coûte au plus { MONEY($micros, $currency) }, selon l'estimation de Higgsfield.
   *[other] Un crédit coûte { MONEY($micros, $currency) }.
}
money-price-unknown = On ne sait pas ce que coûte un crédit : la personne qui gère le bot peut définir BOT_CREDIT_PRICE.
money-warned = Le journal reçoit un avertissement à { $shares } d'un plafond.
money-warned-every = Le journal reçoit un avertissement à chaque nouvelle tranche de { $money }.
money-weekly-is-on = Chaque lundi, le journal reçoit la semaine en cinq lignes.
money-weekly-is-off = Le journal ne reçoit pas de lignes chaque semaine.
money-no-log = ⚠️ Rien n'est encore annoncé : choisis un salon pour l'argent dans Journal.

money-caps-title = Plafonds de ce serveur
money-day = 🍌 par jour, tous les membres ensemble
money-day-description = Laisse vide pour ne pas avoir de plafond.
money-month = 🍌 en 30 jours, tous les membres ensemble
money-month-description = Laisse vide pour ne pas avoir de plafond.
money-warnings-title = Avertissements
money-shares = À quelles parts d'un plafond, en pour cent
money-shares-description = Par exemple 50, 80, 100. Laisse vide pour aucune.
money-every = Et à chaque nouvelle somme dépensée
money-every-description = Un nombre entier. Laisse vide pour aucune.
money-weekly = Cinq lignes chaque lundi
money-weekly-yes = Oui
money-weekly-no = Non

command-spending = depenses
command-spending-description = Voir ce que ce serveur a dépensé, avec un graphique
spending-span-7 = 7 jours
spending-span-30 = 30 jours
spending-span-90 = 90 jours
option-period = periode
option-period-description = Les jours à additionner ; 30 si tu ne choisis rien
spending-title = ### 📊 { $period }
spending-none = Rien n'a été commandé.
spending-sum = **{ $credits } 🍌**{ PAID($micros, $currency) } en { $orders ->
    [one] { $orders } commande
   *[other] { $orders } commandes
} : { $models }
spending-members = Surtout par { $members }
spending-refunds = { $count ->
    [0] Remboursements : aucun
    [one] Remboursements : une commande, { $credits } 🍌
   *[other] Remboursements : { $count } commandes, { $credits } 🍌
}
spending-unclear = { $count ->
    [0] Commandes incertaines : aucune
    [one] Commandes incertaines : une, remboursée ; Higgsfield peut encore facturer { $credits } 🍌{ PAID($micros, $currency) }
   *[other] Commandes incertaines : { $count }, remboursées ; Higgsfield peut encore facturer { $credits } 🍌{ PAID($micros, $currency) }
}
spending-pace = À ce rythme, 30 jours coûteront { $credits } 🍌{ PAID($micros, $currency) }.
spending-cap = Plafond de { $cap } 🍌 { PER($period_s) } : { $used } 🍌 dépensés
spending-no-charts = -# Pour un graphique, installe le supplément : `pip install --require-hashes -r requirements-charts.lock`, puis redémarre-moi.
spending-chart-title = Crédits par jour
spending-chart-cap-day = Plafond : { $money } par jour
spending-chart-cap-month = Plafond : { $money } en 30 jours
spending-chart-alt = Crédits par jour, du { $from } au { $to }. En tout { $credits } : { $models }. Le plus le { $day } : { $most }. Par jour : { $days }.
