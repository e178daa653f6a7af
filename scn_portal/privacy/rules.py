"""Who may ask for a copy or for erasure, and who decides about another person."""

import rules

from scn_portal.accounts.models import User
from scn_portal.accounts.rules import is_registrar

from .signals import too_close_to


@rules.predicate
def is_person(principal):
    """Somebody who is signed in, and not the holder of a link, a visitor or the clock."""
    return isinstance(principal, User)


@rules.predicate
def is_about_oneself(user, row):
    return row.user_id == user.pk


@rules.predicate
def is_close_to_its_person(user, request):
    """Is the person, or is tied to a city of that person."""
    return bool(too_close_to(user, [request.user]))


decides_about_others = is_registrar & ~is_close_to_its_person

rules.add_perm("privacy.ask_copy_owncopy", is_person)
rules.add_perm("privacy.make_owncopy", rules.always_deny)  # a job alone
rules.add_perm("privacy.fetch_owncopy", is_person & is_about_oneself)
rules.add_perm("privacy.ask_erasurerequest", is_person)
rules.add_perm("privacy.withdraw_erasurerequest", is_person & is_about_oneself)
for _verb in ("approve", "refuse"):
    rules.add_perm(f"privacy.{_verb}_erasurerequest", decides_about_others)
rules.add_perm("privacy.carry_out_erasurerequest", rules.always_deny)  # a job alone
rules.add_perm("privacy.view_erasurerequest", is_registrar)
