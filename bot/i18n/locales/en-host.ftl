### What the bot's owner reads in direct messages. The same ids stand in every language.

host-bad_key = **Higgsfield refuses the key** (401). No orders are being sent; those in line wait, and nothing is charged. Check HIGGSFIELD_API_KEY_ID and HIGGSFIELD_API_KEY_SECRET, then restart the bot. It also tries again by itself.
host-no_credits = **The Higgsfield account is out of credits** (403). No orders are being sent; those in line wait, and nothing is charged. Top it up: the bot tries again by itself within 15 minutes.
host-exposed = { $doubtful ->
    [one] **An order ended without an answer from Higgsfield or without a picture** (order { $latest }). The member got { $given_back } 🍌 back, but it may be on your bill. I didn't repeat it.
   *[other] **{ $doubtful } orders of the last 24 hours ended without an answer from Higgsfield or without a picture** (the latest: order { $latest }). Members got { $given_back } 🍌 back, but these orders may be on your bill. I didn't repeat any of them.
} Check the history in Higgsfield's console: anything completed there was charged.
host-unanswered = **Ordering is paused: several orders in a row got no answer when they were sent.** { $doubtful ->
    [one] One order
   *[other] { $doubtful } orders
} of the last 24 hours ended without an answer from Higgsfield (the latest: order { $latest }). Members got { $given_back } 🍌 back, but this may be on your bill. Check the history in Higgsfield's console, and this machine's connection. One order is tried from time to time; the first that Higgsfield accepts ends the pause.
host-undelivered = **Ordering is paused: Higgsfield accepted several orders in a row, but no picture came in time.** { $doubtful ->
    [one] One order
   *[other] { $doubtful } orders
} of the last 24 hours ended that way (the latest: order { $latest }). Members got { $given_back } 🍌 back, but this may be on your bill. Check the history in Higgsfield's console; if it is just slow, raise BOT_DEADLINE_MINUTES. One order is tried from time to time; the first that ends well ends the pause.
host-cap_reached = **The bot's credits for 24 hours are used up**, or too few are left for an order. Orders are refused with a clear message until some come back. The limit is BOT_DAILY_CREDITS.
host-clock = **The clock of the bot's machine is wrong**: it says { $detail }. The bot uses Discord's time instead, so orders, limits and cards are right. No old pictures or prompts are deleted until the clock is right again. To set it on Linux: `timedatectl set-ntp true`.
host-clock_right = **The clock of the bot's machine is right again.** Old pictures and prompts are deleted as before.
host-guilds = { $count ->
    [one] **I was added to a server that you haven't told me about.**
   *[other] **I was added to { $count } servers that you haven't told me about.**
} I can't tell who did it. Until you decide, all such servers and people who write to me directly share { $share } of your { $cap } 🍌 per 24 hours.
host-guild = · **{ $name }**, { $id }, { $members ->
    [one] one member
   *[other] { $members } members
}
host-guilds-what = To trust one: `python -m bot guild trust { $id }`. To accept orders only on your own servers: BOT_GUILDS. To keep others from adding me: switch off *Public Bot* in the developer portal.
host-balance = In the last 24 hours: { $used } of { $cap } 🍌 ({ $spent } spent, { $reserved } reserved, { $exposed } refunded but possibly billed).
host-disk = **The bot's disk is full, or its folder can't be written to.** Orders are refused with a clear message, and pictures already paid for wait until there is room. Free some space, or lower BOT_KEEP_DAYS.
host-disk-over = **There is room on the bot's disk again.** Whatever was waiting continues by itself.
host-database = **The bot's database can't be written to**: { $detail }. Orders are refused with a clear message; orders under way aren't lost.
host-database-over = **The bot's database can be written to again.** Whatever was waiting continues by itself.
host-webhooks = **Higgsfield's webhook calls aren't arriving.** Pictures still come, because the bot asks for them. Check that BOT_PUBLIC_URL is right and can be reached from the internet: its /healthz must answer "open" in a browser.
host-webhooks-over = **Higgsfield's webhook calls are arriving again.**
host-intercepted = **Something between the bot and Higgsfield is answering in its place** ({ $detail }, not as the API would): a proxy, a firewall, or a wrong HIGGSFIELD_BASE_URL. It's neither the key nor the credits. Orders in line wait, and nothing is charged; the bot continues by itself once Higgsfield answers.
host-model_missing = **This Higgsfield account doesn't include { $detail }** (404). Members can no longer order it, and nothing was charged. Check in Higgsfield's console whether the account may use it, or set another path or model with BOT_MODELS_FILE. Once an hour, one order tries it again.
host-model_back = **{ $detail } is available again.** Members can order it as before.
host-locked_missing = **Higgsfield has kept { $detail } locked** (423) for more than ten minutes. Members can't order it for now, and nothing was charged. There is nothing to set; once an hour, one order tries it again.
host-locked_back = **Higgsfield has unlocked { $detail }.** Members can order it as before.
host-inputs_missing = **This Higgsfield account can't edit pictures with { $detail }** (422). Members are told before they order. To make this permanent: HIGGSFIELD_PRO_INPUT_IMAGES=false, or BOT_MODELS_FILE. Once an hour, one order tries it again.
host-inputs_back = **{ $detail } can edit pictures again.**
host-resolution_missing = **This Higgsfield account can't draw at this size: { $detail }** (422). Members can no longer choose it. To make this permanent, remove it from HIGGSFIELD_RESOLUTIONS. Once an hour, one order tries it again.
host-resolution_back = **This size is available again: { $detail }.**
host-another_copy = **Another copy of this bot is running with the same token**, with its own data folder. The one that answers first draws the order; the other refunds it, so nothing is paid twice. But quotas, history and old cards are split between the two. Stop one of them. If you don't know of another, make a new token in the developer portal (Bot → Reset Token).
host-report = **{ $reporter } reported a picture.** { $owner } ordered it: { $model } · { $cost } 🍌 · { $state ->
    [queued] waiting
    [submitting] being sent
    [running] being drawn
    [failed] not drawn
    [cancelled] cancelled
   *[succeeded] drawn
}
host-report-count = { $count ->
    [one] One member has reported it so far.
   *[other] { $count } members have reported it so far.
}
host-report-erased = It has been deleted since.
message-lost = I can't reach your card in <#{ $channel }> any more, so here's the result.
message-removed = Your card in <#{ $channel }> was deleted. Here's the result anyway.
message-lost-ending = I can't reach your card in <#{ $channel }> any more. Here's how it ended:
