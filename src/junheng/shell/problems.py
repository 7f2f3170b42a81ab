"""What is wrong, told to a program."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse


def problem(status: int, title: str, findings: list[dict[str, Any]] | None = None) -> HttpResponse:
    """What is wrong, as RFC 9457 says it; `findings` name file, row, column and what to do."""
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status}
    if findings:
        body["findings"] = findings
    return JsonResponse(body, status=status, content_type="application/problem+json",
                        json_dumps_params={"ensure_ascii": False})
