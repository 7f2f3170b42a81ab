"""Files that appear whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from errno import EISDIR
from os import strerror
from pathlib import Path

from junheng.ground.kernel.findings import Finding, Place, Refused


def write_whole(contents: Mapping[Path, bytes]) -> None:
    """This will write files beside their places first, and put them there when all are written."""
    beside = {place: place.with_name(f".{place.name}.part") for place in contents}
    try:
        for place, content in contents.items():
            place.parent.mkdir(parents=True, exist_ok=True)
            if place.is_dir():
                raise IsADirectoryError(EISDIR, strerror(EISDIR), str(place))
            beside[place].write_bytes(content)
        for place in contents:
            beside[place].replace(place)
    except OSError as fault:
        for each in beside.values():
            with suppress(OSError):
                each.unlink()
        raise Refused(Finding(code="unwritable", message="%(name)s cannot be written: %(why)s.",
                              remedy="Check the path and the rights.", place=Place(file=str(fault.filename or "")),
                              values={"name": str(fault.filename or ""), "why": fault.strerror or str(fault)})) from None
