"""`junheng up`: bring the database up to date, serve at once, run the worker, stop cleanly."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import webbrowser
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from junheng.shell.messages import compile_all

# The site is for the whole intranet; which names it answers to is JUNHENG_HOSTS.
HOST = "0.0.0.0"  # noqa: S104


def prepare() -> None:
    """This will bring database, cache table, catalogues and static files up to date."""
    compile_all()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    if stale_static():
        call_command("collectstatic", interactive=False, verbosity=0)
        (Path(settings.STATIC_ROOT) / ".stamp").touch()


def stale_static() -> bool:
    """Whether a static file of the house is newer than what was collected."""
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    if not stamp.exists():
        return True
    since = stamp.stat().st_mtime
    return any(place.stat().st_mtime > since for place in settings.PACKAGE.rglob("static/**/*") if place.is_file())


def server_command(port: int, *, host: str = HOST) -> list[str]:
    """The web server in a process of its own; a certificate and its key may follow."""
    return [sys.executable, "-m", "junheng.shell.site", host, str(port)]


def children(port: int, *, tls: bool) -> list[subprocess.Popen[bytes]]:
    """The web server and the worker, each in a process of its own."""
    environment = {**os.environ, "JUNHENG_CHILD": str(os.getpid()), "DJANGO_SETTINGS_MODULE": "junheng.shell.settings"}
    server = server_command(port)
    if tls:
        from junheng.shell.certificate import county_certificate

        certificate, key, fingerprint = county_certificate(Path(settings.HOME))
        server += [str(certificate), str(key)]
        sys.stderr.write(f"SHA-256 {fingerprint}\n")
    return [subprocess.Popen(server, env=environment),
            subprocess.Popen([sys.executable, "-m", "junheng", "worker"], env=environment)]


def serve(*, port: int, demo: bool, open_browser: bool, tls: bool) -> None:
    """This will serve until Ctrl-C; the example county loads behind the running site."""
    prepare()
    address = f"{'https' if tls else 'http'}://localhost:{port}"
    accounts: list[tuple[str, str, str]] = []
    if demo:
        from junheng.shell.demo import open_accounts

        accounts = open_accounts()
    running = children(port, tls=tls)
    sys.stdout.write(f"\n均衡 Junheng  {address}\n")
    for name, username, password in accounts:
        sys.stdout.write(f"  {username:<10} {password:<14} {name}\n")
    sys.stdout.flush()
    if demo:
        from junheng.shell.demo import start_loading

        start_loading()
    if open_browser:
        threading.Timer(1.5, webbrowser.open, (address,)).start()
    wait(running)


def wait(running: list[subprocess.Popen[bytes]]) -> None:
    """This will wait for the children, and stop all when one ends or a signal comes."""
    done = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: done.set())
    while not done.wait(0.5):
        if any(child.poll() is not None for child in running):
            break
    for child in running:
        child.terminate()
    for child in running:
        try:
            child.wait(15)
        except subprocess.TimeoutExpired:
            child.kill()
