"""Items of the hub that went through the lifecycle, as far as a test needs."""

from hub import lifecycle
from hub.lifecycle import versions
from hub.models import Version
from hub.schema import CRITERIA, sections_of
from tests.factories.hub import a_content, the_terms

ALL_MET = {code: {"answer": "yes", "reason": ""} for code, _words in CRITERIA}
NOT_MET = ALL_MET | {"C3": {"answer": "change", "reason": "Say who trains the mentors."}}


def a_begun(by, city, kind="good_practice", content=None, start=lifecycle.start):
    """A draft of the city, written section by section."""
    the_terms()
    content = a_content() if content is None else content
    within = {"within": city} if city else {}
    resource = start(by=by, kind=kind, title=content["title"], language=content["language"], **within)
    return filled(resource.versions.get(), by, content)


def filled(version, by, content):
    """The draft with this content, each section saved once more."""
    for section in sections_of(version.resource.kind):
        values = {each.name: content[each.name] for each in section.fields if each.name in content}
        if values:
            revision = version.revisions.get(section.key, 0)
            version = versions.save_section(
                version, by=by, section=section.key, values=values, stricter={}, revision=revision
            )
    return version


def a_released(by, city, lead=None, **more):
    return versions.release(a_begun(by, city, **more), by=lead or by)


def an_approved(by, city, moderator, lead=None, **more):
    version = versions.take(a_released(by, city, lead, **more), by=moderator)
    return versions.approve(version, by=moderator, criteria=ALL_MET)


def a_published(by, city, moderator, lead=None, **more):
    """The resource, shown."""
    return lifecycle.publish(an_approved(by, city, moderator, lead, **more).resource, by=moderator)


def published_again(resource, by, moderator, **changes):
    """A further version of the resource, shown."""
    version = filled(versions.revise(by=by, within=resource), by, resource.current_version.content | changes)
    version = versions.take(versions.release(version, by=by), by=moderator)
    versions.approve(version, by=moderator, criteria=ALL_MET)
    return lifecycle.publish(resource, by=moderator)


def stands(version):
    """The same version as it is stored now."""
    return Version.objects.select_related("resource").get(pk=version.pk)
