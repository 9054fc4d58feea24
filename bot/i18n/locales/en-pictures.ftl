### Pictures as a conversation: forms, the tray, replies to a card; past orders, preferences. The same ids stand in every language.

form-edit = Edit this picture
form-use = Use as input
form-tray = Draw with your tray
form-change = What should change
form-change-placeholder = make the sky purple
form-draw = What to draw with them
form-draw-placeholder = the two of them in a boat
form-price = It becomes a new card. Each picture costs { $cost } 🍌.
form-new-card = It becomes a new card.
form-picture = Which picture
form-pictures = Which pictures
form-model = Model
form-model-option = { $model } · { $cost } 🍌 a picture
form-ratio = Shape
form-ratio-auto = As the picture
form-count = How many
form-uploads = More pictures to use
form-uploads-description = PNG, JPEG, WebP, GIF or AVIF, up to { $most }.
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
tray-kept = -# Add more with “Use as input”, here or on another server. I keep them for 15 minutes.
tray-remove = Take one out
tray-empty = Your tray is empty. “Use as input” in a picture's menu puts one in.
reply-ask = { $user }: shall I draw this?
reply-extras = { $count ->
    [one] your picture
   *[other] your { $count } pictures
}
reply-withheld = Discord shows me a reply only if it names me: write @{ $bot } and what to change, or press Edit.
reply-empty = Say what to change after @{ $bot }, or press Edit.

## What stands for an id that nobody can name

words-member = somebody
words-role = a group
words-channel = a channel
words-time = some time
words-sound = a sound

## Past orders, preferences, and a word when a long wait is over

history-title = **Your pictures**
history-title-favourites = **Your favourites**
history-narrowed = Only: { $what }
history-page = Page { $page } of { $pages } · { $total ->
    [one] { $total } order
   *[other] { $total } orders
}
history-none = Nothing here yet: /banana draws your first picture.
history-none-found = No picture of yours fits that.
history-none-favourites = Nothing here yet: a ⭐ under a card makes it your favourite.
history-favourite = favourite
history-by = by { $user }
history-gone = Its pictures are no longer kept.
history-removed = Its card was deleted. Only you can see it here.
history-hidden = A favourite in a channel that you can't see now.
export-whole = Everything of yours with this bot: { $orders ->
    [one] { $orders } order
   *[other] { $orders } orders
} and { $pictures ->
    [one] { $pictures } picture
   *[other] { $pictures } pictures
}, in { $parts ->
    [one] one file
   *[other] { $parts } files
}.
export-part = Your newest { $orders } of { $ordersall } orders and { $pictures } of { $all } pictures, in { $parts ->
    [one] one file
   *[other] { $parts } files
}. Ask the host of this bot for the rest.
export-next = File { $number } of { $parts }
me-title = **How you like it**
    -# Kept as you choose, for every server. What you say in a command always wins.
me-ratio = **Shape** of what you draw from words
me-ratio-placeholder = Shape
me-count = **How many** pictures
me-count-placeholder = How many
me-format = **File format**
me-format-placeholder = File format
me-usual = As usual: { $value }
me-language = **Language** of what only you read, and of cards in direct messages
me-language-placeholder = Language
me-language-auto = As your Discord
me-notify = **Mention me**: once, when an order on a server that took over a minute is done.
me-once = **Draw at once**: without asking, where I would ask first.
call-done = { $user }, { $count ->
    [one] your picture is ready.
   *[other] your pictures are ready.
}
call-failed = { $user }, nothing came of your order: the card says why, and what it cost.

## Pictures that came odd, or never whole

card-unread = { $count ->
    [one] I couldn't read this picture to check it: it is here just as Higgsfield sent it.
   *[other] I couldn't read { $count } of these pictures to check them: they are here just as Higgsfield sent them.
}
failure-picture_lost = Higgsfield drew it, but its picture could not be fetched whole. { $money }
refused-unread-format = `{ $name }` is not a picture I can read. { $format ->
    [HEIC] It is HEIC: send it as JPEG. An iPhone takes JPEG with Settings › Camera › Formats › Most Compatible.
    [video] It is a video: send a picture of it.
   *[other] It is { $format }: send it as PNG, JPEG, WebP, GIF or AVIF.
} Nothing was charged.
