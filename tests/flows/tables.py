"""Tables sent to the import centre as people do, and the worker's part done in this process."""

from __future__ import annotations

import io

from junheng.ground.jobs import actions as jobs
from junheng.ground.jobs.models import Job
from junheng.registry.models import Import


def work() -> None:
    """The worker, in this process."""
    for number in Job.objects.filter(state="waiting", kind__startswith="registry.").values_list("pk", flat=True):
        jobs.run(number)


def sent(client, content: bytes, name: str = "名册.xlsx", form: str = "pupils") -> Import:
    """A table sent and looked at."""
    file = io.BytesIO(content)
    file.name = name
    assert client.post("/registry/imports/send/", {"file": file, "on": "2026-11-20", "form": form}).status_code == 302
    work()
    return Import.objects.latest("pk")
