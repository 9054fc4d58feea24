"""Limits that Discord and Higgsfield set, and units, each once and with its source."""

from __future__ import annotations

KIB = 1024
MIB = 1024 * KIB
SECOND_MS = 1000
HOUR_MS = 3600 * SECOND_MS
DAY_MS = 24 * HOUR_MS
