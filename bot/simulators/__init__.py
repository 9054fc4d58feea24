"""Stand-ins for the two outside services, for the demo and the tests; they import nothing of the bot."""
