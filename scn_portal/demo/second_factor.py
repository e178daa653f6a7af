"""`make codes`: what an authenticator app would show now for each of the staff in the cast."""

import base64
import hmac
import json
import os
import struct
import time
from pathlib import Path

PERIOD = 30  # seconds, as in RFC 6238


def code(secret, at):
    """The six digits for the base32 `secret` at the instant `at` (seconds)."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(at) // PERIOD), "sha1")
    begin = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[begin : begin + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def main():
    file = Path(os.environ.get("SCN_STATE", ".local")) / "cast.json"
    if not file.exists():
        raise SystemExit("Nobody can sign in yet: run `make run` first.")
    now = time.time()
    for person in json.loads(file.read_text()):
        if person["totp_secret"]:
            print(f"{person['role']:<14} {code(person['totp_secret'], now)}")
    print(f"for another {PERIOD - int(now) % PERIOD} seconds")


if __name__ == "__main__":
    main()
