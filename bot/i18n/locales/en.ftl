### What people read. Plain, short, warm; every ending says what it cost. The same ids stand in every language.

language-name = English

## Commands

command-banana-description = Draw or edit a picture with Nano Banana
command-banana-pro-description = Draw or edit a picture with Nano Banana Pro: slower, costs more, better at text and detail
command-model-description = Draw or edit a picture with { $model }
command-model-words-description = Draw a picture with { $model }
command-quota = quota
command-quota-description = See how many credits you have left
command-history = history
command-history-description = Browse your past pictures and favourites, and repost one
command-settings = settings
command-settings-description = Set your default shape, count, file format and language
command-me = me
command-me-description = Set your default shape, count, file format and language
command-last = last
command-last-description = Get what I couldn't deliver to you; otherwise, see your last card again
command-help = help
command-help-description = What this bot can do, and buttons to start
option-prompt = prompt
option-prompt-description = What to draw, or what to change in your picture
option-image = image
option-image-description = A picture to edit: PNG, JPEG, WebP, GIF or AVIF
option-image2 = image2
option-image2-description = A second picture to work from
option-image3 = image3
option-image3-description = A third picture to work from
option-image4 = image4
option-image4-description = A fourth picture to work from
menu-edit = Edit this picture
menu-use = Use as input
option-count = count
option-count-description = How many pictures, 1 to 4
option-aspect-ratio = aspect_ratio
option-aspect-ratio-description = Shape. If you attach a picture, its own shape is the default
option-format = format
option-format-description = File format (default: png)
option-resolution = resolution
option-resolution-description = Picture size; larger costs more
option-search = search
option-search-description = Words from your prompt
option-model = model
option-model-description = Only pictures of this model
option-favourites = favourites
option-favourites-description = Only your favourites ⭐

## The card

card-title = 🍌 **{ $model }** for { $user }
card-ordered = Ordered { $when }
card-reading-input = { $count ->
    [one] Reading your picture
   *[other] Reading your pictures
}
card-waiting-next = Next in line, then about { $usual }
card-waiting = Number { $place } in line, then about { $usual }
card-waiting-next-ready = Next in line, should be ready { $when }
card-waiting-ready = Number { $place } in line, should be ready { $when }
card-waiting-next-late = Next in line. Taking longer than usual.
card-waiting-late = Number { $place } in line. Taking longer than usual.
card-waiting-line = Waiting for a free slot at Higgsfield
card-submitting = Sending this to Higgsfield
card-in-doubt = The connection dropped while I was sending this to Higgsfield. If I don't hear back within { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
}, nothing is charged.
card-away = Waiting: Higgsfield isn't responding. I'll keep trying; nothing is charged until drawing starts.
card-no-endings = Waiting: the last orders were sent to Higgsfield, but no pictures came back. I try one from time to time; nothing is charged until drawing starts.
card-intercepted = Waiting: something between me and Higgsfield, such as a proxy or a firewall, is answering in its place. I've told the bot's owner; nothing is charged until drawing starts.
card-paused = Waiting: the bot's owner needs to check the Higgsfield account. Nothing is charged until drawing starts.
card-sent = Sent to Higgsfield { $since }, usually takes { $usual }
card-sent-ready = Sent to Higgsfield, should be ready { $when }
card-sent-late = Sent to Higgsfield { $since }. Taking longer than usual.
card-queued = Waiting in line at Higgsfield, sent { $since }. Cancelling is free while it waits.
card-queued-late = Waiting in line at Higgsfield longer than usual, sent { $since }. Cancelling is free while it waits.
card-drawing = Drawing: started { $since }, usually takes { $usual }
card-drawing-ready = Drawing: should be ready { $when }
card-drawing-late = Drawing: started { $since }. Taking longer than usual.
card-drawing-no-word = Sent { $since }, but Higgsfield gives no readable answer right now. I'll keep asking. You only pay if the pictures arrive.
card-drawing-not-stopped = I've asked Higgsfield to cancel, but it hasn't confirmed yet.
card-drawing-cannot-stop = Too late to cancel: it's already being drawn. It will cost { $cost } 🍌.
card-pictures-not-here = { $count ->
    [one] Drawn, but I can't fetch the picture from Higgsfield yet. I'll keep trying; you only pay if it arrives.
   *[other] Drawn, but I can't fetch all the pictures from Higgsfield yet. I'll keep trying; you only pay for those that arrive.
}
card-adopted = It turned up after all. I'm fetching it now.
card-cancelling = Cancelling …
card-seconds = { $seconds } s
card-for = for { $user }
card-version = v{ $version }
card-version-from = from v{ $version }
alt-picture-of = Picture { $number } of { $count }
alt-placeholder = { $count ->
    [one] The picture will appear here
   *[other] Picture { $number } of { $count } will appear here
}
alt-input = { $count ->
    [one] The original picture
   *[other] The first of the { $count } original pictures
}
alt-compare = Before (left) and after (right): { $prompt }
card-too-late-note = Too late to cancel: it was already being drawn.
card-fewer = Only { $came } of { $count } pictures came back. You were charged for { $came }.
card-given-back = The bot's owner gave you back { $credits } 🍌.
card-on-the-house = It turned up after all, so it's on the house.
card-shrunk = { $count ->
    [one] The full-size picture is { $size } MB, too large to upload here, so this is a smaller copy. Full size until { $until }:
   *[other] The full-size pictures are up to { $size } MB, too large to upload here, so these are smaller copies. Full size until { $until }:
}
card-files-gone = { $count ->
    [one] The picture has expired.
   *[other] The pictures have expired.
}
card-shown-again = Reposted by { $user } · ordered { $when }
card-prompt-gone = The prompt has been deleted.
card-cancelled = Cancelled. Nothing was charged.
card-cancelled-by-moderator = Cancelled by a moderator. Nothing was charged.
card-cancelled-by-higgsfield = Higgsfield cancelled this. Nothing was charged.
nothing-charged = Nothing was charged.
was-charged = It cost { $cost } 🍌.

failure-nsfw = Higgsfield's safety filter refused this prompt or picture. { $money } Try different wording.
failure-failed = Higgsfield couldn't draw this. { $money }
failure-no_image = Higgsfield said it was done but sent no picture. { $money }
failure-refused = Higgsfield rejected this order. { $money } Different wording or another picture may work.
failure-unclear-rung = The connection dropped while I was sending this, and I can't tell whether Higgsfield got it. { $money } If it turns up after all, I'll post it here.
failure-unclear = The connection dropped while I was sending this, and I can't tell whether Higgsfield got it. { $money } Try again if you like.
failure-deadline = No pictures after { $waited }, so I stopped waiting. { $money } If they turn up after all, I'll post them here.
failure-no_credits = Drawing is paused: the bot's owner needs to check the Higgsfield account. I've let them know. { $money }
failure-bad_key = Drawing is paused: the bot's owner needs to check the Higgsfield account. I've let them know. { $money }
failure-model_missing = { $other ->
    [none] This bot's Higgsfield account doesn't include { $model } or any of my other models right now. { $money } I've told the bot's owner.
   *[other] This bot's Higgsfield account doesn't include { $model }. { $money } { $other } may work.
}
failure-model_locked = { $other ->
    [none] Higgsfield has locked { $model }. { $money } I've told the bot's owner.
   *[other] Higgsfield has locked { $model }. { $money } { $other } may work.
}
failure-resolution_missing = This bot's Higgsfield account can't draw at that size with { $model }. { $money } A smaller size works.
failure-vendor_busy = Higgsfield had no free slot for { $hours }, so I gave up. { $money }
failure-vendor_away = Higgsfield didn't respond for { $hours }, so I gave up. { $money }
failure-intercepted = For { $hours }, something between me and Higgsfield, such as a proxy or a firewall, answered in its place, so I gave up. { $money } I've told the bot's owner.
failure-restored = I was restored from a backup made while this was still waiting, so I can't tell whether it was drawn. { $money } Try again if you like.
failure-input_not_picture = `{ $name }` isn't a picture I can read. { $money } I can use PNG, JPEG, WebP, GIF and AVIF up to { $limit } MB.
failure-input_too_big = `{ $name }` is too large. { $money } I can use pictures up to { $limit } MB and 50 megapixels (most JPEG photos up to 200, WebP and AVIF up to 16).
failure-input_gone = I couldn't fetch `{ $name }` from Discord. { $money } Please attach it again.
failure-input_erased = The original picture has been deleted since. { $money } Press Edit to keep your prompt.
failure-no-input = This bot's Higgsfield account can't edit pictures. { $money } { $model } still works without one.
failure-input_unwanted = { $model } can't edit pictures on this account. { $money } { $other } can, with the same prompt.

## Buttons and private answers

button-cancel = Cancel
button-again = Again
button-full-size = Full size
button-try-again = Try again
button-edit = Edit
button-prompt = Whole prompt
button-show = Repost here
button-reuse = Use this prompt
button-home = Send it to me
home-sent = Sent to you in a direct message.
home-closed = Discord doesn't let me message you. Allow direct messages in this server's privacy settings, then press again.
button-open-card = Open the card
button-newer = Newer
button-older = Older
button-export = Export all
button-notify-on = Mention me: on
button-notify-off = Mention me: off
button-once-on = Skip confirmation: on
button-once-off = Skip confirmation: off
button-use-other = Draw with /{ $model } · { $cost } 🍌
button-draw = Draw
button-draw-for = Draw · { $cost } 🍌
button-no = No
button-clear = Clear
button-use = Use as input
button-better = { $model } · { $cost } 🍌
button-more = ⋯ More
button-star = Add to favourites
button-unstar = Remove from favourites
button-vary = { $count ->
    [1] Vary
   *[other] Vary { $n }
} · { $cost } 🍌
button-compare = Before / after
button-bin = Delete
button-back = Back to v{ $version }
modal-edit = Make a new version
modal-reuse = Use this prompt
modal-pro = Draw with { $model }

revise-prompt = Prompt
revise-start = Start from
revise-start-before = { $count ->
    [one] The original picture
   *[other] The original pictures
}
revise-start-words = No picture, just the prompt
revise-start-as-before = Same as before
revise-ratio = Shape
revise-ratio-auto = Same as the starting picture
revise-count-price = { $count ->
    [one] { $count } picture
   *[other] { $count } pictures
} · { $cost } 🍌
revise-price = { $cost } 🍌 per picture. You get a new card.
revise-price-by-size = The price depends on the size. You get a new card.
revise-resolution = Size
revise-resolution-price = { $resolution } · { $cost } 🍌 per picture
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
more-starred = Added to your favourites.
more-unstarred = Removed from your favourites.
more-compared = Before and after:

menu-report = Report this picture
menu-erase = Delete this picture
menu-reported = Reported, thank you. The bot's owner gets a link and your name. Moderators and the member who ordered it can delete it.
menu-erase-ask = Delete this card, its pictures and its prompt for good? The pictures also disappear from cards made from them. Credits aren't refunded, and the bot's backups keep everything until they are deleted too. Copies that members have forwarded are out of my reach.
menu-erase-ask-running = It isn't finished. I'll try to cancel it; if it's too late, it still costs { $cost } 🍌 and the pictures are discarded unseen.
menu-erased = Deleted: the card, its pictures and its prompt. { $money }
menu-erased-too-late = Deleted. It's already being drawn and can't be stopped: it still costs { $cost } 🍌, and the pictures are discarded unseen.
menu-erased-asked = Deleted. I've asked Higgsfield to cancel; if it's too late, it still costs { $cost } 🍌 and the pictures are discarded unseen.
menu-erased-card-stays = I couldn't remove the message itself. Please delete it manually. If I can reach it again within a week, I'll remove it.
button-erase = Delete for good

cancel-no-word = Higgsfield hasn't confirmed the cancellation and gives no readable answer right now. If the pictures arrive, it costs { $cost } 🍌; if not, nothing.
cancel-asked = I've asked Higgsfield to cancel. The card will show what happened.

quota-title = **Your credits**
quota-user = { $used } of { $allowance } 🍌 used { $period } on this server
quota-user-dm = { $used } of { $allowance } 🍌 used { $period } in direct messages
quota-person = { $used } of { $allowance } 🍌 used { $period } on all servers
quota-channel = { $used } of { $allowance } 🍌 used { $period } by everyone in this channel
quota-guild = { $used } of { $allowance } 🍌 used { $period } by everyone on this server
quota-strangers = { $used } of { $allowance } 🍌 used { $period } by all servers and people I don't know yet
quota-bot = { $used } of { $allowance } 🍌 used { $period } by everyone using this bot
quota-back = { $back ->
    [one] { $back } 🍌 comes back
   *[other] { $back } 🍌 come back
} { $when }.
quota-prices = A picture costs { $prices }.
quota-price = { $cost } 🍌 with /{ $model }
quota-and = { $most } and { $last }
quota-free = You can spend **{ $free } 🍌** now.
quota-kept = { $count ->
    [one] Pictures from one order are waiting for you: use /last.
   *[other] Pictures from { $count } orders are waiting for you: use /last.
}

last-kept = I couldn't post or DM you these, so I saved them for you. Drawn { $when }. { $money }
last-gone = I couldn't post or DM you these pictures, drawn { $when }. I saved them for a while, but they have since expired. { $money }
last-smaller = These are smaller copies: the originals are too large for a message.
last-more = { $count ->
    [one] One more order is waiting: use /last again.
   *[other] { $count } more orders are waiting: use /last again for the next one.
}
last-none = Nothing is waiting for you, and I have no pictures of yours to show again.
last-card = Your last card, only for you · drawn { $when }
last-later = I can't send your pictures right now. They're safe; try again in a few minutes.

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
period-last-hours = { $count ->
    [one] in the last hour
   *[other] in the last { $count } hours
}
period-last-days = { $count ->
    [one] in the last 24 hours
   *[other] in the last { $count } days
}
