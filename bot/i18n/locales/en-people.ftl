# Members as a server's moderators see them: blocks, strikes, gifts, and what moderators did.

refused-blocked = { $role_id ->
    [none] A moderator has blocked you from drawing on this server
   *[other] A moderator has blocked everybody with the role { $role_id } from drawing on this server
}{ $until ->
    [none] , with no end set.
   *[other] . You can draw again { $until }.
}{ $reason ->
    [none] {""}
   *[other] {" "}The reason: “{ $reason }”.
} Nothing was charged.
refused-on-break = { $count ->
    [one] An order of yours was refused
   *[other] { $count } of your orders were refused
} for what they asked, so this server gives you a break. You can draw again { $until }. Nothing was charged.
refused-cant-block = { $who ->
    [owner] The server's owner can't be blocked.
    [administrator] Administrators can't be blocked: they could lift it themselves.
    [bot] Bots can't order anyway.
    [everyone] That would be the whole server. Who may draw where is set in Server settings → Integrations.
   *[managed] This role belongs to a bot or another service, so it can't be blocked.
} Nothing was changed.
refused-rank-too-high = You can only do this when the highest role involved is below your own. Nothing was changed.
refused-not-a-member = This person isn't on this server and never drew here.
refused-role-gone = This role no longer exists. Nothing was changed.
refused-not-blocked = This block has ended, or somebody lifted it already.
refused-no-strikes = There are no strikes left to lift.
refused-nothing-to-reset = They've spent nothing here lately, so there's nothing to reset.
refused-bad-span = { $text ->
    [none] Choose how long, or write it.
   *[other] I can't read “{ $text }” as a length of time.
} Write it like 3 hours, 2 days or 1 week, up to a year. Nothing was changed.
refused-bad-number = { $text ->
    [none] A number is missing.
   *[other] “{ $text }” doesn't work here.
} Write a whole number from { $least } to { $most }. Nothing was changed.
refused-in-private = I can't take this order. /quota tells you why, for your eyes only. Nothing was charged.

command-member = member
command-member-description = See what a member drew and spent here; block them or give them credits
option-user = user
option-user-description = Whom to look up
menu-member = Member

member-title = ### { $user } on this server
member-no-pictures = No pictures from this server to show.
member-hidden = { $count ->
    [one] One of their last pictures is in a channel that you can't see.
   *[other] { $count } of their last pictures are in channels that you can't see.
}
member-spent = Spent here: **{ $today } 🍌** in the last 24 hours, **{ $month } 🍌** in the last 30 days
member-limits = **What holds for them**
member-strikes = **Strikes:** { $count } of { $most } { $period }
member-strikes-none = **Strikes:** none { $period }
member-strikes-off = Strikes are switched off on this server.
member-break = ⏳ They can draw again { $until }: too many of their orders were refused.
member-not-blocked = Not blocked.
member-blocked = **Blocked** by { $by }{ $until ->
    [none] , with no end set
   *[other] , ends { $until }
}
member-blocked-role = **Blocked by the role** { $role }, by { $by }{ $until ->
    [none] , with no end set
   *[other] , ends { $until }
}
member-reason = The reason: “{ $reason }”
member-foot = Give credits and Reset need the permission Manage Server. Everything done here goes to the log, if this server has one.
member-reset-ask = **Reset** lets { $user }'s own limits on this server count from zero, from now on. What the server, their other servers and the bot's owner count stays, so nobody gets past the owner's limits.

button-give = Give credits
button-block = Block…
button-reblock = Change block…
button-lift = Lift block
button-unstrike = Lift strikes
button-reset = Reset…
button-reset-sure = Count from zero
button-keep = Leave it as it is

modal-give = Give credits
give-credits = How many 🍌
give-days = For how many days
give-note = Note, for the log
modal-block = Block from drawing
modal-blockrole = Block a role from drawing
block-role = Role
block-span = How long
block-span-hour = 1 hour
block-span-day = 1 day
block-span-week = 1 week
block-span-month = 30 days
block-span-none = Until somebody lifts it
block-written = Or in your own words
block-written-placeholder = 3 hours, 2 days, 1 week
block-reason = Reason
block-reason-description = They read it at their next try.

member-done-block = ✅ Done. They're told at their next try.
member-done-lift = ✅ The block is lifted.
member-done-unstrike = ✅ { $count ->
    [one] The strike is lifted.
   *[other] { $count } strikes are lifted.
}
member-done-give = ✅ { $credits } 🍌 given. What they don't spend expires { $until }.
member-done-reset = ✅ Their own limits count from zero again.

quota-rule = { $rule } · { $used } 🍌 used{ $gifts ->
    [0] {""}
   *[other] , and { $gifts } 🍌 in gifts
}
quota-strikes = Strikes: { $count } of { $most } { $period }. At { $most }, you can't draw for { $break }.
quota-break = ⏳ You can draw again { $until }: too many of your orders were refused.
quota-blocked = 🚫 A moderator has blocked you here{ $until ->
    [none] , with no end set.
   *[other] . You can draw again { $until }.
}{ $reason ->
    [none] {""}
   *[other] {" "}The reason: “{ $reason }”.
}

button-blocks = Blocks and strikes
blocks-title = ### 🚫 Blocks and strikes
blocks-none = Nobody is blocked.
blocks-members = { $count ->
    [one] One member is blocked from drawing.
   *[other] { $count } members are blocked from drawing.
}
blocks-roles = { $count ->
    [one] One role is blocked from drawing.
   *[other] { $count } roles are blocked from drawing.
}
blocks-how = To block a member: /member, or *Member* in their menu under *Apps*.
blocks-role-gone = ⚠️ A blocked role was deleted in Discord. Its block holds nobody any more: lift it.
blocks-line = { $who } · by { $by } · { $until ->
    [none] no end set
   *[other] ends { $until }
}
blocks-more = { $count ->
    [one] One more isn't listed.
   *[other] { $count } more aren't listed.
} Lift some to see them.
blocks-lift = Lift a block
blocks-option-role-gone = Deleted role
strikes-on = Strikes: { $count ->
    [one] one refused order
   *[other] { $count } refused orders
} within { $within ->
    [one] one hour
   *[other] { $within } hours
} { $count ->
    [one] stops
   *[other] stop
} a member from drawing for { $break ->
    [one] one hour
   *[other] { $break } hours
}.
strikes-off = Strikes are off: refused orders have no consequences.
strikes-what = An order counts when Higgsfield's safety filter blocks it, or this server's word list. In direct messages nothing counts.
button-blockrole = Block a role…
button-strikes = Change strikes…
button-strikes-on = Switch strikes on…
button-strikesoff = Switch strikes off
modal-strikes = Strikes
strikes-count = Refused orders
strikes-within = Within how many hours
strikes-break = Hours without drawing

log-acts-block = { $by } blocked { $user }, { $until ->
    [none] no end set
   *[other] ends { $until }
}
log-acts-block-role = { $by } blocked the role { $role }, { $until ->
    [none] no end set
   *[other] ends { $until }
}
log-acts-lift = { $by } lifted the block of { $user }
log-acts-lift-role = { $by } lifted the block of the role { $role }
log-acts-gift = { $by } gave { $user } { $credits } 🍌, expires { $until }
log-acts-reset = { $by } reset the limits of { $user } ({ $credits } 🍌 in the last 24 hours)
log-acts-strikes-lifted = { $by } lifted { $count ->
    [one] a strike
   *[other] { $count } strikes
} of { $user }
