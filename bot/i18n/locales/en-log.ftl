# A server's log: one line an event, read at a glance and found by Discord's search.

log-kind-finished = finished orders
log-kind-refused = refused orders
log-kind-reports = reports
log-kind-acts = moderation
log-kind-settings = settings
log-kind-money = money
log-kind-questions = questions

log-nobody = somebody
log-words = “{ $words }”
log-deleted = deleted for good
log-aged = prompt deleted
log-nothing-charged = nothing charged

log-finished-failed = couldn't be drawn
log-finished-cancelled = cancelled
log-finished-moderator = cancelled by a moderator
log-finished-late = arrived late, free
log-finished-deadline = took too long
log-finished-unclear = unclear if Higgsfield got it
log-finished-input-not-picture = the file can't be opened
log-finished-no-credits = Higgsfield's account is empty

log-refused-other = turned down
log-refused-nsfw = Higgsfield's safety filter
log-refused-out-of-quota = { $scope ->
    [user] out of credits
    [guild] the server is out of credits
   *[other] the bot is out of credits
}
log-refused-too-many-unfinished = too many open orders
log-refused-blocked = blocked by a moderator
log-refused-on-break = on a break after strikes
log-refused-against-rule = not within the limits
log-refused-too-many-in-order = too many pictures in one order for the limits
log-refused-too-many-at-once = too many pictures at a time for the limits
log-refused-server-paused = drawing is paused here
log-refused-bot-paused = the bot's owner paused drawing
log-refused-own-pictures-only = a picture of another member
log-refused-picture-protected = a protected picture

log-reports-picture = { $by } reports { $picture } ({ $user })
log-acts-erase = { $by } deleted a picture of { $user } for good
log-acts-spoiler = { $by } put a picture of { $user } behind a spoiler

log-act = Act on a line

log-told-all = Everything is logged in { $channel }.
log-told = Logged in { $channel }: { $kinds }.
log-with-previews = Finished pictures are shown there, small and covered.
log-nothing = Nothing is logged yet.
log-reports-to-owner = Reports go to the bot's owner.
log-channel-gone = ⚠️ A channel of the log is gone or closed to me. Choose another; until then reports go to the bot's owner, and the rest waits for a day.
log-rights-missing = ⚠️ In { $channel }, { $bot } lacks (Channel settings → Permissions): { $rights }.
log-right = { $right ->
    [view_channel] View Channel
    [send_messages] Send Messages
    [send_messages_in_threads] Send Messages in Threads
    [attach_files] Attach Files
   *[read_message_history] Read Message History
}
log-read-by-all = 👀 Everybody on this server can read { $channel }, with the names and prompts in it.

button-log = Log
log-title = ### 📜 The log
log-choose-kinds = **What** should be logged?
log-kinds = Choose what to log
log-choose-channel = **Where** should it go?
log-channel = Choose a channel
button-log-previews = Show small pictures
button-log-previews-off = Show no pictures
button-log-off = Don't log these
log-kind-finished-means = Each order's end, with model, cost, prompt and a link
log-kind-refused-means = Who was turned down, and why
log-kind-reports-means = What members report; else the bot's owner is told
log-kind-acts-means = What moderators did
log-kind-settings-means = Who changed what in the setup
log-kind-money-means = Warnings before a cap, and the week in five lines
log-kind-questions-means = Members who ask about a blocked word

menu-moderate = Moderate this picture
button-delete-everywhere = Delete everywhere
button-cover = Spoiler
button-member = Member
log-covered = Done: the pictures are behind a spoiler, on every card that shows them.
log-covered-not-all = The pictures are behind a spoiler, but I couldn't reach one of the cards yet. I'll try again. You can also delete that message.
menu-reported-here = Reported, thank you. This server's moderators get a link and your name. They and the member who ordered it can delete it.
