"""What the bot is about, pure: jobs, quota, the catalogue, errors."""
