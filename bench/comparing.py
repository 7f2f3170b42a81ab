"""An export of the national roll of the whole example county against its register: read, compared, kept.

Seconds are those of the processor, which others on the machine do not change. The export is made from the register, with thirteen faults
planted; SQLite.
"""

from __future__ import annotations

import os
import tempfile
import time
from datetime import date

from bench.machine import describe

DAY = date(2026, 11, 20)


def main() -> None:
    """Measures and prints."""
    home = tempfile.mkdtemp(prefix="junheng-comparing-")
    os.environ |= {"JUNHENG_HOME": home, "JUNHENG_TODAY": DAY.isoformat(), "DJANGO_SETTINGS_MODULE": "junheng.shell.settings", "JUNHENG_DEMO": "1"}
    print(describe())
    import django

    django.setup()
    from django.core.management import call_command

    from bench.importing import bring
    from junheng.ground.jobs.clock import now
    from junheng.registry import actions, queries
    from junheng.registry.models import School
    from junheng.registry.values.national import NationalSystem
    from junheng.shell import demo, lived_national
    from junheng.shell.lived_hall import invented
    from junheng.shell.lived_year import somebody

    call_command("migrate", interactive=False, verbosity=0)
    demo.open_accounts()
    bring(invented("1"))
    system, by = NationalSystem.PUPILS, somebody("jijiao", DAY)
    rows = lived_national.rows_of(system, by, DAY, list(School.objects.values_list("pk", flat=True)))
    faults = lived_national.spoil(rows, DAY)
    content = lived_national.made(system, rows, DAY)
    print(f"{len(rows)} rows, {len(content) / 1e6:.1f} MB, {len(faults)} faults")
    for dated in (date(2026, 11, 18), date(2026, 11, 19), DAY):
        number = actions.load_export(system=system, content=content, name="导出.xlsx", dated=dated, today=DAY, by=by, at=now())
        start = time.process_time()
        reading = actions.read_export(file_id=number, today=DAY, watch=lambda done, total: None)[1]
        read = time.process_time()
        found = queries.compared(system, reading, by, DAY)
        compared = time.process_time()
        actions.record_comparison(file_id=number, comparison=found, report=actions.report_of_export(found), today=DAY, by=by, at=now())
        print(f"read {read - start:.2f} s, compared {compared - read:.2f} s, kept {time.process_time() - compared:.2f} s: "
              f"{len(found.records)} records, {len(found.found)} differences")


if __name__ == "__main__":
    main()
