### /status: how the bot is, for everybody. The same ids stand in every language.

command-status = status
command-status-description = See whether I'm up, how long a picture takes right now, and what's in the way

help-status = ⏳ **How long?** `/status` says how long a picture takes right now, and what's in the way.

status-up = ✅ I'm up and drawing. I was started { $since }.
status-trouble = ⚠️ I'm up, but drawing is held up. I was started { $since }.
status-waits = If you order now, your picture will take { $waits }.
status-wait = about { $wait } with { $model }
status-not-here = You can't draw here; `/help` says why.
status-ahead = { $count ->
    [one] One order is ahead of yours.
   *[other] { $count } orders are ahead of yours.
}
status-slow = Higgsfield is slower than usual right now, so it may take longer.
status-away = Higgsfield isn't responding. I keep trying; orders that are waiting cost nothing until drawing starts.
status-intercepted = Something between me and Higgsfield, such as a proxy or a firewall, is answering in its place. I've told the bot's owner; orders that are waiting cost nothing until drawing starts.
status-no_endings = The last orders were sent to Higgsfield, but no pictures came back. I've told the bot's owner, and I try one from time to time.
status-paused = The bot's owner needs to check the Higgsfield account. I've let them know; orders that are waiting cost nothing until drawing starts.
status-disk = My disk is full or can't be written to. The bot's owner needs to fix that.
status-database = I can't save anything right now. Orders under way will continue; try again in a minute.
