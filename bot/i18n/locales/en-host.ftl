### What the host reads in direct messages. The same ids stand in every language.

host-bad_key = **Higgsfield refuses the key** (401). Submitting has stopped; waiting orders stay in line and nothing is charged. Check HIGGSFIELD_API_KEY_ID and HIGGSFIELD_API_KEY_SECRET and restart the bot; it also tries again by itself.
host-no_credits = **The Higgsfield account has no credits left** (403). Submitting has stopped; waiting orders stay in line and nothing is charged. Top it up: the bot tries again by itself, within 15 minutes.
host-exposed = { $doubtful ->
    [one] **An order ended without Higgsfield's word or without a picture** (order { $latest }). The member got { $given_back } 🍌 back, but it may be on your bill. It was not repeated.
   *[other] **{ $doubtful } orders of the last 24 hours ended without Higgsfield's word or without a picture** (the last one: order { $latest }). Members got { $given_back } 🍌 back, but they may be on your bill. I repeated none of them.
} Look at the history in Higgsfield's console: what is completed there was charged.
host-unanswered = **Ordering is paused: several orders in a row got no answer when they were sent.** { $doubtful ->
    [one] An order
   *[other] { $doubtful } orders
} of the last 24 hours ended without Higgsfield's word (the last one: order { $latest }). Members got { $given_back } 🍌 back, but they may be on your bill. Look at the history in Higgsfield's console, and at this machine's connection. Now and then one order is tried; the first that Higgsfield takes ends the pause.
host-undelivered = **Ordering is paused: Higgsfield took several orders in a row and brought no picture in time.** { $doubtful ->
    [one] An order
   *[other] { $doubtful } orders
} of the last 24 hours ended that way (the last one: order { $latest }). Members got { $given_back } 🍌 back, but they may be on your bill. Look at the history in Higgsfield's console; if it is only slow, a higher BOT_DEADLINE_MINUTES helps. Now and then one order is tried; the first that ends well ends the pause.
host-cap_reached = **The bot's credits for 24 hours are used up**, or what is left is too little for an order. Orders are refused in words until some come back. BOT_DAILY_CREDITS is the limit.
host-clock = **The clock of the bot's machine is wrong**: it says { $detail }. The bot goes by Discord's time, so orders, limits and cards are right. Nothing is deleted for its age until the clock is right again. Set it: on Linux with `timedatectl set-ntp true`.
host-clock_right = **The clock of the bot's machine is right again.** Pictures and prompts are deleted for their age as before.
host-guilds = { $count ->
    [one] **I was added to a server that you have not told me about.**
   *[other] **I was added to { $count } servers that you have not told me about.**
} I can't tell who did it. Until you say otherwise, all such servers and people who write to me directly may together spend { $share } of your { $cap } 🍌 in 24 hours.
host-guild = · **{ $name }**, { $id }, { $members ->
    [one] one member
   *[other] { $members } members
}
host-guilds-what = To trust one: `python -m bot guild trust { $id }`. To let only your own servers order: BOT_GUILDS. To let nobody else add me: switch off *Public Bot* in the developer portal.
host-balance = In the last 24 hours { $used } of { $cap } 🍌: { $spent } spent, { $reserved } reserved, { $exposed } exposed.
host-disk = **The bot's disk is full, or its folder can't be written.** Orders are refused in words, and pictures that are paid wait until there is room. Make room, or lower BOT_KEEP_DAYS.
host-disk-over = **There is room on the bot's disk again.** What waited goes on by itself.
host-database = **The bot's database can't be written**: { $detail }. Orders are refused in words; what is under way is not lost.
host-database-over = **The bot's database can be written again.** What waited goes on by itself.
host-webhooks = **Higgsfield's webhooks don't arrive.** Pictures come all the same, as the bot asks for them. Check that BOT_PUBLIC_URL is right and can be reached from the internet: its /healthz must answer "open" in a browser.
host-webhooks-over = **Higgsfield's webhooks arrive again.**
host-intercepted = **Something between the bot and Higgsfield answers in its place** ({ $detail }, not in the API's words): a proxy, a firewall, or a wrong HIGGSFIELD_BASE_URL. It is neither the key nor the credits. Waiting orders stay in line and nothing is charged; the bot goes on by itself once Higgsfield answers.
host-model_missing = **This Higgsfield account has no { $detail }** (404). Members can't order it any more, and nothing was charged. Check in Higgsfield's console whether the account may use it, or name another path or model with BOT_MODELS_FILE. Once an hour, one order tries it again.
host-model_back = **{ $detail } is available again.** Members can order it as before.
host-locked_missing = **Higgsfield has kept { $detail } locked** (423) for more than ten minutes. Members can't order it meanwhile, and nothing was charged. There is nothing to set; once an hour, one order tries it again.
host-locked_back = **Higgsfield has unlocked { $detail }.** Members can order it as before.
host-inputs_missing = **This Higgsfield account takes no pictures to edit with { $detail }** (422). Members are told so before they order. To make it permanent: HIGGSFIELD_PRO_INPUT_IMAGES=false, or BOT_MODELS_FILE. Once an hour, one order tries it again.
host-inputs_back = **{ $detail } takes pictures to edit again.**
host-resolution_missing = **This Higgsfield account does not draw in that size: { $detail }** (422). Members can't choose it any more. To make it permanent, leave it out of HIGGSFIELD_RESOLUTIONS. Once an hour, one order tries it again.
host-resolution_back = **This size is available again: { $detail }.**
host-another_copy = **Another copy of this bot runs with the same token**, with a data folder of its own. Whichever answers first draws the order; the other one refunds it, so nothing is paid twice. But quotas, history and old cards are split between the two. Stop one of them; if you know of none, make a new token in the developer portal (Bot → Reset Token).
host-report = **{ $reporter } reported a picture.** { $owner } ordered it: { $model } · { $cost } 🍌 · { $state ->
    [queued] waiting
    [submitting] being ordered
    [running] being drawn
    [failed] not drawn
    [cancelled] cancelled
   *[succeeded] drawn
}
host-report-count = { $count } members have reported it by now.
host-report-erased = It has been deleted meanwhile.
message-lost = I can't reach your card in <#{ $channel }> any more, so here are your pictures.
message-removed = Your card in <#{ $channel }> was removed. Here are your pictures all the same.
message-lost-ending = I can't reach your card in <#{ $channel }> any more. What became of it:
