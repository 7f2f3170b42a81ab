"""What an office says of a school when it opens or changes one."""

from __future__ import annotations

from dataclasses import dataclass

from junheng.registry.values.codes import Locale, Ownership, SchoolKind


@dataclass(frozen=True, slots=True)
class Said:
    """A school as it is from a day on. `township` is the id of its unit; `capacity` None where nobody has said."""

    name: str
    kind: SchoolKind
    ownership: Ownership
    locale: Locale
    township: int | None
    short_name: str = ""
    address: str = ""
    capacity: int | None = None
