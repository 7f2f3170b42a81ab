"""Every message id of the templates has its Chinese, none fuzzy or empty; placeholders agree."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from babel.messages.pofile import read_po

SOURCE = Path(__file__).resolve().parent.parent / "src" / "junheng"
TRANSLATE = re.compile(r"""{%\s*trans(?:late)?\s+(?:"([^"]+)"|'([^']+)')""")
BLOCK = re.compile(r"{%\s*blocktrans(?:late)?[^%]*%}(.*?){%\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
SLOT = re.compile(r"%\((\w+)\)s")


def wanted() -> dict[str, Path]:
    """Message ids of all templates, with a template that uses each."""
    found: dict[str, Path] = {}
    for place in SOURCE.rglob("templates/**/*.html"):
        text = place.read_text(encoding="utf-8")
        for match in TRANSLATE.finditer(text):
            found[match.group(1) or match.group(2)] = place
        for match in BLOCK.finditer(text):
            found[re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", match.group(1))] = place
    return found


def main() -> int:
    """Print what is missing; the number of faults."""
    known: dict[str, str] = {}
    faults = []
    for place in SOURCE.rglob("locale/zh_Hans/LC_MESSAGES/*.po"):
        with place.open("rb") as file:
            for message in read_po(file):
                if not message.id:
                    continue
                ids = message.id if isinstance(message.id, tuple) else (message.id,)
                said = message.string if isinstance(message.string, tuple) else (message.string,)
                if not all(said) or message.fuzzy:
                    faults.append(f"{place}: no Chinese for “{ids[0]}”")
                if set(SLOT.findall(ids[-1])) != set(SLOT.findall(said[-1] or "")):
                    faults.append(f"{place}: other slots in the Chinese of “{ids[0]}”")
                known[ids[0]] = said[0] or ""
    faults += [f"{place.relative_to(SOURCE)}: “{key}” has no Chinese" for key, place in wanted().items() if key not in known]
    print("\n".join(faults), file=sys.stderr)
    return len(faults)


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
