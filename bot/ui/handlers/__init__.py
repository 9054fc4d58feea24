"""What people do on Discord: one module a feature."""
