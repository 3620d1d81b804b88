"""A PostgreSQL server for tests, in a folder that goes away, on a socket only."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def programs() -> Path | None:
    """The folder of `initdb` and `pg_ctl`, None if PostgreSQL is not installed."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return folders[-1].parent if folders else None


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """A running server; gives its connection string. As root it runs as the user `postgres`."""
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    place = Path(tempfile.mkdtemp(prefix="lemmata-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(place, user)

    def run(program: str, *words: str) -> None:
        command = [str(folder / program), *words]
        subprocess.run(command, user=user, cwd=place, check=True, capture_output=True, timeout=120)

    try:
        run("initdb", "-D", "data", "-U", "lemmata", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
        options = f"-k {place} -c listen_addresses= -c fsync=off"
        run("pg_ctl", "-D", "data", "-w", "-l", "log", "-o", options, "start")
        try:
            yield f"host={place} user=lemmata dbname=postgres"
        finally:
            run("pg_ctl", "-D", "data", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(place, ignore_errors=True)
