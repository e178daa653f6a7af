"""The order of locks in the hub: the chain of adoptions, the resource, its version, new addresses, the index last."""

from django.db import connection

from ..models import Resource

CHAIN = "hub:adoptions"  # the chain of adoptions is looked at by one at a time
SLUGS = "hub:slugs"


def lock_name(name):
    """Hold until the end of the transaction what has no row of its own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])


def lock_resource(version, **_):
    """The resource of a version changes before the version does."""
    Resource.objects.select_for_update(of=("self",)).get(pk=version.resource_id)
