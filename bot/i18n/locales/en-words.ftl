# A server's words: what they block, the panel of moderators, questions about a blocked prompt.

refused-prompt-blocked = This server blocks “{ $entry }”. Nothing was charged.{ $standing ->
    [asked] {" "}You've asked a moderator about this prompt: I'll tell you the answer.
    [nobody] {" "}This server takes no questions about it.
    [used] {" "}A moderator allowed this prompt once, and you've used that.
    [no] {" "}A moderator said no{ $sentence ->
        [none] .
       *[other] : “{ $sentence }”
    }
   *[none] {""}
}
refused-too-many-entries = That would be { $count } entries; a server can have { $most }. Nothing was changed.
refused-bad-entries = { $fault ->
    [long] “{ $entry }” is too long: an entry has at most 60 characters.
    [wildcard] “{ $entry }” has a * in the middle. It can only stand at the start or the end of an entry.
    [short] “{ $entry }” would block almost every prompt: write at least two letters beside a *.
   *[empty] “{ $entry }” has no letters, digits or emoji that I could look for.
}{ $others ->
    [0] {""}
    [one] {" "}One more entry can't be used.
   *[other] {" "}{ $others } more entries can't be used.
} Nothing was changed.
refused-no-entries = There is no entry in that. Write one entry a line, or put commas between them. Nothing was changed.
refused-not-listed = I don't have those entries on any list. Nothing was changed.
refused-bad-word-file = { $reason ->
    [big] This file is too big for a word list: 1 MB at most.
    [gone] I couldn't fetch this file. Send it again.
   *[text] I can't read this file as text. Save it as plain text in UTF-8, with one entry a line.
} Nothing was changed.
refused-not-age-restricted = { $channel } isn't age-restricted, so it can't be laxer. You can change that in Discord: Edit Channel → Age-Restricted Channel. Nothing was changed.
refused-already-asked = You've already asked about this prompt. I'll tell you the answer.
refused-too-many-questions = You have { $most } open questions. Wait for an answer, then ask again.
refused-nobody-to-ask = Nobody can be asked on this server right now.
refused-ask-expired = It's too late to ask about that one. Send the prompt again, then ask.
refused-question-gone = This question has expired or was deleted.
refused-question-answered = { $owner_id } has already answered: { $answer ->
    [once] allowed once
    [always] always allowed
   *[no] no
}. Your answer wasn't taken.
refused-still-blocked = That wouldn't let the prompt pass: “{ $entry }” still blocks it. Nothing was changed.

button-ask-moderator = Ask a moderator

button-words = Words
button-wordsadd = Add
button-wordsdrop = Remove
button-wordslist = Show all
button-wordstry = Try a prompt
words-title = ### 💬 Words on this server
words-none = No words are blocked here.
words-blocked = Blocked words: **{ $count }**.
words-mild = Not blocked in laxer channels: { $count } of them.
words-strict = Also blocked in stricter channels: { $count }.
words-allowed = Always allowed: { $count }.
words-stricter = Stricter: { $channels }.
words-laxer = Laxer: { $channels }.
words-gone = { $count ->
    [one] ⚠️ One channel that was stricter or laxer has been deleted.
   *[other] ⚠️ { $count } channels that were stricter or laxer have been deleted.
}
words-not-laxer = ⚠️ No longer age-restricted, so as strict as the rest: { $channels }.
words-folding =
    -# I also find capitals, accents, look-alike letters, f0x, f.o.x and foooox.
    -# A new entry holds at once, for every way to order. Orders under way continue.
words-size = -# Entries used: { $count } of { $most }.
words-channels = **Channels:** laxer ones have to be age-restricted. Threads and posts follow their channel.
wordsstrict-placeholder = Stricter channels
wordslax-placeholder = Laxer channels (age-restricted)
words-added = { $count ->
    [0] Nothing new to add.
    [one] ✅ One entry added to “{ $list ->
        [deny] Blocked everywhere
        [mild] Blocked, except in laxer channels
        [strict] Blocked only in stricter channels
       *[allow] Always allowed
    }”.
   *[other] ✅ { $count } entries added to “{ $list ->
        [deny] Blocked everywhere
        [mild] Blocked, except in laxer channels
        [strict] Blocked only in stricter channels
       *[allow] Always allowed
    }”.
}
words-known = { $count ->
    [one] One entry was there already.
   *[other] { $count } entries were there already.
}
words-removed = { $count ->
    [one] ✅ One entry removed.
   *[other] ✅ { $count } entries removed.
}
words-list = { $list ->
    [deny] Blocked everywhere
    [mild] Blocked, except in laxer channels
    [strict] Blocked only in stricter channels
   *[allow] Always allowed
}
words-file = { $list ->
    [deny] blocked
    [mild] blocked-except-in-laxer-channels
    [strict] blocked-in-stricter-channels
   *[allow] allowed
}
words-files = { $count ->
    [one] One entry, one a line. You can send the file back with Add or Remove.
   *[other] { $count } entries, one a line. You can send a file back with Add or Remove.
}
words-tried-in = { $strictness ->
    [stricter] In { $channel } (stricter):
    [laxer] In { $channel } (laxer):
   *[usual] In { $channel }:
}
words-tried-blocked = 🚫 refused. “{ $entry }” does it ({ $list ->
    [deny] blocked everywhere
    [mild] blocked, except in laxer channels
   *[strict] blocked only in stricter channels
}).
words-tried-allowed = ✅ taken. “{ $entry }” would block it, but “{ $by }” is always allowed.
words-tried-passes = ✅ taken. No entry blocks it.

modal-wordsadd = Add words
modal-wordsdrop = Remove words
modal-wordstry = Try a prompt
form-words-add = Entries
form-words-drop = Entries to remove
form-words-description = One a line, or with commas: word, pre*, *fix, *part*, several words
form-words-placeholder = fox, fox*, *foxy*, red fox
form-words-file = Or a text file
form-words-file-description = For long lists: plain text, one entry a line
form-words-list = What happens with them
form-words-prompt = Prompt
form-words-channel = Channel
form-words-channel-description = This channel, unless you choose another one
button-why-blocked = Why?
words-asked = I've asked the moderators. I'll tell you the answer here or in a direct message.
words-blocked-public = This server's word list doesn't allow this prompt. Nothing was charged.
button-wordsonce = Allow once
button-wordsalways = Allow always…
button-wordsno = No…
button-wordsread = Whole prompt
modal-wordsalways = Allow always
modal-wordsno = Say no
form-words-allow = Entry for the list of allowed words
form-words-allow-description = It has to cover the blocked word: the word itself, or several words around it
form-words-no = A sentence for the member
form-words-no-description = They get it with the answer. You can leave it empty.
words-answered = { $answer ->
    [once] 👍 { $by } allowed it once.
    [always] ✅ { $by } always allows it.
   *[no] ✖️ { $by } said no.
}
words-answer-from = **{ $server }**:
words-answer = { $answer ->
    [once] ✅ A moderator allows this prompt once. Send it again unchanged; the permission ends { $until }.
    [always] ✅ A moderator has changed the word list: this prompt is fine now. Send it again.
   *[no] ✖️ A moderator said no to this prompt{ $sentence ->
        [none] .
       *[other] : “{ $sentence }”
    }
}
log-questions-asked = { $user } asks a moderator: “{ $entry }” blocked this
log-acts-question-once = { $by } allowed a prompt of { $user } once
log-acts-question-always = { $by } always allows a prompt of { $user }
log-acts-question-no = { $by } said no to a prompt of { $user }{ $sentence ->
    [none] {""}
   *[other] : “{ $sentence }”
}
log-refused-prompt-blocked = blocked word “{ $entry }”
words-no-questions = -# Members can ask a moderator about a blocked prompt once the log takes questions: /setup → Log.
