## /doctor: what a moderator can mend on their server

command-doctor = doctor
command-doctor-description = Check what you can fix on this server: my permissions, the log, your settings
doctor-title = ### What you can fix on this server
doctor-fine = All is well: I have the permissions I need in the channels where people draw, and your settings name nothing that is gone.
doctor-log-lacks = In the log channel { $channels } I can't { $right ->
    [view_channel] see messages
    [send_messages] send messages
    [send_messages_in_threads] send messages in threads
    [attach_files] attach the small pictures
   *[read_message_history] read the message history
}. Allow it in Channel settings → Permissions.
doctor-settings-unreadable = I can't read this server's settings, so nobody can order: a newer version of me wrote them. The bot's owner can update me.
doctor-log-gone = { $count ->
    [one] A log channel has been deleted, so what belongs there is told nowhere. Choose another one in /setup.
   *[other] { $count } log channels have been deleted, so what belongs there is told nowhere. Choose others in /setup.
}
doctor-role-gone = { $count ->
    [one] A limit is for a role that has been deleted, so it holds for nobody. Remove it in /setup.
   *[other] Limits are for { $count } roles that have been deleted, so they hold for nobody. Remove them in /setup.
}
doctor-channel-gone = { $count ->
    [one] A limit is for a channel that has been deleted, so it holds nowhere. Remove it in /setup.
   *[other] Limits are for { $count } channels that have been deleted, so they hold nowhere. Remove them in /setup.
}
doctor-other-channel-gone = { $count ->
    [one] Words or spoilers are set for a channel that has been deleted. You can remove it in /setup.
   *[other] Words or spoilers are set for { $count } channels that have been deleted. You can remove them in /setup.
}
