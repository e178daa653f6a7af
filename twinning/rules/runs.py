"""Rights over runs of the matching: moderators start and cancel them, the solver does the rest."""

import rules

from . import is_moderator

rules.add_perm("twinning.start_run", is_moderator)
rules.add_perm("twinning.cancel_run", is_moderator)
for _verb in ("take", "finish", "fail", "stop", "give_back"):
    rules.add_perm(f"twinning.{_verb}_run", rules.always_deny)
