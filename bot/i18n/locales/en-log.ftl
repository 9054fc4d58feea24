# A server's log: one line an event, read at a glance and found by Discord's search.

log-kind-finished = finished
log-kind-refused = refused
log-kind-reports = report
log-kind-acts = moderation
log-kind-settings = settings
log-kind-money = money
log-kind-questions = question

log-nobody = somebody
log-words = “{ $words }”
log-deleted = deleted for good
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

log-reports-picture = { $by } reports { $picture } ({ $user })
log-acts-erase = { $by } deleted a picture of { $user } for good
log-acts-spoiler = { $by } put a picture of { $user } behind a spoiler

log-act = Act on a line
