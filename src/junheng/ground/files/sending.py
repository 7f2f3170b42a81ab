"""Office files as answers."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse

MIMES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def sent(name: str, content: bytes) -> HttpResponse:
    """A file as an answer, its Chinese name kept."""
    answer = HttpResponse(content, content_type=MIMES[name.rsplit(".", 1)[-1]])
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
