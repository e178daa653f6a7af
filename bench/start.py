"""How long `make run` takes: the first start with its seed, then three more on the same state folder.

python bench/start.py        uses a folder and a port of its own; prints one JSON line
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SERVERS = {"DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"}


def seconds_to_open(variables):
    """Start the portal, wait for its word that it is open, stop it. Returns the seconds until it was open."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "scn_portal.demo"], cwd=ROOT, env=variables, stdout=subprocess.PIPE, text=True
    )
    for line in process.stdout:
        if "The portal is open at" in line:
            break
    taken = time.monotonic() - began
    process.send_signal(signal.SIGINT)
    process.communicate()
    return round(taken, 1)


def main():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        Path(folder).chmod(0o755)
        variables = {name: value for name, value in os.environ.items() if name not in SERVERS}
        variables |= {"PORT": str(port), "SCN_STATE": f"{folder}/state"}
        first, *later = [seconds_to_open(variables) for _ in range(4)]
    print(json.dumps({"first_start_s": first, "later_starts_s": later}))


if __name__ == "__main__":
    main()
