"""The people who work for the network's host."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction

from scn_portal.audit.models import record
from scn_portal.lifecycle import SYSTEM

from .groups import STAFF_GROUPS


@transaction.atomic
def appoint(role, *, email, name, by=SYSTEM):
    """Make a person with this address staff in `role`; one who is there keeps the name and the other roles.

    A new person has no password: it is chosen by a mailed link, and staff must then set up a second factor.
    """
    if role not in STAFF_GROUPS:
        raise ValueError(f"role is {role!r}, wanted one of {', '.join(STAFF_GROUPS)}")
    people = get_user_model().objects
    person = people.filter(email__iexact=email).first() or people.create_user(email, name=name)
    if not person.is_staff:
        person.is_staff = True
        person.save(update_fields=["is_staff"])
    if not person.groups.filter(name=role).exists():
        person.groups.add(Group.objects.get_or_create(name=role)[0])
        record("accounts.appoint", subject=person, actor=by, after=role)
    return person
