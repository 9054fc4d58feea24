### What people read. Plain, short, warm; every ending says what it cost. The same ids stand in every language.

language-name = English

## Commands

command-banana-description = Draw or edit a picture with Nano Banana
command-banana-pro-description = Draw or edit a picture with Nano Banana Pro: slower and dearer, better in words and detail
command-model-description = Draw or edit a picture with { $model }
command-model-words-description = Draw a picture with { $model }
command-quota = quota
command-quota-description = See how many credits you have left
command-history = history
command-history-description = Find your past pictures and favourites, and show one again
command-settings = settings
command-settings-description = Set your default shape, count, file format and language
command-me = me
command-me-description = Choose your usual shape, count, format and language
command-last = last
command-last-description = Pictures I could show you neither on their card nor in a direct message
option-prompt = prompt
option-prompt-description = What to draw, or what to change in your picture
option-image = image
option-image-description = A picture to edit: PNG, JPEG, WebP, GIF or AVIF
option-image2 = image2
option-image2-description = A second picture for the prompt to use
option-image3 = image3
option-image3-description = A third picture for the prompt to use
option-image4 = image4
option-image4-description = A fourth picture for the prompt to use
menu-edit = Edit this picture
menu-use = Use as input
option-count = count
option-count-description = How many pictures, 1 to 4
option-aspect-ratio = aspect_ratio
option-aspect-ratio-description = The shape; with a picture it is kept unless you choose
option-format = format
option-format-description = The file format; png unless you choose
option-resolution = resolution
option-resolution-description = How large; dearer when larger
option-search = search
option-search-description = Letters or words of your prompt
option-model = model
option-model-description = Only pictures of this model
option-favourites = favourites
option-favourites-description = Only what has your ⭐

## The card

card-title = 🍌 **{ $model }** for { $user }
card-ordered = Ordered { $when }
card-reading-input = { $count ->
    [one] Reading your picture
   *[other] Reading your pictures
}
card-waiting-next = Waiting: next in line, usually ready in { $usual }
card-waiting = Waiting: number { $place } in line, usually ready in { $usual } once it starts
card-waiting-next-ready = Waiting: next in line, expected { $when }
card-waiting-ready = Waiting: number { $place } in line, expected { $when }
card-waiting-line = Waiting for a free place at Higgsfield
card-submitting = Asking Higgsfield to draw this
card-in-doubt = The line broke while I was asking Higgsfield, so I'm waiting for its word. If none comes within { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
}, nothing is charged.
card-away = Waiting: Higgsfield isn't answering. I keep trying; nothing is charged until it draws.
card-no-endings = Waiting: the last orders ended without Higgsfield's word. I try one now and then; nothing is charged until it draws.
card-intercepted = Waiting: something between me and Higgsfield answers in its place, a proxy or a firewall. I've told the host; nothing is charged until it draws.
card-paused = Waiting: the host has to look at the Higgsfield account. Nothing is charged until it draws.
card-drawing = Drawing: started { $since }, usually takes { $usual }
card-drawing-ready = Drawing: started { $since }, expected { $when }
card-drawing-no-word = Started { $since }, but Higgsfield says nothing readable about it now. I keep asking. It counts only if the pictures come.
card-drawing-not-stopped = I asked Higgsfield to cancel; nothing says yet that it did.
card-drawing-cannot-stop = It is being drawn already and can't be stopped. The pictures follow; it counts { $cost } 🍌.
card-adopted = They turned up after all. I'm fetching them.
card-cancelling = Cancelling …
card-seconds = { $seconds } s
card-for = for { $user }
card-version = v{ $version }
card-version-from = from v{ $version }
alt-picture-of = Picture { $number } of { $count }
alt-input = { $count ->
    [one] The picture it starts from
   *[other] The first of the { $count } pictures it starts from
}
alt-compare = On the left the picture it started from, on the right what became of it: { $prompt }
card-too-late-note = The wish to cancel came too late; the picture was being drawn.
card-fewer = { $came } of { $count } pictures came. You paid for { $came }.
card-on-the-house = They turned up after all. On the house.
card-shrunk = { $count ->
    [one] The full-size picture is { $size } MB, more than this server takes; this is a smaller copy. In full until { $until }:
   *[other] The full-size pictures are up to { $size } MB, more than this server takes; these are smaller copies. In full until { $until }:
}
card-files-gone = The pictures are no longer on the bot's disk.
card-shown-again = Shown again by { $user } · ordered { $when }
card-prompt-gone = The prompt is no longer kept.
card-cancelled = Cancelled. Nothing was charged.
nothing-charged = Nothing was charged.
was-charged = It cost { $cost } 🍌.

failure-nsfw = Higgsfield's safety filter refused this prompt or picture. { $money } Try other words.
failure-failed = Higgsfield could not draw this. { $money }
failure-no_image = Higgsfield said it was done but sent no picture. { $money }
failure-refused = Higgsfield did not take this order. { $money } Other words or another picture may work.
failure-unclear-rung = The line broke while I was asking Higgsfield, and I can't tell whether it took the order. { $money } If the pictures turn up, I'll add them here.
failure-unclear = The line broke while I was asking Higgsfield, and I can't tell whether it took the order. { $money } Try again if you like.
failure-deadline = No pictures after { $waited }, so I stopped waiting. { $money } If they turn up, I'll add them here.
failure-no_credits = Drawing is paused: the host has to look at the Higgsfield account. I've told them. { $money }
failure-bad_key = Drawing is paused: the host has to look at the Higgsfield account. I've told them. { $money }
failure-model_missing = { $other ->
    [none] This bot's Higgsfield account has neither { $model } nor any other of my models just now. { $money } I've told the host.
   *[other] This bot's Higgsfield account has no { $model }. { $money } { $other } may work.
}
failure-model_locked = { $other ->
    [none] Higgsfield keeps { $model } locked. { $money } I've told the host.
   *[other] Higgsfield keeps { $model } locked. { $money } { $other } may work.
}
failure-resolution_missing = This bot's Higgsfield account doesn't draw { $model } in that size. { $money } A smaller one works.
failure-vendor_busy = No place came free at Higgsfield for { $hours }. { $money }
failure-vendor_away = Higgsfield didn't answer for { $hours }, so I stopped trying. { $money }
failure-intercepted = For { $hours } something between me and Higgsfield answered in its place, a proxy or a firewall, so I stopped trying. { $money } I've told the host.
failure-restored = I was put back to an earlier state, from when this was still waiting, and can't tell whether it was drawn since. { $money } Try again if you like.
failure-input_not_picture = `{ $name }` is not a picture I can read. { $money } PNG, JPEG, WebP, GIF and AVIF up to { $limit } MB work.
failure-input_too_big = `{ $name }` is too large for me. { $money } Pictures up to { $limit } MB and 50 megapixels work, most JPEG photos up to 200, WebP and AVIF up to 16.
failure-input_gone = I couldn't fetch `{ $name }` from Discord. { $money } Attach it again, please.
failure-input_erased = The picture it starts from was deleted meanwhile. { $money } Edit keeps your prompt.
failure-no-input = This bot's Higgsfield account takes no pictures to edit. { $money } Without one, { $model } works.
failure-input_unwanted = { $model } can't edit pictures on this account. { $money } { $other } can: it keeps your prompt.

## Buttons and private answers

button-cancel = Cancel
button-again = Again
button-full-size = Full size
button-try-again = Try again
button-edit = Edit
button-prompt = Whole prompt
button-show = Show here
button-reuse = Use this prompt
button-home = Send it to me
home-sent = I sent it to you directly.
home-closed = Discord doesn't let me write to you. Allow direct messages in this server's privacy settings, then press again.
button-open-card = Open the card
button-newer = Newer
button-older = Older
button-export = Export all
button-notify-on = Mention me: on
button-notify-off = Mention me: off
button-once-on = Draw at once: on
button-once-off = Draw at once: off
button-use-other = Draw with /{ $model } · { $cost } 🍌
button-draw = Draw
button-draw-for = Draw · { $cost } 🍌
button-no = No
button-clear = Clear
button-use = Use as input
button-better = { $model } · { $cost } 🍌
button-more = ⋯ More
button-star = Favourite
button-unstar = Remove from favourites
button-vary = { $count ->
    [1] Vary
   *[other] Vary { $n }
} · { $cost } 🍌
button-compare = Before / after
button-bin = Delete
button-back = Back to v{ $version }
modal-edit = Make another version
modal-reuse = Use this prompt
modal-pro = Draw with { $model }

revise-prompt = Prompt
revise-start = Start from
revise-start-before = { $count ->
    [one] The picture it started from
   *[other] The pictures it started from
}
revise-start-words = Nothing: only the words
revise-start-as-before = As before
revise-ratio = Shape
revise-ratio-auto = The shape of the picture it starts from
revise-count-price = { $count ->
    [one] { $count } picture
   *[other] { $count } pictures
} · { $cost } 🍌
revise-price = You pay { $cost } 🍌 a picture, on a new card.
revise-price-by-size = The size says the price; you pay it, on a new card.
revise-resolution = Size
revise-resolution-price = { $resolution } · { $cost } 🍌 a picture
revise-files-description = PNG, JPEG, WebP, GIF or AVIF, up to { $limit } MB each
pictures = { $count ->
    [one] { $count } picture
   *[other] { $count } pictures
}

more-ask = What would you like to do with it?
more-vary = { $count ->
    [1] Vary draws a new picture from this one, with the same prompt.
   *[other] Vary draws a new picture from one of these, with the same prompt: { $places }.
}
more-which = Which picture?
more-starred = It is one of your favourites now.
more-unstarred = It is no favourite of yours any more.
more-compared = Before, and after:

menu-report = Report this picture
menu-erase = Delete this picture
menu-reported = Reported. Thank you: the host gets a message with a link to it and your name. Its owner and moderators can delete it.
menu-erase-ask = Delete this for good: the card, the stored pictures and its words? It also goes from the cards that started from it. What it cost stays in the books, and the host's backups keep it until they are deleted.
menu-erase-ask-running = It isn't finished. I'll try to stop it; if it's too late it counts { $cost } 🍌, and the pictures are thrown away unseen.
menu-erased = Deleted: the card, its pictures and its words. { $money }
menu-erased-too-late = Deleted. It is being drawn already and can't be stopped: it counts { $cost } 🍌, and the pictures will be thrown away unseen.
menu-erased-asked = Deleted. I've asked Higgsfield to cancel; if it's too late it counts { $cost } 🍌, and the pictures are thrown away unseen.
menu-erased-card-stays = I couldn't take the message away, though: please delete it by hand. If I can reach it again within a week, I take it away myself.
button-erase = Delete for good

cancel-too-late = It is being drawn already and can't be stopped. The pictures follow; it counts { $cost } 🍌.
cancel-no-word = Higgsfield did not stop it, and says nothing readable about it now. If the pictures come, it counts { $cost } 🍌; if not, nothing.
cancel-asked = I've asked Higgsfield to cancel. The card will say what came of it.

quota-title = **Your credits**
quota-user = { $used } of { $allowance } 🍌 used in { $period } on this server
quota-user-dm = { $used } of { $allowance } 🍌 used in { $period } in direct messages
quota-person = { $used } of { $allowance } 🍌 used in { $period } everywhere with this bot
quota-guild = { $used } of { $allowance } 🍌 used in { $period } by this whole server
quota-strangers = { $used } of { $allowance } 🍌 used in { $period } by all servers and people that the host doesn't know yet
quota-bot = { $used } of { $allowance } 🍌 used in { $period } by everyone with this bot
quota-back = { $back ->
    [one] { $back } 🍌 comes back
   *[other] { $back } 🍌 come back
} { $when }.
quota-prices = A picture costs { $prices }.
quota-price = { $cost } 🍌 with /{ $model }
quota-and = { $most } and { $last }
quota-free = You can spend **{ $free } 🍌** now.
quota-kept = { $count ->
    [one] The pictures of one order wait for you: /last shows them.
   *[other] The pictures of { $count } orders wait for you: /last shows them.
}

last-kept = I could show you these neither on their card nor in a direct message, so I kept them. They were drawn { $when }. { $money }
last-gone = I could show you these pictures, drawn { $when }, neither on their card nor in a direct message. I kept them, but only for a while: they are gone from the bot's disk. { $money }
last-smaller = These are smaller copies: in full they don't fit into a message.
last-more = { $count ->
    [one] One more order waits: /last once more.
   *[other] { $count } more orders wait: /last shows the next.
}
last-none = Nothing waits for you here: what I draw is on its card, or was sent to you directly.
last-later = I can't hand you your pictures right now. They are still kept: ask again in a while.

period-hours = { $count ->
    [one] an hour
   *[other] { $count } hours
}
period-days = { $count ->
    [one] 24 hours
   *[other] { $count } days
}
period-seconds = { $count ->
    [one] a second
   *[other] { $count } seconds
}
period-minutes = { $count ->
    [one] a minute
   *[other] { $count } minutes
}

## Refusals

refused = I couldn't do that. Nothing was charged.
refused-out-of-quota = { $allowance ->
    [0] Drawing is not open to you here: ask a moderator, or the host of this bot.
   *[other] { $scope ->
        [user] You've used { $used } of { $allowance } 🍌 in { $period_s }
        [person] You've used { $used } of { $allowance } 🍌 in { $period_s } over all servers
        [strangers] The servers and people that this bot's host doesn't know yet have together used { $used } of their { $allowance } 🍌 in { $period_s }. The host was told and can trust this server
        [guild] This server has used { $used } of its { $allowance } 🍌 in { $period_s }
       *[bot] This bot has used { $used } of its { $allowance } 🍌 in { $period_s }
    }; this costs { $cost }. { $enough_at ->
        [none] That is more than the whole allowance: ask for fewer pictures.
       *[other] It works again { $enough_at }.
    }
}
refused-not-here = This bot draws on its host's own servers only. Nothing was charged.
refused-bad-prompt = { $length ->
    [0] Say what to draw: the prompt is empty.
   *[other] That prompt has { $length } characters; { $limit } fit. Nothing was charged.
}
refused-bad-attachment = { $too_big ->
    [true] `{ $name }` is too large. Pictures up to { $limit_mb } MB work. Nothing was charged.
   *[false] `{ $name }` is not a picture I can read. PNG, JPEG, WebP, GIF and AVIF up to { $limit_mb } MB work. Nothing was charged.
}
refused-command-outdated = That command is gone, or has changed since your Discord loaded it. Nothing was charged: reload Discord (on a phone, close the app and open it again), then try again.
refused-price-changed = The price has changed since you saw it: this costs { $cost } 🍌 now. Nothing was charged; the button draws it for that.
refused-bad-option = { $option ->
    [count] I can't make that many pictures at once. What works: { $choices }.
    [ratio] That shape is not on offer. What works: { $choices }.
    [resolution] That size is not on offer. What works: { $choices }.
    [format] That file format is not on offer. What works: { $choices }.
   *[other] That choice is not on offer.
} Nothing was charged.
refused-too-many-inputs = An order takes { $limit } pictures to work with, no more. Nothing was charged.
refused-no-picture = I see no picture here that I can use. PNG, JPEG, WebP, GIF and AVIF work.
refused-tray-full = Your tray holds { $limit } pictures, no more. Take one out, or draw with them.
refused-tray-empty = Your tray is empty: it was drawn with, or 15 minutes went by. Nothing was charged for this.
refused-not-for-you = That question is { $owner_id }'s. Reply to the card yourself to draw your own from it.
refused-pending-expired = That is over: it was drawn already, or 15 minutes went by. Nothing was charged for this press.
refused-input-unwanted = { $other ->
    [none] { $model } takes no pictures. Nothing was charged; without one it works.
   *[other] { $model } can't edit pictures on this account; { $other } can. Nothing was charged.
}
refused-model-gone = I no longer draw with this model. Nothing was charged; another command takes the same words.
refused-model-missing = { $other ->
    [none] Drawing is paused: this bot's Higgsfield account has none of my models just now. I've told the host. Nothing was charged.
   *[other] This bot's Higgsfield account can't draw with { $model } just now. Nothing was charged; { $other } works.
}
refused-missing-rights = I can't { $right ->
    [view_channel] see the messages
    [send_messages] write
    [send_messages_in_threads] write in threads
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
    [use_application_commands] This server doesn't let you use commands in this channel, and that goes for buttons and forms too.
   *[other] You can't write in this channel, so I draw nothing for you here.
} A moderator can allow it. Nothing was charged.
refused-command-forbidden = This server doesn't let you use /{ $command } here, and that goes for buttons, forms and replies too. A moderator can allow it: Server Settings → Integrations. Nothing was charged.
refused-blocked-by-auto-mod = This server's AutoMod doesn't let these words through. Nothing was charged; other words may work.
refused-disk-full = The bot's disk is full or can't be written to, so I can't take orders. The host has to look at it. Nothing was charged.
refused-storage-unavailable = I can't write my books just now, so nothing came of this and it cost nothing. Try again in a minute; orders under way go on by themselves.
refused-ordering-paused = Drawing is paused: the host has to look at the Higgsfield account. I've told them. Nothing was charged.
refused-no-endings = Drawing is paused: the last orders were sent to Higgsfield, but no pictures came. I've told the host. I'll try again { $again_at }. Nothing was charged.
refused-vendor-away = { $is_foreign ->
    [true] Something between me and Higgsfield answers in its place, a proxy or a firewall. I've told the host. Nothing was charged.
   *[false] Higgsfield stopped answering { $since }. I'll take orders again when it does. Nothing was charged.
}
refused-not-yours = This is { $owner_id }'s card. Only they or a moderator can do that.
refused-too-late = This card is finished: there is nothing left to stop.
refused-prompt-gone = This card's prompt is no longer kept, so I can't use it again. Nothing was charged; start a new order with a new prompt.
refused-pictures-gone = Those pictures are no longer kept, so I can't use them again. Nothing was charged; attach them to a new order.
refused-unknown-job = I no longer know this card. Nothing was charged; start a new order.
refused-page-expired = I no longer know what you were looking for. /history finds it again.
refused-nothing-to-show = Its pictures are no longer kept, so there is nothing to show.
refused-export-under-way = Your export is being made already.
refused-export-too-soon = You've just had an export. The next one works { $again_at }.
refused-deleted = This picture was deleted, and its words with it. Nothing was charged; start a new order.
refused-card-removed = Somebody deleted that picture's card on its server, so I won't show it in public again. Nothing was charged; its owner still finds it in /history.
refused-input-erased = The picture it starts from was deleted, so I can't use it again. Nothing was charged; Edit keeps the prompt.
refused-not-a-card = That message is none of my cards.
refused-reported = You've reported this picture already; the host knows.
refused-too-many-reports = You've reported { $most } pictures in an hour, and more would drown the host. It works again { $again_at }.
refused-too-fast = That was a lot at once, so I've stopped listening for a moment. It works again { $again_at }; nothing was charged for this.
refused-double-tap = That was the same order twice within a moment, so I took it once. If you want another one, press again in a few seconds.
refused-too-many-unfinished = { $most } of your orders of the last hour are not finished or brought no pictures; I'll take more when some are done, or later. Nothing was charged.
refused-error-unsure = Something broke on my side. If you ordered, the card shows what became of it, and /quota what it cost.
