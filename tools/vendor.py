"""Copy the front-end packages that npm installed to where the site serves them, with their licences."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src" / "junheng" / "shell" / "static" / "vendor"
FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "@tabler/core/LICENSE": "tabler.LICENSE",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/LICENSE": "htmx.LICENSE",
    "echarts/dist/echarts.min.js": "echarts.min.js",
    "echarts/LICENSE": "echarts.LICENSE",
    "leaflet/dist/leaflet.js": "leaflet.js",
    "leaflet/dist/leaflet.css": "leaflet.css",
    "leaflet/LICENSE": "leaflet.LICENSE",
}

if __name__ == "__main__":
    TARGET.mkdir(parents=True, exist_ok=True)
    for source, name in FILES.items():
        place = ROOT / "node_modules" / source
        if place.exists():
            shutil.copyfile(place, TARGET / name)
        elif not name.endswith("LICENSE"):
            raise SystemExit(f"missing: {source}; run npm ci first")
