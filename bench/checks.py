"""The standing data checks and the search for duplicates on the whole example county; the search beside Splink on the same table.

JUNHENG_SPLINK   a Python with splink 5.0.0 (default build/peers-splink/bin/python; without one the peer is left out)

Seconds are those of the processor, which others on the machine do not change. The checks are `queries.met`, all seventy, on SQLite. For the search 500 children are entered a second time
in ways that are drawn from a fixed seed: without a number, a variant sign, a homophone, day and month changed places, a digit of
the birth wrong, a digit of the number wrong, another guardian; each loses one to three things. Found: how many of the 500; false: pairs
that are none. Seconds of the house begin with people in memory, those of the peer with the table in DuckDB, its training
included; the peer's threshold is the one that is best for it, which nobody would know beforehand.
"""

from __future__ import annotations

import csv
import os
import random
import subprocess
import tempfile
import time
from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from bench.machine import describe

DAY = date(2026, 11, 20)
PLANTED, FIRST = 500, 10_000_000
Pairs = dict[tuple[int, int], float]


def main() -> None:
    """Measures and prints."""
    home = tempfile.mkdtemp(prefix="junheng-checks-")
    os.environ |= {"JUNHENG_HOME": home, "JUNHENG_TODAY": DAY.isoformat(), "DJANGO_SETTINGS_MODULE": "junheng.shell.settings", "JUNHENG_DEMO": "1"}
    print(describe())
    import django

    django.setup()
    from django.core.management import call_command

    from bench.importing import bring
    from junheng.registry.queries import checks, met
    from junheng.shell import demo
    from junheng.shell.lived_hall import invented

    call_command("migrate", interactive=False, verbosity=0)
    demo.open_accounts()
    bring(invented("1"))
    for _ in range(3):
        start = time.process_time()
        found = met(DAY)
        print(f"{len(checks())} checks: {time.process_time() - start:.2f} s, {sum(map(len, found.values()))} findings")
    duplicates(Path(home))


def duplicates(home: Path) -> None:
    """The search on the county with children entered twice."""
    from junheng.registry.engine.duplicates import alike
    from junheng.registry.queries import duplicates as asked

    start = time.process_time()
    people = asked.pupils_known()
    print(f"{len(people)} children read and opened: {time.process_time() - start:.2f} s")
    chance = random.Random(20261120)
    chosen = chance.sample([each for each in people if each.numbers], PLANTED)
    again = [entered_again(each, FIRST + place, chance) for place, each in enumerate(chosen)]
    truth = {(each.id, other.id) for each, other in zip(chosen, again, strict=True)}
    held = [*people, *again]
    for _ in range(3):
        start = time.process_time()
        pairs = alike(held, rules=asked.rules(DAY), plain=asked.plain)
        seconds = time.process_time() - start
        say("Junheng", seconds, {(pair.first, pair.second) for pair in pairs}, truth)
    peer(home, held, truth)


def entered_again(child, number: int, chance: random.Random):
    """A second record of a child, with one to three things lost or changed."""
    signs = {"哲": "喆", "涵": "函", "轩": "轅", "瑶": "遥", "玥": "钥", "昊": "吴", "泽": "择"}
    changes = chance.sample(["number", "number", "variant", "sound", "swap", "birth", "digit", "guardian", "home"], chance.randint(1, 3))
    own = next(iter(child.numbers))
    found = replace(child, id=number, household=None, twin_group="", passing=frozenset())
    for change in changes:
        if change == "number":
            found = replace(found, numbers=frozenset())
        elif change == "variant":
            found = replace(found, name="".join(signs.get(sign, sign) for sign in found.name))
        elif change == "sound":
            found = replace(found, name=found.name.replace("浩", "昊").replace("佳", "嘉").replace("欣", "心").replace("怡", "宜"))
        elif change == "swap" and found.born.day <= 12:
            found = replace(found, born=date(found.born.year, found.born.day, found.born.month))
        elif change == "birth":
            found = replace(found, born=found.born + timedelta(days=1))
        elif change == "digit" and found.numbers:
            found = replace(found, numbers=frozenset({own[:4] + str((int(own[4]) + 3) % 10) + own[5:]}))
        elif change == "guardian":
            found = replace(found, guardians=frozenset({"李秀英"}), phones=frozenset({f"100{number}"}))
        elif change == "home":
            found = replace(found, home="")
    return found


def say(who: str, seconds: float, found: Collection[tuple[int, int]], truth: set[tuple[int, int]]) -> None:
    """One line of figures."""
    right = len(truth & set(found))
    print(f"{who}: {seconds:.2f} s, {right} of {len(truth)} found, {len(set(found)) - right} false")


def peer(home: Path, people, truth: set[tuple[int, int]]) -> None:
    """Splink on the same table, at its best threshold."""
    python = Path(os.environ.get("JUNHENG_SPLINK") or Path(__file__).resolve().parents[1] / "build" / "peers-splink" / "bin" / "python")
    if not python.exists():
        print("Splink: not installed")
        return
    from junheng.registry.engine.duplicates import letters, sound

    table, out = home / "people.csv", home / "pairs.csv"
    with table.open("w", newline="", encoding="utf-8") as file:
        write = csv.writer(file)
        write.writerow(["id", "name", "sound", "first_sound", "born", "year", "day", "sex", "number", "phone", "guardian", "home"])
        for each in people:
            read = "".join(map(sound, letters(each.name)))
            write.writerow([each.id, each.name, read, read[:1], each.born.isoformat(), each.born.year, f"{each.born:%m%d}", each.sex,
                            min(each.numbers, default=""), min(each.phones, default=""), min(each.guardians, default=""), each.home])
    subprocess.run([str(python), str(Path(__file__).with_name("duplicates_peer.py")), str(table), str(out)], check=True, capture_output=True)
    with out.open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    pairs: Pairs = {(min(int(a), int(b)), max(int(a), int(b))): float(sure) for a, b, sure in rows[1:]}

    right, best, score = 0, 0.0, 0.0
    for count, (pair, sure) in enumerate(sorted(pairs.items(), key=lambda each: -each[1]), start=1):
        right += pair in truth
        if (now := 2 * right / (count + len(truth))) > score:
            best, score = sure, now
    say(f"Splink at {best:.7f}", float(rows[0][1]), {pair for pair, sure in pairs.items() if sure >= best}, truth)


if __name__ == "__main__":
    main()
