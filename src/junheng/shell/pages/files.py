"""Attachments go out through one door, which asks the room that they belong to."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from junheng.ground.files.gates import may_open
from junheng.ground.files.queries import attachment
from junheng.ground.people.asked import person


@require_GET
def download(request: HttpRequest, attachment_id: int) -> FileResponse:
    """This will send an attachment to somebody who may open it; for anybody else it is not there."""
    found = attachment(attachment_id)
    if found is None or not may_open(person(request), found.owner_kind, found.owner_ref):
        raise Http404
    answer = FileResponse(found.place.open("rb"), content_type=found.mime)
    # RFC 6266 with the encoding of RFC 5987, so that a Chinese name arrives whole.
    answer["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    answer["Content-Length"] = str(found.size)
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
