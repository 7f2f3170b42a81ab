"""Pages of a county of full size beside an empty page: queries, server time, their ratio; memory of site and worker.

A database with 200 units, 5 plans and 400 tasks (large_county.py) in a folder of its own, served by the server of
`junheng up` with the house's settings; with `--register` the hall's pages instead, over the whole example county (50,000
pupils). The empty page is `HttpResponse(b"")` behind the same middleware, asked for
by the same signed-in person. Every round asks for the empty page and then for each page once; the first rounds warm
up and are not counted. *Server* time is taken inside the server around everything that Django does, *processor* time
is what the answering thread spent of it (the figure to trust on a machine that others use), the *round trip* is what
the client waits on one kept connection. Ratios are of medians.
"""

from __future__ import annotations

import argparse
import http.client
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from bench.machine import describe

MOST_QUERIES, MOST_TIMES = 12, 10.0
WARM = 20
EMPTY = "/bench/empty/"
NOTHING, ONE_TASK = "empty page", "one task (no list)"
# These count the whole county anew at every look: shown, not bound.
WHOLE_COUNTY = {"hall", "all schools", "overview", "directory", "map"}
KINDS = ("server", "processor", "round trip")


def pages(plan: int, task: int, section: int) -> dict[str, tuple[str, str]]:
    """Name of the row, who asks, address."""
    return {
        NOTHING: ("bangong", EMPTY),
        "home (sends on to the board)": ("bangong", "/"),
        "board": ("bangong", f"/plans/{plan}/"),
        "library": ("bangong", "/plans/"),
        "my work, office": ("bangong", "/plans/mine/"),
        "my work, section": ("jijiao", "/plans/mine/"),
        "my work, head of bureau": ("juzhang", "/plans/mine/"),
        "one section": ("bangong", f"/plans/sections/{section}/"),
        "overdue": ("bangong", "/plans/overdue/"),
        "no proof yet": ("bangong", "/plans/unproved/"),
        "calendar": ("bangong", "/plans/calendar/"),
        "timeline": ("bangong", f"/plans/{plan}/timeline/"),
        "search": ("bangong", "/plans/search/?q=%E7%8E%87"),
        ONE_TASK: ("bangong", f"/plans/tasks/{task}/"),
    }


def hall_pages() -> dict[str, tuple[str, str]]:
    """The same of the register: whoever keeps the whole county's rolls, one school, its central school, the bureau."""
    from django.db.models import Count

    from junheng.registry.models import ClassYear, Pupil

    group = ClassYear.objects.filter(school_year=2026, school_class__school__unit__code="X03").order_by("grade").values_list("school_class", flat=True)[0]
    pupil = Pupil.objects.filter(enrolments__school_class=group, enrolments__until=None, identity_number__isnull=False).order_by("code")[0]
    largest = ClassYear.objects.filter(school_year=2026).order_by().values_list("school_class__school").annotate(n=Count("pk")).order_by("-n")[0][0]
    school = pupil.enrolments.get(until=None).school
    member = school.posts.filter(until=None).order_by("code")[0].member
    said = {"whole name": pupil.name, "family name": pupil.name[0], "given name": pupil.name[1:], "initials": pupil.initials,
            "two initials": pupil.initials[:2], "code": pupil.code, "identity number": pupil.identity_number, "nobody": "没有这个人", "schools": "小学"}

    def seek(words: str | None) -> str:
        return f"/registry/search/?q={quote(words or '')}"

    return {
        NOTHING: ("jijiao", EMPTY),
        **{f"search, {name}": ("jijiao", seek(words)) for name, words in said.items()},
        "search, name, one school": ("xiaozhang", seek(pupil.name)), "search, name, central sch.": ("zhongxin", seek(pupil.name)),
        "search, name of staff": ("juzhang", seek(member.name)),
        "school": ("jijiao", f"/registry/schools/{school.pk}/"), "largest school": ("jijiao", f"/registry/schools/{largest}/"),
        "class": ("jijiao", f"/registry/classes/{group}/"), "pupil": ("jijiao", f"/registry/pupils/{pupil.pk}/"),
        "member of staff": ("renshi", f"/registry/staff/{member.pk}/"),
        "hall": ("jijiao", "/registry/"), "all schools": ("jijiao", "/registry/schools/"), "overview": ("jijiao", "/registry/overview/"),
        "directory": ("jijiao", "/registry/directory/"), "map": ("jijiao", "/registry/map/"), "one's own school": ("xiaozhang", "/school/"),
    }


def prepare(*, register: bool) -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    """This will build the county and sign people in: session keys by sign-in name, and the pages."""
    import django

    django.setup()
    from junheng.shell import up

    up.prepare()
    asked = register_asked() if register else plans_asked()
    return signed_in({who for who, _ in asked.values()}), asked


def register_asked() -> dict[str, tuple[str, str]]:
    """This will bring the whole register in; its pages."""
    from junheng.shell import demo, lived_hall

    demo.open_accounts()
    lived_hall.load({"scale": "1"}, Silent())
    return hall_pages()


class Silent:
    """Progress that nobody watches."""

    def step(self, done: int, total: int, message: str) -> None:
        """Nothing to show."""


def plans_asked() -> dict[str, tuple[str, str]]:
    """This will build the large county; its pages."""
    from bench import large_county
    from junheng.rooms.plans.models import Commitment

    plan = large_county.build()[0]
    task = Commitment.objects.filter(plan=plan, closed_at=None, title__contains="达到").first()
    assert task is not None
    return pages(plan, task.pk, task.lead_unit_id)


def signed_in(people: set[str]) -> dict[str, str]:
    """Session keys by sign-in name."""
    from django.test import Client

    from junheng.ground.people.models import Account

    keys = {}
    for who in people:
        client = Client()
        client.force_login(Account.objects.get(username=who))
        keys[who] = client.cookies["sessionid"].value
    return keys


@contextmanager
def serving(port: int) -> Iterator[tuple[int, int]]:
    """The site and the worker as `junheng up` runs them; their process numbers."""
    from junheng.shell.up import server_command

    site = subprocess.Popen(server_command(port, host="127.0.0.1"))
    worker = subprocess.Popen([sys.executable, "-m", "junheng", "worker"])
    try:
        for _ in range(200):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        yield site.pid, worker.pid
    finally:
        for child in (site, worker):
            child.terminate()
        for child in (site, worker):
            child.wait(30)


class Visitor:
    """Asks for pages over one kept connection."""

    def __init__(self, port: int, keys: dict[str, str]) -> None:
        self.connection, self.keys = http.client.HTTPConnection("127.0.0.1", port, timeout=60), keys

    def get(self, who: str, address: str, **headers: str) -> tuple[http.client.HTTPResponse, int]:
        """One answer and its length; a fault or the sign-in page ends the measurement."""
        self.connection.request("GET", address, headers={"Cookie": f"sessionid={self.keys[who]}", **headers})
        answer = self.connection.getresponse()
        length = len(answer.read())
        if answer.status != (302 if address == "/" else 200):
            raise SystemExit(f"{address} as {who}: {answer.status}")
        return answer, length


def memory(pid: int) -> float:
    """MiB that a process and its children keep for themselves (proportional set size)."""
    family, found = [pid], 0
    while family:
        one = family.pop()
        found += sum(int(line.split()[1]) for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
                     if line.startswith("Pss:"))
        family += [int(child) for task in Path(f"/proc/{one}/task").iterdir()
                   for child in (task / "children").read_text().split()]
    return found / 1024


def main() -> int:
    """This will print the table; exit 1 where a list asks or takes more than it may."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--register", action="store_true", help="the hall's pages")
    chosen = parser.parse_args()
    rounds = chosen.rounds
    with tempfile.TemporaryDirectory() as home:
        os.environ.update({"JUNHENG_HOME": home, "JUNHENG_TODAY": "2026-11-20", "JUNHENG_DEMO": "1", "JUNHENG_DB": "",
                           "JUNHENG_COUNTY": "", "DJANGO_SETTINGS_MODULE": "bench.served"})
        keys, asked = prepare(register=chosen.register)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        print(f"{describe()}\nSQLite, {rounds} counted rounds after {WARM}, one request at a time\n")
        with serving(port) as (site, worker):
            visitor = Visitor(port, keys)
            times: dict[str, dict[str, list[float]]] = {name: {kind: [] for kind in KINDS} for name in asked}
            sizes = {}
            for count in range(WARM + rounds):
                for name, (who, address) in asked.items():
                    start = time.perf_counter()
                    answer, sizes[name] = visitor.get(who, address)
                    waited = (time.perf_counter() - start) * 1000
                    if count >= WARM:
                        times[name]["server"].append(float(answer.headers["X-Bench-Milliseconds"]))
                        times[name]["processor"].append(float(answer.headers["X-Bench-Processor"]))
                        times[name]["round trip"].append(waited)
            queries = {name: int(visitor.get(who, address, **{"X-Bench-Count": "1"})[0].headers["X-Bench-Queries"])
                       for name, (who, address) in asked.items()}
            kept = memory(site), memory(worker)
    held = table(times, queries, sizes, lists=not chosen.register)
    print(f"\nmemory after the run: site {kept[0]:.0f} MiB, worker {kept[1]:.0f} MiB (proportional set size)")
    return 0 if held else 1


def table(times: dict[str, dict[str, list[float]]], queries: dict[str, int], sizes: dict[str, int], *, lists: bool) -> bool:
    """This will print one row for each page; whether every page keeps within the bounds that hold for it."""
    held = True
    base = {kind: statistics.median(times[NOTHING][kind]) for kind in KINDS}
    print(f"{'':29}{'queries':>8}{'KB':>7}   {'server ms: median (5–95 %)':28}{'× empty':>8}"
          f"{'processor ms':>14}{'× empty':>8}{'round trip ms':>15}{'× empty':>8}")
    for name, taken in times.items():
        cuts = statistics.quantiles(taken["server"], n=20)
        middle = {kind: statistics.median(taken[kind]) for kind in KINDS}
        few = queries[name] <= MOST_QUERIES or not lists or name == ONE_TASK
        fits = (middle["server"] <= MOST_TIMES * base["server"] or name in WHOLE_COUNTY) and few
        held = held and fits
        spread = f"{middle['server']:.2f} ({cuts[0]:.2f}–{cuts[-1]:.2f})"
        ratio = {kind: middle[kind] / base[kind] for kind in KINDS}
        print(f"{name:29}{queries[name]:8}{sizes[name] / 1000:7.1f}   {spread:28}{ratio['server']:8.1f}"
              f"{middle['processor']:14.2f}{ratio['processor']:8.1f}"
              f"{middle['round trip']:15.2f}{ratio['round trip']:8.1f}{'' if fits else '  over'}")
    return held


if __name__ == "__main__":
    sys.exit(main())
