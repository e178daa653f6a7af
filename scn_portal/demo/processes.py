"""Child processes that never outlive the one who started them.

Each child gets a session of its own, so that Ctrl-C in the terminal reaches only the supervisor, and asks the kernel
for a signal when its parent dies, so that even SIGKILL of the supervisor leaves nothing behind (Linux).
Start children from the main thread only: the kernel watches the thread that forked.
"""

import ctypes
import os
import signal
import subprocess
from functools import partial

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


def die_with_parent(number, parent):
    """Be sent signal `number` when `parent` dies; end at once if it has died already."""
    if hasattr(_libc, "prctl"):
        _libc.prctl(PR_SET_PDEATHSIG, int(number))
    if os.getppid() != parent:
        os._exit(1)


def stop_with_parent_if_asked(words):
    """Take `--stop-with-parent` off the command line: SIGKILL of make then stops us as SIGTERM would."""
    if "--stop-with-parent" not in words:
        return words
    die_with_parent(signal.SIGTERM, os.getppid())
    return [word for word in words if word != "--stop-with-parent"]


def spawn(command, *, account=None, when_orphaned=signal.SIGTERM, **options):
    """Start `command` in a session of its own, as `account` (a pwd entry) if one is given."""
    if account:
        options |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    return subprocess.Popen(
        [str(word) for word in command],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=partial(die_with_parent, when_orphaned, os.getpid()),
        **options,
    )


def stop(process, number=signal.SIGTERM, patience=15):
    """Ask a child to end; after `patience` seconds end it and whatever it started."""
    if process.poll() is not None:
        return
    process.send_signal(number)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)  # a session of its own is a group of its own
        process.wait()
