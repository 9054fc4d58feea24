"""Mechanisms that know nothing of pictures or Discord: clock, scheduler, log redaction."""
