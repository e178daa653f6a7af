"""Rights over profiles: the leads of the city write and confirm; what falls with a practice is the clock's."""

import rules

from . import at_its, leads_city

rules.add_perm("twinning.write_profile", leads_city)
for _verb in ("change", "confirm"):
    rules.add_perm(f"twinning.{_verb}_profile", at_its("city", leads_city))
rules.add_perm("twinning.lower_profile", rules.always_deny)  # follows from what happens to a practice
