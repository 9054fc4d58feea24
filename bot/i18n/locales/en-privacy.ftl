# What is kept of people, and what they can do about it.

refused-own-pictures-only = This server lets nobody draw with another member's picture. Nothing was charged. Send a picture of your own.
refused-picture-protected = Nobody else may draw with the pictures of { $owner_id }. Nothing was charged. Send a picture of your own.
card-picture-of = from a picture by { $user }
me-protect = **Protect my pictures**: nobody else can draw with them.
button-protect-on = Protect my pictures: on
button-protect-off = Protect my pictures: off

host-keep_prompts = **Prompts are kept forever here**, as before: BOT_KEEP_PROMPT_DAYS is not set. New data folders keep them for 90 days. With BOT_KEEP_PROMPT_DAYS=90 in `.env` and a restart, prompts of orders that ended more than 90 days ago are deleted within the hour, and the others when they get as old. Now more than 90 days old / kept in all: { $detail }. Nothing is deleted unless you set it, and this is asked once. BOT_KEEP_PROMPT_DAYS=0 keeps them forever.
command-privacy = privacy
command-privacy-description = See what I keep of you, take it away or delete it
help-privacy = 🔒 **Your data**: `/privacy` says what I keep, and deletes it if you like.
privacy-title = ### 🔒 What I keep of you
privacy-what = **Orders**: your prompts, the pictures you send, the pictures I draw, what they cost, and where and when you asked.
privacy-inputs = **About you**: your settings, favourites and reports, gifts of credits, strikes and blocks, and lines about you in a server's log.
privacy-why = **Why**: to draw what you ask for, to show it to you again, and to count credits fairly. I train nothing with it.
privacy-who = **Cards**: everybody who sees the channel sees your card. Answers that only you see stay yours alone.
privacy-who-private = **Cards**: here, only you see them.
privacy-moderators = { $log ->
    [true] **Moderators**: they see what you drew and spent on this server, and its log shows them orders and prompts.
   *[false] **Moderators**: they see what you drew and spent on this server.
}
privacy-owner = **The bot's owner**: they run the machine that it's stored on.
privacy-vendor = **Higgsfield**, a company in the United States, draws the pictures. It gets your prompt and the pictures you send, not your name. Nobody else gets anything.
privacy-days = **How long**: pictures { $pictures ->
    [0] until you delete them
    [one] for one day
   *[other] for { $pictures } days
}, prompts { $words ->
    [0] until you delete them
    [one] for one day
   *[other] for { $words } days
}, in a server's log too. The cards stay in Discord until you delete them.
privacy-books = **What you spent** stays noted. If you delete everything, your name is taken out of it once no limit counts it any more, usually after a month. The owner's backups stay as long as the owner keeps them.
privacy-servers = -# A server can keep things for less long. Open `/privacy` there to see.
button-eraseask = Delete everything…
button-policy = The owner's policy
button-eraseall = Delete everything of mine
privacy-ask-title = ### 🗑️ Delete everything of yours?
privacy-ask-goes = { $orders ->
    [0] **This goes**: your settings, favourites and open questions. You have no orders to delete.
    [one] **This goes**: your order with its prompt, pictures and card; your settings, favourites and open questions; your pictures where others used them.
   *[other] **This goes**: your { $orders } orders with their prompts, pictures and cards; your settings, favourites and open questions; your pictures where others used them.
}
privacy-ask-stays = **This stays**: what you spent still counts. Blocks, strikes and *Protect my pictures* stay as they are. What is being drawn now still costs its credits, and is deleted when it arrives.
privacy-ask-reach = **Out of my reach**: what others made from your pictures, downloaded or forwarded; the owner's backups; what Higgsfield keeps. This can't be undone.
privacy-begun-title = ### 🗑️ Deleting everything of yours
privacy-begun = Your settings, favourites and open questions are gone. { $orders ->
    [0] There were no orders to delete.
    [one] Your order is being deleted, and its card goes with it.
   *[other] Your { $orders } orders are being deleted, and their cards go with them. If there are many, that takes a few minutes.
}
privacy-begun-later = What you order from now on is kept again.

button-guildprivacy = Privacy
kept-title = ### 🔒 Privacy on this server
kept-now = Pictures are kept { $pictures ->
    [0] until they're deleted
    [one] for one day
   *[other] for { $pictures } days
}, prompts { $words ->
    [0] until they're deleted
    [one] for one day
   *[other] for { $words } days
}.
kept-pictures = Pictures are deleted { $days ->
    [one] one day
   *[other] { $days } days
} after they were drawn.
kept-words = Prompts are deleted { $days ->
    [one] one day
   *[other] { $days } days
} after their order.
kept-held = { $said } ⚠️ Held to { $days ->
    [one] one day
   *[other] { $days } days
}: the bot's owner keeps nothing longer.
kept-own-only = Nobody can draw with another member's picture.
kept-left = If I'm removed from this server, its pictures and prompts are deleted after 30 days, unless I'm added again before.
kept-how = -# The cards in Discord stay. A change holds for what is stored already, within the hour.
keptpictures-placeholder = How long pictures are kept
keptpictures-owner = Pictures: { $days ->
    [0] until they're deleted, as the owner does
    [one] one day, as the bot's owner does
   *[other] { $days } days, as the bot's owner does
}
keptpictures-option = Pictures: { $days ->
    [one] one day
   *[other] { $days } days
}
keptwords-placeholder = How long prompts are kept
keptwords-owner = Prompts: { $days ->
    [0] until they're deleted, as the owner does
    [one] one day, as the bot's owner does
   *[other] { $days } days, as the bot's owner does
}
keptwords-option = Prompts: { $days ->
    [one] one day
   *[other] { $days } days
}
kept-option-held = Held to { $days ->
    [one] one day
   *[other] { $days } days
} by the bot's owner
button-kept-own-on = Own pictures only: on
button-kept-own-off = Own pictures only: off
