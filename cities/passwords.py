"""Words that somebody who knows the city would try first."""


def words_around(user):
    """Names of the cities that the person acts, or acted, for."""
    names = user.representations.values_list("city__name", flat=True)
    return [word for name in names for word in [name, *name.split()]]
