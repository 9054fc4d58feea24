"""The HTTP server: webhooks and health."""
