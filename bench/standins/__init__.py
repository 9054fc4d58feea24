"""Lean stand-ins for Discord and Higgsfield: a process each, which takes less of a core than what it measures."""
