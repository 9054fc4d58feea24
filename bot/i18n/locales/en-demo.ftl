## The demo's page: the order that types itself, and the cards to try

example-first-prompt = a desert under a low sun

example-four = Draw four
example-four-prompt = a still life with bananas
example-photo = Edit a photo
example-photo-prompt = make it a pencil drawing
example-reply = Reply to change it
example-reply-prompt = make it a watercolour
example-model = With { $model }
example-model-prompt = a botanical drawing of a fern
example-wait = Cancel in line
example-wait-prompt = a long line of lanterns [queue]
example-too-late = Too late to cancel
example-too-late-prompt = a snail crossing a moonlit garden [slow]
example-setup = Set the server up
example-setup-prompt = /setup
example-moderator = Be the moderator
example-moderator-prompt = a boat waiting for the wind [queue]
example-fewer = Three of four come
example-fewer-prompt = three ships at anchor [fewer]
example-refused = A refused prompt
example-refused-prompt = a very naughty banana [refused]
example-failed = It can't be drawn
example-failed-prompt = a castle that will not stand [failed]
example-unclear = Connection lost
example-unclear-prompt = a message in a bottle [unclear]
example-badkey = Key refused: drawing pauses
example-badkey-prompt = a locked garden gate [badkey]

example-huge = Too large for this server
example-huge-prompt = a mountain range with every stone [huge]
example-busy = Higgsfield is busy for a moment
example-busy-prompt = a crowded harbour [busy]
example-expired = The picture is gone
example-expired-prompt = yesterday's sunset [expired]
example-nocredits = Higgsfield's account is empty
example-nocredits-prompt = a chest of gold coins [nocredits]
example-long = A long prompt
example-long-prompt = a harbour town at first light, seen from the hill: slate roofs wet from the night, one window lit, gulls over the fish market, a red boat coming in with its nets still out, fog lying in the lower streets, the church clock stopped at ten past four, washing forgotten on a line, an old man with a dog on the pier, everything in the muted colours of a hand-printed map
