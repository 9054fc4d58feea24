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
