"""The house as it is served, with one empty page beside its own and its time on every answer.

A settings module of the benchmark alone: everything comes from the house's settings; only the addresses grow by the
empty page, and one middleware stands before all others.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

from junheng.shell.settings import *  # noqa: F403
from junheng.shell.settings import MIDDLEWARE as HOUSE

MIDDLEWARE = ["bench.served.Measured", *HOUSE]
ROOT_URLCONF = "bench.served_urls"


class Measured:
    """Says how long an answer took behind all other middleware; counts its queries when asked to."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "X-Bench-Count" in request.headers:
            return self.counted(request)
        start, worked = time.perf_counter(), time.thread_time()
        response = self.answer(request)
        response.headers["X-Bench-Processor"] = f"{(time.thread_time() - worked) * 1000:.4f}"
        response.headers["X-Bench-Milliseconds"] = f"{(time.perf_counter() - start) * 1000:.4f}"
        return response

    def counted(self, request: HttpRequest) -> HttpResponse:
        """This will count the queries of one answer; such answers are not timed."""
        asked: list[str] = []

        def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
            asked.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(note):
            response = self.answer(request)
        response.headers["X-Bench-Queries"] = str(len(asked))
        return response
