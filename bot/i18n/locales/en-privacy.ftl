# What is kept of people, and what they can do about it.

refused-own-pictures-only = This server lets nobody draw with another member's picture. Nothing was charged. Send a picture of your own.
refused-picture-protected = Nobody else may draw with the pictures of { $owner_id }. Nothing was charged. Send a picture of your own.
card-picture-of = from a picture by { $user }
me-protect = **Protect my pictures**: nobody else can draw with them.
button-protect-on = Protect my pictures: on
button-protect-off = Protect my pictures: off
