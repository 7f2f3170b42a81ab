"""Backup and restore: database and attachments in one file, checked by their hashes."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tempfile
import zipfile
from pathlib import Path

from django.conf import settings
from django.db import connection

from junheng.ground.kernel.findings import Finding, Place, Refused


def save(file: Path) -> str:
    """This will write a backup; the file appears whole or not at all. PostgreSQL has its own: pg_dump."""
    if connection.vendor != "sqlite":
        return "This database is PostgreSQL: use pg_dump for it and copy the folder of attachments."
    beside = file.with_name(f".{file.name}.part")
    manifest: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
        copy = Path(folder) / "junheng.sqlite3"
        source, target = sqlite3.connect(settings.DATABASES["default"]["NAME"]), sqlite3.connect(copy)
        with target:
            source.backup(target)
        source.close()
        target.close()
        root = Path(settings.FILES_ROOT)
        parts = [(copy, "junheng.sqlite3"), (Path(settings.HOME) / "secret", "secret")]
        parts += [(place, f"files/{place.relative_to(root)}") for place in sorted(root.rglob("*")) if place.is_file()]
        for place, name in parts:
            manifest[name] = hashlib.sha256(place.read_bytes()).hexdigest()
            archive.write(place, name)
        archive.writestr("manifest.json", json.dumps(manifest, indent=1, sort_keys=True))
    beside.replace(file)
    return f"{file}: {len(manifest)} files"


def bring_back(file: Path) -> str:
    """This will restore a backup into a home folder without a database. Raises Refused for a damaged file."""
    home = Path(settings.HOME)
    if (home / "junheng.sqlite3").exists():
        raise refused("home-in-use", "This home folder holds a database already.",
                      "Name an empty folder with JUNHENG_HOME.", file)
    try:
        archive = zipfile.ZipFile(file)
        manifest = json.loads(archive.read("manifest.json"))
    except (OSError, zipfile.BadZipFile, KeyError, ValueError):
        raise refused("backup-broken", "%(name)s is no backup of this house, or it is damaged.",
                      "Use another copy of the backup.", file) from None
    for name, digest in manifest.items():
        if ".." in name or name.startswith("/") or hashlib.sha256(archive.read(name)).hexdigest() != digest:
            raise refused("backup-changed", "%(name)s has been changed since it was made.",
                          "Use another copy of the backup.", file)
    for name in sorted(manifest, key=lambda each: each == "junheng.sqlite3"):
        target = home / name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = target.with_name(f".{target.name}.part")
        beside.write_bytes(archive.read(name))
        beside.replace(target)
    return f"{home}: {len(manifest)} files"


def refused(code: str, message: str, remedy: str, file: Path) -> Refused:
    """A refusal that names the file."""
    return Refused(Finding(code=code, message=message, remedy=remedy, place=Place(file=str(file)),
                           values={"name": file.name}))
