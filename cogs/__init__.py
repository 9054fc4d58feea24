"""The Discord commands: thin adapters between an interaction and the service."""
