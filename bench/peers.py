"""Libraries that read numbers in Chinese text, behind the reader's own interface.

    peers.py recognizers|jionlp FILE... --json OUT

Runs in the peers' own environment and writes, for each text, what the library finds as
`{"targets": [{"values", "quote", "start", "end"}]}` in the folder OUT: what several models of one library say of the
same characters (98 as a number, 98% as a percentage) is one finding with several values. Standard library and the
peer only.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import re
import sys
from pathlib import Path
from typing import Any

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def recognizers(text: str) -> list[tuple[int, int, float]]:
    """Every number, percentage, dimension, sum of money and age that recognizers-text finds, in Chinese culture."""
    import recognizers_suite as suite

    models = (suite.recognize_number, suite.recognize_percentage, suite.recognize_dimension,
              suite.recognize_currency, suite.recognize_age)
    found = [one for model in models for one in model(text, suite.Culture.Chinese)]
    return [(one.start, one.end + 1, number) for one in found for number in numbers((one.resolution or {}).get("value"))]


def jionlp(text: str) -> list[tuple[int, int, float]]:
    """Every sum of money that JioNLP extracts and parses; it has no extractor for other numbers with a unit."""
    import jionlp as jio

    found = jio.ner.extract_money(text, with_parsing=True)
    return [(*one["offset"], number) for one in found for number in numbers(one["detail"]["num"])]


def numbers(value: object) -> list[float]:
    """The numbers in a resolved value: "98%", "3000", ["100", "200"]."""
    said = value if isinstance(value, list) else [value]
    return [float(found) for each in said for found in NUMBER.findall(str(each))]


def gathered(text: str, found: list[tuple[int, int, float]]) -> list[dict[str, Any]]:
    """Findings that share characters as one."""
    runs: list[dict[str, Any]] = []
    for start, end, value in sorted(found, key=lambda one: (one[0], -one[1])):
        if not runs or start >= runs[-1]["end"]:
            runs.append({"start": start, "end": end, "values": []})
        runs[-1]["end"] = max(runs[-1]["end"], end)
        runs[-1]["values"].append(value)
    return [{**run, "quote": text[run["start"]:run["end"]]} for run in runs]


PEERS = {"recognizers": recognizers, "jionlp": jionlp}


def main() -> int:
    """This will read every file and write one JSON for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("peer", choices=PEERS)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--json", required=True, type=Path)
    asked = parser.parse_args()
    asked.json.mkdir(parents=True, exist_ok=True)
    for file in asked.files:
        text = file.read_text(encoding="utf-8")
        with contextlib.redirect_stdout(sys.stderr):
            found = gathered(text, PEERS[asked.peer](text))
        (asked.json / f"{file.stem}.json").write_text(
            json.dumps({"text": text, "targets": found}, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
