"""Message catalogues: .po files are kept, .mo files are made where they are needed."""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def compile_all() -> int:
    """This will make every catalogue that is missing or older than its source; returns how many."""
    stale = [source for source in PACKAGE.rglob("locale/*/LC_MESSAGES/*.po") if is_stale(source)]
    if not stale:
        return 0
    # Wanted only where there is something to make: every command comes by here.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in stale:
        target = source.with_suffix(".mo")
        with source.open("rb") as file:
            catalogue = read_po(file)
        beside = target.with_suffix(f".{os.getpid()}")
        with beside.open("wb") as file:
            write_mo(file, catalogue)
        beside.replace(target)
    return len(stale)


def is_stale(source: Path) -> bool:
    """Whether a catalogue has not been made since its source was written."""
    target = source.with_suffix(".mo")
    return not target.exists() or target.stat().st_mtime < source.stat().st_mtime
