"""The Discord side that the cogs share: the client, the cards, the painter and the buttons."""
