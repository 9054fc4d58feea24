# A server's limits, each one sentence: whom it speaks of, and what they may.

rule = { $who }: { $what }
rule-gone = { $rule } ⚠️ { $scope ->
    [role] This role is gone, so the limit holds for nobody.
   *[channel] This channel is gone, so the limit holds nowhere.
}
rule-held = { $rule } (the bot's owner holds everyone to { $credits } 🍌 a day)
rule-who = { $scope ->
    [everybody] Everyone
    [newcomers] { $days ->
        [one] Newcomers (first day)
       *[other] Newcomers (first { $days } days)
    }
    [channel] In { $target }
    [server] The whole server
   *[role] { $target }
}
rule-credits = { $credits ->
    [0] no credits
   *[other] { $credits } 🍌
} { $period }
rule-credits-model = { $credits ->
    [0] no credits
   *[other] { $credits } 🍌
} { $period } with { $model }
rule-together = { $said } for everyone together
rule-only = only { $names }
rule-no = no { $names }
rule-count = { $count ->
    [one] one picture an order
   *[other] up to { $count } pictures an order
}
rule-at-once = { $count ->
    [one] one picture at a time
   *[other] up to { $count } pictures at a time
}
rule-period-hour = an hour
rule-period-day = a day
rule-period-week = a week
rule-period-month = a month
rule-period-hours = { $count ->
    [one] an hour
   *[other] in { $count } hours
}
rule-period-days = { $count ->
    [one] a day
   *[other] in { $count } days
}

refused-against-rule = This server has a limit: **{ $rule }**. Nothing was charged.
refused-too-many-in-order = This server has a limit: **{ $rule }**. Ask for fewer pictures. Nothing was charged.
refused-too-many-at-once = This server has a limit: **{ $rule }**. { $under_way ->
    [0] Ask for fewer pictures.
    [one] One picture is still being drawn: order again when it's done.
   *[other] { $under_way } pictures are still being drawn: order again when they're done.
} Nothing was charged.
