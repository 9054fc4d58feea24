"""What people see, pure: data in, Discord components out."""
