# What moderators set for their server, and who may.

refused-needs-permission = { $permission ->
    [manage_guild] You need the permission Manage Server for this.
    [moderate_members] You need the permission Time Out Members for this.
   *[manage_messages] You need the permission Manage Messages for this.
}
refused-changed-meanwhile = Somebody else has just changed this. Nothing was changed now: open it again to see how it stands.
refused-settings-unreadable = This server's settings can't be read: a newer version of the bot wrote them. Nothing was charged. The bot's owner can update the bot.

command-setup = setup
command-setup-description = Set the bot up for this server
setup-joined = 🍌 Hi, I'm { $bot }: type `/banana` and what you'd like to see. Moderators: `/setup` shows who can draw where, and how much.
setup-title = ### 🍌 { $bot } on this server
setup-hint = -# Quick start: ⋯ More → Profiles.
setup-more-title = ### ⋯ More to set up
button-setup-more = More
button-setup-open = Set up
button-setup-back = Back
setup-saved = ✅ Saved.
setup-undo-where = -# To undo it: /setup → ⋯ More → Changes.
setup-everywhere = all channels
setup-more = { $most } and { $count ->
    [one] one more
   *[other] { $count } more
}
setup-reach-everyone = Everyone can draw in { $channels }.
setup-reach-but = Everyone but { $roles } can draw in { $channels }.
setup-reach-roles = Only { $roles } can draw in { $channels }.
setup-reach-nobody = Only administrators can draw in { $channels }.
setup-reach-none = There's no channel here in which members can write and use commands.
setup-reach-command = With { $commands }:
setup-reach-members-may = Allowed by name: { $members }.
setup-reach-members-may-not = Not allowed, by name: { $members }.
setup-reach-unknown = ⚠️ I can't read this server's Integrations page right now; it may allow less than this.
setup-reach-where = -# To change this: Server settings → Integrations → { $bot }.
setup-lacks = ⚠️ In { $channels } I can't { $right ->
    [view_channel] see messages
    [send_messages] send messages
    [send_messages_in_threads] send messages in threads or posts
    [attach_files] attach files
   *[read_message_history] read the message history
}: Channel settings → Permissions → { $right ->
    [view_channel] View Channel
    [send_messages] Send Messages
    [send_messages_in_threads] Send Messages in Threads
    [attach_files] Attach Files
   *[read_message_history] Read Message History
} for { $bot }.

refused-import-unreadable = { $section ->
    [none] I can't read this file.
   *[other] I can't read this file: something is wrong in “{ $section }”.
} Nothing was changed. Send the file that Export gave you.
refused-import-newer = A newer version of the bot wrote this file. Nothing was changed. The bot's owner can update the bot.
refused-import-too-large = This file is too large: settings have at most { $most_kb } KB. Nothing was changed.
refused-import-expired = This import has expired. Nothing was changed. Send the file again.

setup-section = { $section ->
    [rules] Limits
    [words] Words
    [log] Log
    [money] Money
    [strikes] Strikes
    [privacy] Privacy
   *[cards] Language and spoilers
}
setup-minus = ➖ { $sentence }
setup-plus = ➕ { $sentence }
setup-changed = Something in it changed.
setup-more-lines = { $count ->
    [one] … and one more.
   *[other] … and { $count } more.
}
setup-cards-locale = Cards are in { $language ->
    [fr] French
   *[en] English
}.
setup-cards-spoilers = Pictures come covered in { $channels }.
button-cards = Language and spoilers
cards-title = ### 🖼️ Language and spoilers
cards-auto = Cards are in the language that Discord says this server has.
cards-no-spoilers = Pictures aren't covered anywhere.
cards-gone = { $count ->
    [one] ⚠️ One channel of this list is gone. Choose again to drop it.
   *[other] ⚠️ { $count } channels of this list are gone. Choose again to drop them.
}
cards-new-only = -# What you change holds for new pictures.
cards-language-auto = The server's language
cards-language-placeholder = Language of the cards
cards-spoilers-placeholder = Channels where pictures come covered

button-changes = Changes
changes-title = ### 🕘 The last 20 changes
changes-none = Nothing was changed yet.
changes-last = Last change: { $head }
changes-made = **{ $title }**, by { $by } { $when }
changes-undid = ↩️ **{ $title }**, taken back by { $by } { $when }
changes-owner = the bot's owner
changes-undo = Undo: { $title }
changes-redo = Bring back: { $title }

button-profiles = Profiles
profiles-title = ### 🧩 Profiles: a good start in one press
profile-name = { $profile ->
    [small] Small server
    [large] Large community
    [school] School and young people
   *[art] Art server
}
profile-line = { $profile ->
    [small] **Small server**: people who know each other. Plenty for everyone.
    [large] **Large community**: less for each, little for newcomers, a cap for all together.
    [school] **School and young people**: few pictures, a break after refused prompts, everything deleted after 30 days.
   *[art] **Art server**: room to work, and nobody uses another member's picture.
}
profile-apply = Apply
profile-before = -# Nothing is changed before you press the green button. You can undo it later.
profile-nothing = This changes nothing: it's all set already.
profile-applied = ✅ Saved. It holds for new orders.

button-setupexport = Export
button-setupimport = Import
transfer-exported = These are this server's settings. Import takes the file, here or on another server. The list of blocked words is in it, too.
transfer-import = Import settings
transfer-file = File of settings
transfer-file-description = The .json file that Export gave you.
transfer-question = ### 📥 Question { $number } of { $all }
transfer-unknown = { $kind ->
    [role] The file names the role **{ $name }**, which isn't on this server.
   *[channel] The file names the channel **{ $name }**, which isn't on this server.
}
transfer-proposed = { $proposed } has the same name.
transfer-use = Use it
transfer-leave-out = Leave out
transfer-pick = { $kind ->
    [role] Choose a role of this server
   *[channel] Choose a channel of this server
}
transfer-apply = Import
transfer-applied = ✅ Saved: all settings of the file hold now, for new orders.

refused-channel-gone = That's not on this server any more. Nothing was changed.
refused-language-gone = I don't speak that language. Nothing was changed.
