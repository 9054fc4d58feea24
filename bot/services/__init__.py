"""The use cases: what a member, a moderator, the owner or the terminal can ask for."""
