"""Who may, as far as the ground knows. Predicates of apps build on these."""

import rules

is_staff = rules.Predicate(lambda user: bool(user.is_active and getattr(user, "is_staff", False)), name="is_staff")


def group_names(user):
    """The staff groups of a person, read once per request. Django's superuser counts as an administrator."""
    if not hasattr(user, "_group_names"):
        user._group_names = set(user.groups.values_list("name", flat=True))
        if user.is_superuser:
            user._group_names.add("administrator")
    return user._group_names


def in_group(name):
    """Staff of one group: registrar, moderator, administrator. Administrators hold every staff group."""

    @rules.predicate(f"in_group:{name}")
    def belongs(user):
        if not is_staff(user):
            return False
        return bool(group_names(user) & {name, "administrator"})

    return belongs


is_registrar = in_group("registrar")
is_moderator = in_group("moderator")
is_administrator = in_group("administrator")
