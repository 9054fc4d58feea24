"""Limits that Discord and Higgsfield set, each once and with its source, and the units that they are told in."""

from __future__ import annotations

MIB = 1024 * 1024
HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS

# Discord

#: Ids count milliseconds from here, times 2^22: https://docs.discord.com/developers/reference#snowflakes
DISCORD_EPOCH_MS = 1_420_070_400_000
LAST_ID = 2**63 - 1  # of a snowflake, and of an integer in the database
#: 25 MiB is the most of a request, its JSON and headers included, which get the difference:
#: https://docs.discord.com/developers/resources/message#create-message
REQUEST_BYTES = 24 * MIB
#: A file may have these bytes on every server: https://docs.discord.com/developers/reference#uploading-files
FILE_FLOOR = 10 * MIB
#: All text of one message of components: https://docs.discord.com/developers/components/reference#text-display
TEXT_LENGTH = 4_000
#: Options of one menu: https://docs.discord.com/developers/components/reference#string-select
MOST_OPTIONS = 25
#: Options of a group of radio buttons: https://docs.discord.com/developers/components/reference#radio-group
MOST_RADIO_OPTIONS = 10
OPTION_LENGTH = 100  # characters of an option's label, value or description, likewise
#: A command's description, and the choices of one of its options:
#: https://docs.discord.com/developers/interactions/application-commands#application-command-object
DESCRIPTION_LENGTH = 100
MOST_CHOICES = 25
#: Characters of a button's label: https://docs.discord.com/developers/components/reference#button
LABEL_LENGTH = 80

# Higgsfield

#: Results can be fetched for at least this long: https://docs.higgsfield.ai, "Billing and retention"
RESULTS_KEPT_MS = 7 * DAY_MS
INPUT_LIMIT_MB = 20  # of an input picture; ours, as Higgsfield publishes none


def snowflake(ms: int) -> int:
    """Return the first id that Discord gives at a moment, in epoch milliseconds."""
    return max(0, ms - DISCORD_EPOCH_MS) << 22


def made_at(snowflake: int) -> int:
    """Return the moment at which Discord made an id, in epoch milliseconds."""
    return (snowflake >> 22) + DISCORD_EPOCH_MS
