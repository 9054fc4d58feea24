"""A new file is whole, or it is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.runtime.text_files import write_new_text


def test_a_file_that_can_not_be_written_leaves_no_empty_one(tmp_path: Path) -> None:
    """Else the next try would take it for somebody's."""
    path = tmp_path / ("x" * 250)  # its name fits, and that of what is written first does not
    with pytest.raises(OSError):
        write_new_text(path, "secret")
    assert list(tmp_path.iterdir()) == []
