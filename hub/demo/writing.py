"""From the first line of an item to where it stands: the steps that its people would take, one by one."""

from hub import lifecycle
from hub.lifecycle import versions
from hub.schema import sections_of
from scn_portal.sharing import Sharing

CRITERIA = ("C1", "C2", "C3", "C4", "C5", "C6")
MET = {each: {"answer": "yes", "reason": ""} for each in CRITERIA}


def write(resource, *, by, content, stricter=None, sharing=Sharing.CLEAR):
    """Say who may read it, fill in each section, and return the draft."""
    if sharing != resource.sharing:
        resource = lifecycle.choose_sharing(resource, by=by, sharing=sharing)
    version, stricter = resource.versions.get(), stricter or {}
    for section in sections_of(resource.kind):
        names = {field.name for field in section.fields}
        values = {name: value for name, value in content.items() if name in names}
        if values:
            version = versions.save_section(
                version,
                by=by,
                section=section.key,
                values=values,
                stricter={name: level for name, level in stricter.items() if name in names},
                revision=version.revisions.get(section.key, 0),
            )
    return version


def screen(version, *, author, moderator):
    """Its author hands it in, and a moderator begins to read it."""
    return versions.take(versions.release(version, by=author), by=moderator)


def approve(version, *, author, moderator):
    """The moderator finds every criterion met."""
    return versions.approve(screen(version, author=author, moderator=moderator), by=moderator, criteria=MET)


def publish(version, *, author, moderator):
    """The whole way, up to the page. Returns the resource."""
    return lifecycle.publish(approve(version, author=author, moderator=moderator).resource, by=moderator)
