"""Who may prepare, announce and change events, stops and hosts: the events officers."""

import rules

from . import is_officer

VERBS = (
    *("write", "revise", "set_text", "name_city", "unname_city", "rename", "announce", "open_registration"),
    *("close_registration", "reopen", "postpone", "reschedule", "cancel", "archive", "record"),
    "invite_committee",
)
for verb in VERBS:
    rules.add_perm(f"events.{verb}_event", is_officer)
rules.add_perm("events.end_event", rules.always_deny)  # the clock

for verb in ("add", "record", "change", "cancel", "add_host", "change_host", "remove_host"):
    rules.add_perm(f"events.{verb}_stop", is_officer)
rules.add_perm("events.complete_stop", rules.always_deny)  # the clock
