### Refusals: what is wrong, that it cost nothing, what to do.

refused = I couldn't do that. Nothing was charged.
refused-out-of-quota = { $rule ->
    [none] {""}
   *[other] **{ $rule }**.{" "}
}{ $allowance ->
    [0] You can't draw here. Ask a moderator or the bot's owner.
   *[other] { $scope ->
        [user] You have { $left } of { $allowance } 🍌 left
        [person] You have { $left } of { $allowance } 🍌 left on all servers
        [strangers] Servers and people I don't know yet share { $allowance } 🍌, with { $left } left (I've told the bot's owner, who can lift this limit)
        [channel] This channel has { $left } of its { $allowance } 🍌 left
        [guild] This server has { $left } of its { $allowance } 🍌 left
       *[bot] This bot has { $left } of its { $allowance } 🍌 left
    }; this costs { $cost }. { $enough_at ->
        [none] That's more than the full allowance. Ask for fewer pictures.
       *[other] { $scope ->
            [user] You'll have enough { $enough_at }.
            [person] You'll have enough { $enough_at }.
           *[other] There will be enough { $enough_at }.
        }
    }
}
refused-not-here = This bot only works on its owner's servers. Nothing was charged.
refused-bad-prompt = { $length ->
    [0] The prompt is empty. Tell me what to draw.
   *[other] That prompt is { $length } characters; the limit is { $limit }. Nothing was charged.
}
refused-bad-attachment = { $too_big ->
    [true] `{ $name }` is too large. I can use pictures up to { $limit_mb } MB. Nothing was charged.
   *[false] `{ $name }` isn't a picture I can read. I can use PNG, JPEG, WebP, GIF and AVIF up to { $limit_mb } MB. Nothing was charged.
}
refused-command-outdated = This command has changed, or no longer exists, since your Discord loaded it. Nothing was charged. Reload Discord (on a phone, close and reopen the app), then try again.
refused-price-changed = The price has changed since you saw it: this now costs { $cost } 🍌. Nothing was charged; the button draws it at that price.
refused-bad-option = { $option ->
    [count] I can't make that many pictures at once. Choose from: { $choices }.
    [ratio] That shape isn't available. Choose from: { $choices }.
    [resolution] That size isn't available. Choose from: { $choices }.
    [format] That file format isn't available. Choose from: { $choices }.
   *[other] That choice isn't available.
} Nothing was charged.
refused-too-many-inputs = { $limit ->
    [one] An order can use only one picture.
   *[other] An order can use up to { $limit } pictures.
} Nothing was charged.
refused-no-picture = There's no picture here that I can use (PNG, JPEG, WebP, GIF or AVIF).
refused-tray-full = Your tray is full ({ $limit } of { $limit }). Remove a picture, or draw with these.
refused-tray-empty = Your tray is empty: you've used it, or it expired after 15 minutes. Nothing was charged.
refused-not-for-you = That question is for { $owner_id }. Reply to the card to make your own version.
refused-pending-expired = This has expired: it was already drawn, or 15 minutes passed. Nothing was charged this time.
refused-input-unwanted = { $other ->
    [none] { $model } can't edit pictures. Nothing was charged; it still works without one.
   *[other] { $model } can't edit pictures on this account; { $other } can. Nothing was charged.
}
refused-model-gone = This model is no longer available. Nothing was charged; another command can draw the same prompt.
refused-model-missing = { $other ->
    [none] Drawing is paused: this bot's Higgsfield account doesn't include any of my models right now. I've told the bot's owner. Nothing was charged.
   *[other] This bot's Higgsfield account can't draw with { $model } right now. Nothing was charged; { $other } works.
}
refused-missing-rights = I can't { $right ->
    [view_channel] see messages
    [send_messages] send messages
    [send_messages_in_threads] send messages in threads
    [attach_files] attach files
   *[read_message_history] read the message history
} in this channel. A moderator can allow it: channel settings → Permissions → { $right ->
    [view_channel] View Channel
    [send_messages] Send Messages
    [send_messages_in_threads] Send Messages in Threads
    [attach_files] Attach Files
   *[read_message_history] Read Message History
} for { $bot }. Nothing was charged.
refused-member-rights-missing = { $right ->
    [use_application_commands] This server doesn't let you use commands in this channel, including buttons and forms.
   *[other] You can't send messages in this channel, so I can't draw for you here.
} A moderator can allow it. Nothing was charged.
refused-command-forbidden = This server doesn't let you use /{ $command } here, including its buttons, forms and replies. A moderator can allow it: Server Settings → Integrations. Nothing was charged.
refused-blocked-by-auto-mod = This server's AutoMod blocks this wording. Nothing was charged; different wording may work.
refused-disk-full = I can't take orders: my disk is full or can't be written to. The bot's owner needs to fix that. Nothing was charged.
refused-storage-unavailable = I can't save anything right now, so nothing was done and it cost nothing. Try again in a minute. Orders under way will continue.
refused-ordering-paused = Drawing is paused: the bot's owner needs to check the Higgsfield account. I've let them know. Nothing was charged.
refused-no-endings = Drawing is paused: the last orders were sent to Higgsfield, but no pictures came back. I've told the bot's owner. I'll try again { $again_at }. Nothing was charged.
refused-vendor-away = { $is_foreign ->
    [true] Something between me and Higgsfield, such as a proxy or a firewall, is answering in its place. I've told the bot's owner. Nothing was charged.
   *[false] Higgsfield stopped responding { $since }. I'll take orders again once it's back. Nothing was charged.
}
refused-not-yours = This is { $owner_id }'s card. Only they or a moderator can do that.
refused-too-late = This card is finished: there's nothing to cancel.
refused-prompt-gone = This card's prompt has been deleted, so I can't use it again. Nothing was charged; start a new order with a new prompt.
refused-pictures-gone = Those pictures have expired, so I can't use them again. Nothing was charged; attach them to a new order.
refused-unknown-job = I have no record of this card. Nothing was charged; start a new order.
refused-page-expired = This list has expired. Run /history again.
refused-nothing-to-show = Its pictures have expired, so there's nothing to show.
refused-export-under-way = Your export is already on its way.
refused-export-too-soon = You've just exported your pictures. You can do it again { $again_at }.
refused-deleted = This picture was deleted, along with its prompt. Nothing was charged; start a new order.
refused-card-removed = That picture's card was deleted on its server, so I won't post it in public again. Nothing was charged; the member who ordered it can still find it in /history.
refused-input-erased = The original picture was deleted, so I can't use it again. Nothing was charged; press Edit to keep the prompt.
refused-not-a-card = That message isn't one of my cards.
refused-reported = You've already reported this picture, and it was passed on.
refused-too-many-reports = You've reached the limit for reports in an hour ({ $most }). You can report again { $again_at }.
refused-too-fast = That was a lot at once, so I'm taking a short break. Try again { $again_at }; nothing was charged.
refused-double-tap = That was the same order twice within a moment, so I only took it once. If you want another one, press again in a few seconds.
refused-too-many-unfinished = { $most } of your orders from the last hour are unfinished or brought no pictures. I'll take more when some are done, or a little later. Nothing was charged.
refused-error-unsure = Something went wrong on my end. If you placed an order, its card shows what happened, and /quota shows what it cost.
