"""Writes docs/access.md from the access table. `--check` says whether the page is up to date (status 1: no)."""

from __future__ import annotations

import sys
from pathlib import Path

from junheng.ground.people.table import access_table, as_markdown

PAGE = Path(__file__).resolve().parent.parent / "docs" / "access.md"


def main() -> int:
    """Writes the page, or with --check only compares it."""
    made = as_markdown(access_table())
    if "--check" in sys.argv[1:]:
        kept = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
        return 0 if kept == made else 1
    PAGE.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
