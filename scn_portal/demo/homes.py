"""Where the embedded servers live: a private folder, an account that may not be root, and a short path for sockets."""

import os
import pwd
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

LONGEST_HOME = 75  # bytes; the kernel allows 107 for the whole path of a socket


def unprivileged_account():
    """PostgreSQL refuses to run as root: the account it runs as then, else None."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise SystemExit("Started as root, and neither the account postgres nor nobody exists. Start it as another user.")


def private_folder(path, account):
    """Make `path` (0700, owned by the account); refuse a folder that somebody else has put there."""
    path.mkdir(parents=True, exist_ok=True)
    owners = {os.geteuid(), account.pw_uid if account else os.geteuid()}
    if path.is_symlink() or path.stat().st_uid not in owners:
        raise SystemExit(f"{path} belongs to somebody else. Remove it, or choose another folder with SCN_STATE.")
    path.chmod(0o700)
    if account:
        os.chown(path, account.pw_uid, account.pw_gid)
    return path


class Home:
    """The folder of the servers: the wished one, or one in /var/tmp where that will not do.

    It will not do if its path is too long for a socket, or if started as root in a folder that no other account can
    enter. A note beside the wished folder then says where the servers live.
    """

    def __init__(self, wished):
        self.account = unprivileged_account()
        wished = Path(wished).resolve()
        wished.parent.mkdir(parents=True, exist_ok=True)
        note = wished.with_name(f"{wished.name}.elsewhere")
        if len(str(wished)) <= LONGEST_HOME and self.can_enter(wished.parent):
            folder = wished
        elif note.exists():
            folder = Path(note.read_text())
        else:
            folder = Path(tempfile.mkdtemp(prefix="scn-", dir="/var/tmp"))  # survives a restart of the machine
            note.write_text(str(folder))
        self.folder = private_folder(folder, self.account)
        self.sockets = private_folder(folder / "sockets", self.account)

    def can_enter(self, path):
        if self.account is None:
            return True
        as_account = {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}
        return subprocess.run(["test", "-x", str(path)], cwd="/", **as_account).returncode == 0

    def packaged(self, package, inside):
        """The path `inside` an installed wheel, copied here if the account cannot enter the virtual environment.

        The package is found, not imported: importing it would already change the machine.
        """
        found = find_spec(package)
        if found is None:
            return None
        folder = Path(found.submodule_search_locations[0])
        if not self.can_enter(folder):
            copy = self.folder / "wheels" / package
            for source in (folder, folder.with_name(f"{package}.libs")):
                if source.exists():
                    shutil.copytree(source, copy.with_name(source.name), dirs_exist_ok=True, symlinks=True)
            folder = copy
        return next(iter(sorted(folder.glob(inside))), None)
