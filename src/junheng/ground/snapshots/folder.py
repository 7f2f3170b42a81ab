"""A folder of published facts: written whole or not at all, and checked against its own manifest."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from junheng.ground.kernel.findings import Finding, Place, Refused
from junheng.ground.lake import WRITER
from junheng.ground.snapshots.queries import changed
from junheng.ground.snapshots.values import MANIFEST, Taken, digest_of, file_name, manifest


def write(folder: Path, on: date, tables: Iterable[Taken]) -> None:
    """This will write the tables and their manifest beside the folder and put them in its place in one step.

    An earlier export in this place gives way. Raises Refused where the folder holds anything else.
    """
    folder = folder.absolute()
    earlier = (folder / MANIFEST).is_file()
    if folder.exists() and not only_facts(folder):
        raise refused("facts/folder-in-use", "%(folder)s is there already and is no export of facts.", "Name a new or an empty folder.", folder)
    held = list(tables)
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".part", dir=folder.parent))
    try:
        for each in held:
            (beside / file_name(each.name)).write_bytes(each.content)
        (beside / MANIFEST).write_bytes(manifest(on, held, WRITER))
        beside.chmod(0o755)
        if earlier:
            before = beside.with_suffix(".before")
            folder.rename(before)
            beside.rename(folder)
            shutil.rmtree(before)
        else:
            beside.rename(folder)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise


def only_facts(folder: Path) -> bool:
    """Whether the folder is empty, or holds an export and nothing else."""
    if not folder.is_dir():
        return False
    names = {each.name for each in folder.iterdir()}
    return not names or (MANIFEST in names and all(name == MANIFEST or name.endswith(".parquet") for name in names))


def faults(folder: Path) -> list[Finding]:
    """What in a folder is not as its manifest says. Raises Refused where there is no manifest."""
    try:
        said: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        tables = [(str(each["table"]), str(each["sha256"])) for each in said["tables"]]
        digest = said["digest"]
    except (OSError, ValueError, KeyError, TypeError):
        raise refused("facts/no-manifest", "%(folder)s has no readable manifest of an export.",
                      "Name a folder that `junheng facts export` wrote.", folder) from None
    found = [changed(name) for name, mark in tables if sha_of(folder / file_name(name)) != mark]
    if digest_of(tables) != digest:
        found.append(changed(MANIFEST))
    return found


def sha_of(file: Path) -> str:
    """SHA-256 of a file; "" where there is none."""
    return sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


def refused(code: str, message: str, remedy: str, folder: Path) -> Refused:
    """A refusal that names the folder."""
    return Refused(Finding(code=code, message=message, remedy=remedy, place=Place(file=str(folder)), values={"folder": folder.name}))
