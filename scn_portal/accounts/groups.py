"""The groups of staff. What each may see and do stands in code (docs/decisions/0006)."""

STAFF_GROUPS = ("registrar", "moderator", "administrator")


def make_staff_groups(using="default", **_):
    """Runs after every migrate; the groups exist wherever the schema does."""
    from django.contrib.auth.models import Group

    for name in STAFF_GROUPS:
        Group.objects.using(using).get_or_create(name=name)
