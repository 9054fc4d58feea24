### What a newcomer reads first: /help, the answer to a first direct message, and the form that draws. The same ids stand in every language.

help-title = ### 🍌 What I can do
help-draw = 🎨 **Draw**: type { $commands } and what you'd like to see, or press the button below.
help-or = { $most } or { $last }
help-edit = ✏️ **Edit a picture**: add it to the command. Or right-click any message with a picture (on a phone, press and hold), then Apps → { $edit }. To combine several, choose { $use } on each.
help-edit-private = ✏️ **Edit a picture**: send it to me here and say what to change, or add it to the command.
help-reply = ↩️ **Change a card**: reply to it, mention @{ $bot }, and say what to change. Or press Edit under it.
help-reply-private = ↩️ **Change a card**: reply to it and say what to change. Or press Edit under it.
help-card = ❌ **Cancel** with the button, or with a ❌ reaction. A ⭐ reaction adds a card to your favourites.
help-moderator = 🛡️ **Moderate**: you can cancel anybody's order, and delete any card for good: Apps → { $erase }.
help-first = Hi. Type `/{ $command }` and what you'd like to see, or send me a picture and say what to change. `/help` shows the rest.
help-picture = Press Edit to change this picture. You'll see the price before anything is drawn.
button-start = Draw or edit
button-help = What I can do
button-history = My pictures
button-settings = My settings
button-quota = My credits
form-start = Draw or edit a picture
form-new = What would you like to see?
form-new-placeholder = a fox in the snow, watercolour
form-own = Pictures to edit, if you have any
