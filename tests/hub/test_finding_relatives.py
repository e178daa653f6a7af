"""Words of the same family put in order what matches anyway; alone they find nothing."""

import pytest

from scn_portal.sharing import Sharing
from tests.hub.test_finding_basics import an_item, found

pytestmark = pytest.mark.django_db


def french(title, **more):
    return an_item(title, language="fr", action="Une action de la ville.", **more)


def test_of_two_that_hold_a_word_the_one_with_a_relative_of_the_other_comes_first():
    plain = french("Le jardin et le jardin", summary="Un jardin pour tous, au milieu du quartier.")
    related = french("Le jardin", summary="Les habitants ont fait un jardin après le camouflage des murs.")
    assert found("jardin camouflé") == [related.pk, plain.pk]
    assert found("jardin peint") == [plain.pk, related.pk]


def test_a_relative_alone_is_no_hit():
    asked_for = french("Le jardin", summary="Un jardin pour tous, au milieu du quartier.")
    french("Les murs du quartier", summary="Un camouflage des murs, au milieu du quartier.")
    assert found("jardin camouflé") == [asked_for.pk]


def test_relatives_that_the_reader_may_not_read_take_no_place_among_those_that_count():
    closer = " ".join(f"camoufl{letter}" for letter in "zxwkpqgb")
    french("Ailleurs", summary=f"Des mots rares : {closer}.", sharing=Sharing.GREEN)
    plain = french("Le jardin et le jardin", summary="Un jardin pour tous, au milieu du quartier.")
    related = french("Le jardin", summary="Les habitants ont fait un jardin après le camouflage des murs.")
    assert found("jardin camouflé") == [related.pk, plain.pk]
