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
setup-title = ### 🍌 { $bot } on this server
setup-more-title = ### ⋯ More to set up
button-setup-more = More
button-setup-open = Set up
button-setup-back = Back
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
setup-reach-where = -# To change who can draw where: Server settings → Integrations → { $bot }.
setup-lacks = ⚠️ In { $channels } I can't { $right ->
    [view_channel] see messages
    [send_messages] send messages
    [send_messages_in_threads] send messages in posts
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
