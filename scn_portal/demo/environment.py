"""Make `.venv` what the lock file says, if it is not so already. Needs nothing but Python with venv.

Every package is checked against its hash and comes as a wheel: no compiler, no root, no code run at set-up.
Run as a file: `python3 scn_portal/demo/environment.py [--dev]`.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".venv"
STAMP = FOLDER / "installed.txt"
OLDEST = (3, 11)


def wanted(lock):
    """One line that changes with the lock file, the Python version and the place."""
    digest = hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()
    return f"{lock} {digest} {sys.version_info[0]}.{sys.version_info[1]} {FOLDER}"


def make_folder():
    try:
        venv.create(FOLDER, clear=True, symlinks=True, with_pip=shutil.which("uv") is None)
    except subprocess.CalledProcessError:
        raise SystemExit(
            "Python has no venv module with pip. On Debian and Ubuntu: apt-get install python3-venv"
        ) from None


def install(lock):
    python = FOLDER / "bin" / "python"
    strict = ["--require-hashes", "--only-binary", ":all:", "--requirement", str(ROOT / lock)]
    if uv := shutil.which("uv"):
        command = [uv, "pip", "install", "--quiet", "--python", str(python), *strict]
    else:
        command = [str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check", *strict]
    if subprocess.run(command, cwd=ROOT).returncode:
        raise SystemExit(f"The packages of {lock} could not be installed; the reason stands above.")


def main(words):
    if sys.version_info < OLDEST:
        have = ".".join(map(str, sys.version_info[:3]))
        raise SystemExit(
            f"The portal needs Python 3.11 or newer, and this is {have}. Name one: make run PYTHON=python3.12"
        )
    lock = "requirements-dev.txt" if "--dev" in words else "requirements.txt"
    installed = STAMP.read_text().splitlines() if STAMP.exists() else []
    if wanted(lock) in installed:
        return
    print(f"Setting up .venv from {lock}; this takes a minute the first time …", flush=True)
    if installed != [wanted("requirements.txt")]:  # the development set is added to an up-to-date runtime set
        make_folder()
    os.environ.pop("PYTHONPATH", None)
    install(lock)
    covered = {lock, "requirements.txt"}  # the development set contains the runtime set
    STAMP.write_text("\n".join(wanted(each) for each in sorted(covered)))


if __name__ == "__main__":
    main(sys.argv[1:])
