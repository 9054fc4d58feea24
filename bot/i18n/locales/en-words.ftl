# A server's words: what they block, the panel of moderators, questions about a blocked prompt.

refused-prompt-blocked = This server blocks “{ $entry }”. Nothing was charged.{ $standing ->
    [asked] {" "}You've asked a moderator about this prompt: I'll tell you the answer.
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
