"""The editor's track: what each step needs, what it refuses and in which words, and what it leaves."""

import pytest

from hub import lifecycle
from hub.content import hash_of
from hub.lifecycle import versions
from tests.factories.publishing import a_begun, a_published, stands

pytestmark = pytest.mark.django_db


def test_a_practice_goes_from_the_first_word_to_the_page(porto, ana, mia):
    resource = a_published(ana, porto, mia)
    version = resource.current_version
    assert (resource.status, resource.slug, version.status) == ("published", "mentors-for-young-people", "current")
    assert version.content_hash == hash_of(version)
    assert (resource.review_label, resource.licence) == ("editor_checked", "CC BY 4.0")
    assert {each.term.code for each in resource.resource_terms.all()} >= {"youth", "all_forms", "primary"}


def test_two_tabs_on_one_section_give_a_conflict_with_both_texts(porto, ana, dora):
    version = a_begun(ana, porto)
    opened = version.revisions["story"]
    versions.save_section(version, by=ana, section="story", values={"need": "First."}, stricter={}, revision=opened)
    with pytest.raises(versions.Outdated) as conflict:
        versions.save_section(
            version, by=dora, section="story", values={"need": "Second."}, stricter={}, revision=opened
        )
    assert conflict.value.newer["need"] == "First." and conflict.value.revision == opened + 1
    assert stands(version).content["need"] == "First."
    assert lifecycle.versions.Outdated is versions.Outdated
