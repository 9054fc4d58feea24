### Pictures as a conversation: forms, the tray, replies to a card. The same ids stand in every language.

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
form-uploads-description = PNG, JPEG, WebP or GIF, up to { $most }.
picture-of = { $count ->
    [one] The picture
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
