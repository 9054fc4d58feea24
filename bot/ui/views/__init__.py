"""What members see, pure: data in, Discord components out."""
