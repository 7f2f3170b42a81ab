"""One page of a node's changes over the network, whole or not at all."""

from __future__ import annotations

import base64
import json
from hashlib import sha256
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from junheng.ground.kernel.findings import Finding, Refused
from junheng.registry.queries.exchange import BeginAgain
from junheng.registry.values.exchange import Kind, PulledPage

SECONDS, LARGEST, ROWS = 60, 64 * 1024 * 1024, 200
REASON = "县级节点汇集（REG-02）"
GONE = 410
KINDS = frozenset(Kind)


class Straight(HTTPRedirectHandler):
    """Follows nobody elsewhere: the token is for this house alone."""

    def redirect_request(self, *given: object) -> None:
        """No other address."""


def digest_of(body: bytes) -> str:
    """What `Content-Digest` says of a body (RFC 9530)."""
    return f"sha-256=:{base64.b64encode(sha256(body).digest()).decode()}:"


def asked(address: str, token: str, cursor: str) -> PulledPage:
    """What a node answers to a cursor. Raises Refused for no answer or a damaged one, BeginAgain where the node asks for that."""
    query = urlencode({"cursor": cursor, "limit": ROWS, "sealed": "true", "reason": REASON})
    request = Request(f"{address}/api/v1/registry/changes?{query}", headers={"Authorization": f"Bearer {token}", "Accept-Language": "zh-hans"})  # noqa: S310
    try:
        with build_opener(Straight).open(request, timeout=SECONDS) as answer:
            body, digest = answer.read(LARGEST), answer.headers.get("Content-Digest", "")
    except HTTPError as fault:
        if fault.code == GONE and cursor:
            raise BeginAgain from None
        raise refused("status", "The node answered with %(status)s.", "See whether its token still opens the tables and whether its house is well.",
                      status=fault.code) from None
    except (OSError, HTTPException):
        raise refused("silent", "The node does not answer.", "See whether its house runs and the address is right; the pull goes on where it stopped.") from None
    if digest != digest_of(body):
        raise refused("damaged", "The answer of the node was damaged on its way.", "Pull again; if it happens again, look at the network.")
    try:
        said = json.loads(body)
        page = PulledPage(cursor, tuple(said["changes"]), str(said["cursor"]), bool(said["more"]), bool(said["whole"]))
        if not all(each["kind"] in KINDS and isinstance(each["id"], int) for each in page.changes):
            raise KeyError("kind")
    except (ValueError, KeyError, TypeError):
        raise refused("strange", "The node answers in a way that is not understood.", "Bring both houses to the same version.") from None
    return page


def refused(what: str, message: str, remedy: str, **values: int) -> Refused:
    """Why a node could not be pulled."""
    return Refused(Finding(code=f"node/{what}", message=message, remedy=remedy, values=values))
