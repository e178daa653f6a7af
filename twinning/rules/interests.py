"""Rights over interests: the leads of the one city ask and take back, those of the other answer."""

import rules

from . import at_its, leads_city

rules.add_perm("twinning.send_interest", leads_city)
rules.add_perm("twinning.withdraw_interest", at_its("from_city", leads_city))
for _verb in ("accept", "decline"):
    rules.add_perm(f"twinning.{_verb}_interest", at_its("to_city", leads_city))
rules.add_perm("twinning.lapse_interest", rules.always_deny)  # the clock alone
