"""The web server: `python -m junheng.shell.site HOST PORT [CERTIFICATE KEY]`, started by `junheng up`."""

from __future__ import annotations

import sys
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from junheng.shell.family import end_with_parent

THREADS = 4


def main(host: str, port: str, *certificate: str) -> None:
    """Serve until told to stop."""
    cert, key = (Path(certificate[0]), Path(certificate[1])) if certificate else (None, None)
    end_with_parent()
    Granian("junheng.shell.wsgi:application", address=host, port=int(port), interface=Interfaces.WSGI,
            blocking_threads=THREADS, websockets=False, log_level=LogLevels.warning, respawn_failed_workers=True,
            ssl_cert=cert, ssl_key=key).serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
