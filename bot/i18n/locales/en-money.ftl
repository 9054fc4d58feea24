### Money: caps, warnings, the worst case, /spending.

per-day = a day
per-period = in { $period }
log-money-cap = { $share ->
    [100] The cap of { $cap } 🍌 { PER($period_s) } is used up: orders are refused until credits come back
   *[other] { $share } % of the cap of { $cap } 🍌 { PER($period_s) }: { $used } 🍌 used
}{ PAID($micros, $currency) }
log-money-each = { MONEY($micros, $currency) } spent since { $since } ({ $credits } 🍌)
log-money-week = Last week: { $orders ->
    [one] one order
   *[other] { $orders } orders
}, { $credits } 🍌{ PAID($micros, $currency) }
log-money-week-most = Spent the most: { $user }, { $credits } 🍌{ PAID($micros, $currency) }
log-money-week-refunds = { $count ->
    [0] Refunds: none
    [one] Refunds: one order, { $credits } 🍌
   *[other] Refunds: { $count } orders, { $credits } 🍌
}
log-money-week-unclear = { $count ->
    [0] Unclear orders: none
    [one] Unclear orders: one, refunded; Higgsfield may still charge { $credits } 🍌{ PAID($micros, $currency) }
   *[other] Unclear orders: { $count }, refunded; Higgsfield may still charge { $credits } 🍌{ PAID($micros, $currency) }
}
log-money-week-month = At this pace, 30 days will take { $credits } 🍌{ PAID($micros, $currency) }{ $cap ->
    [0] {""}
   *[other] {" "}of the { $cap } 🍌 that the caps allow
}

host-cap_reached_month = **The bot's credits for 30 days are used up**, or too few are left for an order. Orders are refused with a clear message until some come back. The limit is BOT_MONTHLY_CREDITS.
host-cap_share_day = **{ $share } % of the bot's { $cap } 🍌 for 24 hours are used**: { $used } 🍌{ PAID($micros, $currency) }. The limit is BOT_DAILY_CREDITS; BOT_SPENDING_WARNINGS says when I tell you.
host-cap_share_month = **{ $share } % of the bot's { $cap } 🍌 for 30 days are used**: { $used } 🍌{ PAID($micros, $currency) }. The limit is BOT_MONTHLY_CREDITS; BOT_SPENDING_WARNINGS says when I tell you.
host-guild_share = { $share ->
    [100] **{ $server } has used up its cap of { $cap } 🍌 { PER($period_s) }**{ PAID($micros, $currency) }. Its orders are refused until credits come back.
   *[other] **{ $server } has used { $share } % of its cap of { $cap } 🍌 { PER($period_s) }**: { $used } 🍌{ PAID($micros, $currency) }.
}

button-money = Money
button-moneycaps = Caps
button-moneywarn = Warnings
button-spending = Spending

money-title = ### 💰 Money
money-cap = Everybody here together may spend **{ $credits } 🍌 { PER($period_s) }**.
money-uncapped = This server has **no cap** of its own.
money-worst = { $members ->
    [one] One member
   *[other] { $members } members
} { $each ->
    [-1] at their limits
   *[other] × { $each } 🍌 { PER($period_s) }
} would be { $micros ->
    [-1] **{ $credits } 🍌** a month
   *[other] **{ MONEY($micros, $currency) }** a month ({ $credits } 🍌)
}.
money-held = The cap of { $cap } 🍌 { PER($period_s) } holds it to { $micros ->
    [-1] **{ $credits } 🍌**
   *[other] **{ MONEY($micros, $currency) }** ({ $credits } 🍌)
}.
money-within = That's below the caps, as long as nobody else joins.
money-unbounded = ⚠️ Without a cap there is no bound: more members can spend more.
money-owner = The bot's owner holds all servers together to { $cap } 🍌 a day{ $month ->
    [-1] {""}
   *[other] {" "}and { $month } 🍌 in 30 days
}: { $micros ->
    [-1] { $credits } 🍌 a month
   *[other] { MONEY($micros, $currency) } a month
} at most.
money-roles-unknown = Discord doesn't tell me how many members have each role, so everybody counts with the most generous limit.
money-narrower = A month is 30 rolling days. What newcomers and channels may spend only makes it less. Gifts, resets and what Higgsfield may charge although no picture came go beyond members' limits, but never beyond caps.
money-spent = The last 30 days: **{ $credits } 🍌**{ PAID($micros, $currency) }.
money-price = { $estimate ->
    [true] A credit costs { MONEY($micros, $currency) } at most, by Higgsfield's own estimate.
   *[other] A credit costs { MONEY($micros, $currency) }.
}
money-price-unknown = What a credit costs isn't known: the bot's owner can set BOT_CREDIT_PRICE.
money-warned = The log gets a warning at { $shares } of a cap.
money-warned-every = The log gets a warning each time another { $money } is spent.
money-weekly-is-on = Every Monday the log gets the week in five lines.
money-weekly-is-off = The log gets no weekly lines.
money-no-log = ⚠️ Nobody is told yet: choose a channel for money under Log.

money-caps-title = Caps for this server
money-day = 🍌 a day, all members together
money-day-description = Leave it empty for no cap.
money-month = 🍌 in 30 days, all members together
money-month-description = Leave it empty for no cap.
money-warnings-title = Warnings
money-shares = At which shares of a cap, in percent
money-shares-description = Like 50, 80, 100. Leave it empty for none.
money-every = And each time so much money is spent
money-every-description = A whole number. Leave it empty for none.
money-weekly = Five lines every Monday
money-weekly-yes = Yes
money-weekly-no = No

command-spending = spending
command-spending-description = See what this server spent, with a chart
spending-span-7 = 7 days
spending-span-30 = 30 days
spending-span-90 = 90 days
option-period = period
option-period-description = Which days to add up; 30 unless you choose
spending-title = ### 📊 { $period }
spending-none = Nothing was ordered.
spending-sum = **{ $credits } 🍌**{ PAID($micros, $currency) } in { $orders ->
    [one] one order
   *[other] { $orders } orders
}: { $models }
spending-members = Most by { $members }
spending-refunds = { $count ->
    [0] Refunds: none
    [one] Refunds: one order, { $credits } 🍌
   *[other] Refunds: { $count } orders, { $credits } 🍌
}
spending-unclear = { $count ->
    [0] Unclear orders: none
    [one] Unclear orders: one, refunded; Higgsfield may still charge { $credits } 🍌{ PAID($micros, $currency) }
   *[other] Unclear orders: { $count }, refunded; Higgsfield may still charge { $credits } 🍌{ PAID($micros, $currency) }
}
spending-pace = At this pace, 30 days will take { $credits } 🍌{ PAID($micros, $currency) }.
spending-cap = Cap of { $cap } 🍌 { PER($period_s) }: { $used } 🍌 used
spending-no-charts = -# For a chart, install the extra: `pip install --require-hashes -r requirements-charts.lock`, and restart me.
spending-chart-title = Credits a day
spending-chart-cap-day = Cap: { $money } a day
spending-chart-cap-month = Cap: { $money } in 30 days
spending-chart-alt = Credits a day, { $from } to { $to }. In all { $credits }: { $models }. Most on { $day }: { $most }. By day: { $days }.
