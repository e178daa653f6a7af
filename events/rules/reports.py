"""Who may write and publish the report."""

import rules

from . import is_officer

WRITING = ("write", "edit", "add_block", "change_block", "remove_block", "submit", "send_back", "publish", "revise")

for _verb in WRITING:
    rules.add_perm(f"events.{_verb}_report", is_officer)
