"""What must be true before the portal starts: translations, static files, tables, and once the demonstration."""

import hashlib
import json
from contextlib import closing
from pathlib import Path

import psycopg2

from .messages import compile_stale

ROOT = Path(__file__).resolve().parents[2]


def prepare(crew, state):
    if compiled := compile_stale():
        crew.say(f"Translations compiled: {', '.join(compiled)}.")
    collect_static(crew, state)
    crew.run("prepare")
    if nobody_can_sign_in(crew.variables["DATABASE_URL"]):
        crew.say("First start: making the demonstration network …")
        crew.run("seed")


def collect_static(crew, state):
    """Gather and compress static files, unless neither they nor the packages have changed since the last time."""
    stamp, now = state / "static.stamp", static_fingerprint()
    if stamp.exists() and stamp.read_text() == now:
        return
    crew.run("collectstatic", "--noinput", "--clear", "--verbosity", "0")
    stamp.write_text(now)


def static_fingerprint():
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted((ROOT / "static").rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(ROOT)} {path.stat().st_size} {path.stat().st_mtime_ns}\n".encode())
    return digest.hexdigest()


def nobody_can_sign_in(address):
    """Whether the portal is empty. One with people in it is never seeded: they may be real."""
    with closing(psycopg2.connect(address)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT NOT EXISTS (SELECT FROM accounts_user)")
        return cursor.fetchone()[0]


def welcome(address, state, seconds):
    """The address and who can sign in there, as a table."""
    lines = ["", f"The portal is open at {address} (ready in {seconds:.1f} s; Ctrl-C stops it)", ""]
    file = state / "cast.json"
    if file.exists():
        lines += [*table(json.loads(file.read_text())), "", f"  The same is kept in {file}.", ""]
    return "\n".join(lines)


def table(cast):
    heads = {"role": "Role", "email": "E-mail", "password": "Password", "totp_secret": "TOTP secret"}
    rows = [[row[name] or "" for name in heads] for row in (heads, *cast)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  " + "  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
