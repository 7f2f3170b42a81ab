"""Questions to the audit: what was said about an object, and whether the chain still holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext

from junheng.ground.audit import guard, models
from junheng.ground.audit.values import GENESIS, Act, AuditEntry, Checkpoint
from junheng.ground.kernel.findings import Finding, Place

CHUNK = 2000
RESTORE = "Keep the database as it is, tell the audit administrator, and compare with the last backup."
# Above this many damaged entries nobody asks any more which of them changed places.
MOST_COMPARED = 200


def entries(
    *,
    kind: str | None = None,
    ref: str | None = None,
    actor_id: int | None = None,
    act: Act | None = None,
    before: int | None = None,
    since: datetime | None = None,
    limit: int = 50,
) -> list[AuditEntry]:
    """The latest entries first: of one object, one actor, one act, from a moment on. `before` is a seq, for the next page."""
    rows = models.Entry.objects.order_by("-seq")
    if kind is not None:
        rows = rows.filter(kind=kind)
    if ref is not None:
        rows = rows.filter(ref=ref)
    if actor_id is not None:
        rows = rows.filter(actor_id=actor_id)
    if act is not None:
        rows = rows.filter(act=act.value)
    if before is not None:
        rows = rows.filter(seq__lt=before)
    if since is not None:
        rows = rows.filter(at__gte=since)
    return [entry_of(row) for row in rows[:limit]]


def said(entry: AuditEntry) -> str:
    """The entry as a sentence in the current language. Values under keys in "_word" are message ids too."""
    values = {
        key: gettext(value) if key.endswith("_word") and isinstance(value, str) and value else value
        for key, value in entry.values.items()
    }
    return gettext(entry.sentence) % values


def who(entry: AuditEntry) -> str:
    """The actor's name; where no account acted ("Console", "Unknown") in the current language."""
    return entry.actor_name if entry.actor_id is not None else gettext(entry.actor_name)


def checkpoint() -> Checkpoint | None:
    """The end of the chain, to be kept elsewhere; None when the head is missing."""
    head = models.Head.objects.filter(pk=1).first()
    return Checkpoint(seq=head.seq, hash=head.hash) if head else None


def verify(*, against: Checkpoint | None = None) -> list[Finding]:
    """Reads the whole chain once, in little memory, and says what does not hold; empty when all holds.

    Finds entries changed, removed, swapped, added past the head, and a tail cut off. A tail cut off together
    with a rewritten head shows only `against` a checkpoint kept elsewhere.
    """
    walk = _Walk(against)
    for entry in _stream():
        walk.step(entry)
    return [*walk.end(checkpoint()), *_guard_findings()]


class _Walk:
    """One pass over the chain."""

    def __init__(self, against: Checkpoint | None) -> None:
        self.findings: list[Finding] = []
        self.damaged: list[AuditEntry] = []
        self.expected = 1
        self.previous: str | None = GENESIS
        self.last = Checkpoint(seq=0, hash=GENESIS)
        self.against = against
        self.matched = against is None or against == self.last

    def step(self, entry: AuditEntry) -> None:
        """Takes the next entry by seq."""
        gap = entry.seq > self.expected
        if gap:
            self.findings.append(_gap(self.expected, entry.seq - 1))
        if entry.computed_hash() != entry.hash:
            self.damaged.append(entry)
        elif not gap and self.previous is not None and entry.previous != self.previous:
            self.findings.append(
                _finding(
                    "audit/broken-link",
                    "Entry %(seq)s does not follow from entry %(before)s: one of them was replaced.",
                    seq=entry.seq,
                    before=entry.seq - 1,
                )
            )
        if self.against is not None and entry.seq == self.against.seq:
            self.matched = entry.hash == self.against.hash
        self.expected = entry.seq + 1
        # After a damaged entry its own mark still says what the next one should point back to.
        self.previous = entry.hash
        self.last = Checkpoint(seq=entry.seq, hash=entry.hash)

    def end(self, head: Checkpoint | None) -> list[Finding]:
        """Everything found, once the last entry has been read."""
        found = [*self.findings, *_damage(self.damaged)]
        if head is None:
            found.append(
                _finding("audit/no-head", "The record of the last entry is missing.", seq=self.last.seq)
            )
        elif head.seq > self.last.seq:
            found.append(_gap(self.last.seq + 1, head.seq))
        elif head != self.last:
            found.append(
                _finding(
                    "audit/past-head",
                    "The chain does not end as recorded: entry %(recorded)s was to be the last.",
                    seq=self.last.seq,
                    recorded=head.seq,
                )
            )
        if self.against is not None and not self.matched:
            found.append(
                _finding(
                    "audit/checkpoint",
                    "Entry %(seq)s is not the one of the checkpoint, or is gone.",
                    seq=self.against.seq,
                )
            )
        return sorted(found, key=lambda finding: finding.place.row or 0)


def _damage(damaged: list[AuditEntry]) -> Iterator[Finding]:
    """Damaged entries: those that are whole under another one's number were moved, the others changed."""
    seats = [entry.seq for entry in damaged] if len(damaged) <= MOST_COMPARED else []
    for entry in damaged:
        home = next((seat for seat in seats if entry.computed_hash(seq=seat) == entry.hash), None)
        if home is None:
            yield _finding("audit/changed", "Entry %(seq)s was changed.", seq=entry.seq)
        else:
            yield _finding(
                "audit/moved",
                "Entry %(seq)s was moved here: it was entry %(home)s.",
                seq=entry.seq,
                home=home,
            )


def _stream() -> Iterator[AuditEntry]:
    for row in models.Entry.objects.order_by("seq").iterator(chunk_size=CHUNK):
        yield entry_of(row)


def entry_of(row: models.Entry) -> AuditEntry:
    """A row as a value."""
    return AuditEntry(
        seq=row.seq,
        at=row.at,
        act=Act(row.act),
        actor_id=row.actor_id,
        actor_name=row.actor_name,
        sentence=row.sentence,
        values=row.values,
        kind=row.kind,
        ref=row.ref,
        digest=row.digest,
        previous=row.previous,
        hash=row.hash,
    )


def _gap(first: int, last: int) -> Finding:
    if first == last:
        return _finding("audit/removed", "Entry %(seq)s was removed.", seq=first)
    return _finding("audit/removed", "Entries %(seq)s to %(last)s were removed.", seq=first, last=last)


def _finding(code: str, message: str, *, seq: int, **values: int) -> Finding:
    return Finding(
        code=code, message=message, remedy=RESTORE, place=Place(row=seq), values={"seq": seq, **values}
    )


def _guard_findings() -> list[Finding]:
    missing = guard.absent(connection)
    if not missing:
        return []
    return [
        Finding(
            code="audit/guard",
            message="The database no longer refuses to change entries: %(missing)s is missing.",
            remedy="Run the migrations again, and find out who took it away.",
            values={"missing": ", ".join(missing)},
            level="warning",
        )
    ]
