### Pictures as a conversation: forms, the tray, replies to a card; past orders, preferences. The same ids stand in every language.

form-edit = Edit this picture
form-use = Use as input
form-tray = Draw from your tray
form-change = What should change
form-change-placeholder = make the sky purple
form-draw = What to draw
form-draw-placeholder = the two of them in a boat
form-price = { $cost } 🍌 per picture. You get a new card.
form-new-card = You get a new card.
form-picture = Which picture
form-pictures = Which pictures
form-model = Model
form-model-option = { $model } · { $cost } 🍌 per picture
form-ratio = Shape
form-ratio-auto = Same as the first picture
form-count = How many
form-uploads = Add more pictures
form-uploads-description = PNG, JPEG, WebP, GIF or AVIF, { $most ->
    [one] one file
   *[other] up to { $most } files
}.
picture-of = { $count ->
    [one] The picture
   *[other] Picture { $n } of { $count }
}
picture-place = { $count ->
    [1] This picture
    [2] { $n ->
        [1] 1 · left
       *[other] 2 · right
    }
    [3] { $n ->
        [1] 1 · left
        [2] 2 · top right
       *[other] 3 · bottom right
    }
    [4] { $n ->
        [1] 1 · top left
        [2] 2 · top right
        [3] 3 · bottom left
       *[other] 4 · bottom right
    }
   *[other] Picture { $n } of { $count }
}
tray-title = **Your tray** · { $count ->
    [one] { $count } picture
   *[other] { $count } pictures
} of { $limit }
tray-kept = -# Add more with “Use as input”, here or on another server. They're kept for 15 minutes.
tray-remove = Remove a picture
tray-empty = Your tray is empty. Add a picture with “Use as input” in any message's menu.
reply-ask = { $user }, shall I draw this?
reply-extras = { $count ->
    [one] your picture
   *[other] your { $count } pictures
}
reply-withheld = I can only read replies that mention me. Reply with @{ $bot } and what to change, or press Edit.
reply-empty = Tell me what to change after @{ $bot }, or press Edit.

## What stands for an id that nobody can name

words-member = somebody
words-role = a group
words-channel = a channel
words-time = some time
words-sound = a sound

## Past orders, preferences, and a word when a long wait is over

history-title = **Your pictures**
history-title-favourites = **Your favourites**
history-narrowed = Filter: { $what }
history-page = Page { $page } of { $pages } · { $total ->
    [one] { $total } order
   *[other] { $total } orders
}
history-none = Nothing here yet. Use /banana to draw your first picture.
history-none-found = No pictures match.
history-none-favourites = Nothing here yet. React to a card with ⭐ to add it.
history-favourite = favourite
history-by = by { $user }
history-gone = { $count ->
    [one] Its picture has expired.
   *[other] Its pictures have expired.
}
history-removed = Its card was deleted. Only you can see it here.
history-hidden = A favourite in a channel you can't see right now.
export-whole = Everything you've made with this bot: { $orders ->
    [one] { $orders } order
   *[other] { $orders } orders
} and { $pictures ->
    [one] { $pictures } picture
   *[other] { $pictures } pictures
}, in { $parts ->
    [one] one file
   *[other] { $parts } files
}.
export-part = Your newest { $orders ->
    [one] order
   *[other] { $orders } orders
} out of { $ordersall } and { $pictures ->
    [one] { $pictures } picture
   *[other] { $pictures } pictures
} out of { $all }, in { $parts ->
    [one] one file
   *[other] { $parts } files
}. Ask the bot's owner for the rest.
export-next = File { $number } of { $parts }
me-title = **Your settings**
    -# Saved as you choose, on every server. Options in a command override them.
me-ratio = **Default shape**, without a picture
me-ratio-placeholder = Default shape
me-count = **Default count**
me-count-placeholder = Default count
me-format = **Default file format**
me-format-placeholder = Default file format
me-usual = Default ({ $value })
me-language = **Language** of private replies, and of cards in DMs
me-language-placeholder = Language
me-language-auto = Same as Discord
me-notify = **Mention me** once, when an order that took over a minute is ready.
me-once = **Skip confirmation**: when you reply to a card, I draw without asking first.
call-done = { $user }, { $count ->
    [one] your picture is ready.
   *[other] your pictures are ready.
}
call-failed = { $user }, your order didn't work out. The card says why and what it cost.

## Pictures that came odd, or never whole

card-unread = { $count ->
    [one] I couldn't read this picture to check it, so it is exactly as Higgsfield sent it.
   *[other] I couldn't read { $count } of these pictures to check them, so they are exactly as Higgsfield sent them.
}
failure-picture_lost = Higgsfield drew it, but I couldn't download the whole picture. { $money }
refused-unread-format = `{ $name }` isn't a picture I can read. { $format ->
    [HEIC] It's HEIC: send it as JPEG. To take JPEG photos on an iPhone: Settings › Camera › Formats › Most Compatible.
    [video] It's a video: send a still picture from it.
   *[other] It's { $format }: send it as PNG, JPEG, WebP, GIF or AVIF.
} Nothing was charged.
