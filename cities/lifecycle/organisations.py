"""How organisations beside the cities are kept, and what each is or was for the network."""

from scn_portal.lifecycle import Lifecycle

from ..models import Organisation
from ..slugs import created_with_slug

LONGEST = 100

organisations = Lifecycle(Organisation)


@organisations.creation()
def register(*, by, name, **facts):
    """A moderator enters an organisation that is not a city."""
    return created_with_slug(Organisation, name, otherwise="organisation", longest=LONGEST, name=name, **facts)


@organisations.transition()
def change(organisation, *, by, **facts):
    """A moderator puts right what is known of it; its address stays."""
    for name, value in facts.items():
        setattr(organisation, name, value)


@organisations.transition()
def give_role(organisation, *, by, role, since=None, until=None, precision="unknown", source=""):
    """A moderator records what the organisation is or was for the network, as far as a source says so."""
    organisation.roles.create(role=role, since=since, until=until, precision=precision, source=source)


@organisations.transition()
def end_role(organisation, *, by, held, until):
    """A moderator records that the organisation no longer has a role; the years stay."""
    held = organisation.roles.select_for_update().get(pk=held.pk)
    held.until = until
    held.save(update_fields=["until"])
