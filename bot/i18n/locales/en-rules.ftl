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
    [server] The whole server together
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

## The panel

button-rules = Limits
button-ruleadd = Add
button-rulechange = Change
button-ruledrop = Remove
button-rulesave = Save
rules-title = ### 📊 Limits
rules-usual = (set by the bot's owner; a limit for everyone replaces it)
rules-precedence = For each person their own limit counts, else the most generous of their roles', else everyone's. Newcomers, channels and the whole server only take away.
rules-more = { $count ->
    [one] … and one more.
   *[other] … and { $count } more.
}
rules-pick-placeholder = Change or remove a limit
rules-one = ### 📊 This limit
rules-new = ### 📊 New limit
rules-change = ### 📊 Change this limit
rules-who = ### 📊 New limit: for whom?
rules-who-placeholder = Choose for whom
rules-who-everybody = Everyone, each by themselves
rules-who-role = A role
rules-who-member = A person
rules-who-newcomers = Newcomers
rules-who-channel = A channel, everyone in it together
rules-who-server = The whole server together
rules-which-role = Choose a role
rules-which-member = Choose a person
rules-which-channel = Choose a channel
rules-start = What may they draw? Choose below. Nothing is saved yet.
rules-go-on = Add more below, or save. It holds for new orders at once, not for those under way.
rules-part-credits = Credits
rules-part-models = Models and sizes
rules-part-numbers = How many
rules-form = Limit
rules-all-models = All models
rules-field-credits = Credits (🍌)
rules-field-credits-hint = A whole number. Leave it empty for no limit of credits.
rules-field-period = Period
rules-field-counted = Which credits count
rules-field-models = Only these models
rules-field-models-hint = Choose none to allow all.
rules-field-resolutions = Only these sizes
rules-field-resolutions-hint = Choose none to allow all.
rules-field-count = Pictures an order, at most
rules-field-count-hint = From 1 to 10. Leave it empty for no limit.
rules-field-at-once = Pictures at a time, at most
rules-field-at-once-hint = From 1 to 50. Leave it empty for no limit.
rules-field-days = Somebody is new for so many days
rules-field-days-hint = From 1 to 365, counted from when they joined.
rules-effect-less = ⬇️ { $whom }: less than now.
rules-effect-more = ⬆️ { $whom }: more than now.
rules-effect-both = ⬆️⬇️ { $whom }: more of some things, less of others.
rules-effect-none = { $whom }: nothing changes.
rules-whom-members = { $count ->
    [one] One member at most
   *[other] Up to { $count } members
}
rules-whom-role = { $count ->
    [one] One member with { $role }
   *[other] { $count } members with { $role }
}
rules-saved = Saved: { $rule }
rules-removed = Removed: { $rule }
rules-unreadable = The limits can't be read: a newer version of the bot wrote them. Nobody can order until the bot is updated.

refused-bad-limit = { $what ->
    [credits] Credits are a whole number from 0 to 1,000,000.
    [period] That's no time to count in: choose an hour, a day, a week or a month.
    [count] An order has from 1 to 10 pictures.
    [at_once] Pictures at a time are a number from 1 to 50.
    [days] Somebody can be new for 1 to 365 days.
    [target] That role, person or channel isn't on this server (any more).
    [twice] There is a limit like this already. Change that one instead.
    [too_many] A server can have 50 limits. Remove one first.
    [nothing] This limit doesn't say anything yet.
   *[other] That can't be a limit.
} Nothing was saved.
