"""What is kept of CLDR, the world's languages in tables: Babel reads whole ones, and few lines of them are used."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any, cast

from babel import localedata
from babel.core import get_global

#: Which language a territory speaks, what it pays in, and what a shortened name of a language stands for.
OF_THE_WORLD = ("likely_subtags", "territory_languages", "territory_currencies")
#: The names of things in a language: ours writes numbers, amounts and days.
NAMES = (
    *("languages", "scripts", "territories", "variants"),
    *("unit_display_names", "unit_patterns", "compound_unit_patterns", "compact_decimal_formats"),
    *("date_fields", "interval_formats", "meta_zones", "time_zones"),
)


def keep_what_is_used(locale: str) -> None:
    """Let go of what a language's first sentence has brought, and none will ask for: three MB of four."""
    tables = [cast(MutableMapping[str, Any], get_global(name)) for name in OF_THE_WORLD]  # type: ignore[arg-type]
    for table in tables:
        table.clear()
    language = localedata.load(locale)
    for name in NAMES:
        language.pop(name, None)
