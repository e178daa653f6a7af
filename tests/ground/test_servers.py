"""The embedded servers and the state folder, each on its own."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg2
import pytest

from scn_portal.demo import homes, messages
from scn_portal.demo.homes import Home, private_folder
from scn_portal.demo.servers import CARELESS, OWNER, WEB, Broker, Postgres
from scn_portal.demo.state import Claim, signing_key

ROOT = Path(__file__).resolve().parents[2]
PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "City"\nmsgstr "Ville"\n'


@pytest.fixture
def home():
    home = Home(tempfile.mkdtemp(prefix="scn-"))
    yield home
    shutil.rmtree(home.folder)


@pytest.fixture(scope="module")
def database():
    database = Postgres(Home(tempfile.mkdtemp(prefix="scn-")), CARELESS)
    database.start()
    yield database
    database.stop()
    shutil.rmtree(database.home.folder)


def refusal(database, role, statement):
    with psycopg2.connect(database.url(role)) as connection, connection.cursor() as cursor:
        try:
            cursor.execute(statement)
        except psycopg2.Error as error:
            connection.rollback()
            return type(error).__name__
    return None


@pytest.mark.parametrize("statement", ["CREATE TABLE x ()", "CREATE TEMPORARY TABLE x ()", "CREATE ROLE x"])
def test_the_web_role_cannot_make_anything(database, statement):
    assert refusal(database, WEB, statement) == "InsufficientPrivilege"


def test_the_owner_makes_tables_and_extensions_without_being_a_superuser(database):
    assert (
        refusal(database, OWNER, "CREATE TABLE owned (); CREATE EXTENSION pg_trgm; CREATE EXTENSION unaccent") is None
    )
    assert refusal(database, OWNER, "CREATE ROLE x") == "InsufficientPrivilege"
    assert refusal(database, WEB, "DROP TABLE owned") == "InsufficientPrivilege"


def test_the_server_listens_on_a_private_socket_only(database):
    with psycopg2.connect(database.url(WEB)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('listen_addresses'), current_setting('max_connections')")
        assert cursor.fetchone() == ("", "200")
    assert database.home.sockets.stat().st_mode & 0o777 == 0o700
    assert database.home.folder.stat().st_mode & 0o777 == 0o700


def test_a_server_that_was_stopped_keeps_its_data(home):
    database = Postgres(home, CARELESS)
    database.start()
    refusal(database, OWNER, "CREATE TABLE kept ()")
    database.stop()
    assert not (database.data / "postmaster.pid").exists()
    database.start()
    assert refusal(database, OWNER, "SELECT FROM kept") is None
    database.stop()


def test_servers_with_a_long_path_live_elsewhere_and_are_found_again(tmp_path):
    wished = tmp_path / ("long" * 20) / "home"
    home = Home(wished)
    assert len(str(home.sockets)) < 100
    assert Home(wished).folder == home.folder
    shutil.rmtree(home.folder)


def test_a_folder_of_somebody_else_is_refused(tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "there")
    with pytest.raises(SystemExit, match="belongs to somebody else"):
        private_folder(tmp_path / "link", homes.unprivileged_account())


def test_without_a_broker_messages_go_through_a_folder(home, monkeypatch):
    monkeypatch.setattr(Home, "packaged", lambda *_: None)
    monkeypatch.setenv("PATH", "")
    broker = Broker(home)
    broker.start()
    assert broker.url == "filesystem://"
    broker.stop()


def test_a_state_folder_is_held_once_and_waits_for_children(tmp_path):
    first = Claim(tmp_path, "http://127.0.0.1:8000")
    with pytest.raises(SystemExit, match="already runs at http://127.0.0.1:8000"):
        Claim(tmp_path, "http://127.0.0.1:8001")
    child = subprocess.Popen(["sleep", "1"], pass_fds=[first.children])
    os.close(first.lock)
    os.close(first.children)
    began = time.monotonic()
    second = Claim(tmp_path, "http://127.0.0.1:8001")
    assert time.monotonic() - began > 0.5
    child.wait()
    os.close(second.lock)
    os.close(second.children)


def test_the_signing_key_is_made_once(tmp_path):
    key = signing_key(tmp_path)
    assert len(key) > 60
    assert signing_key(tmp_path) == key
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


def test_only_stale_translations_are_compiled(tmp_path):
    source = tmp_path / "fr/LC_MESSAGES/django.po"
    source.parent.mkdir(parents=True)
    source.write_text(PO)
    assert messages.compile_stale(tmp_path) == ["fr"]
    assert b"Ville" in source.with_suffix(".mo").read_bytes()
    assert messages.compile_stale(tmp_path) == []
    os.utime(source, (time.time() + 5, time.time() + 5))
    assert messages.compile_stale(tmp_path) == ["fr"]


def test_a_command_gets_servers_of_its_own_and_its_exit_code_is_passed_on(tmp_path):
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "REDIS", "SCN"))}
    ask = "import os, sys; print(os.environ['SCN_STATE'], os.environ['REDIS_URL']); sys.exit(7)"
    command = [sys.executable, "-m", "scn_portal.demo.servers", "--", sys.executable, "-c", ask]
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, timeout=60)
    assert done.returncode == 7, done.stderr
    state, broker = done.stdout.split()
    assert not Path(state).exists()
    assert not Path(broker.removeprefix("unix://")).parent.parent.exists()
