"""Who may read it: stricter at once, wider with a reason, to everybody only with a moderator."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from hub import lifecycle
from hub.lifecycle import versions
from hub.models import Adoption, Resource
from scn_portal.lifecycle import TransitionRefused
from scn_portal.sharing import Sharing
from tests.factories.hub import a_resource
from tests.factories.publishing import a_begun, a_released

pytestmark = pytest.mark.django_db
CLEAR, GREEN, AMBER = Sharing
WHY = "Other cities ask for it."


def refusal_of(act, *args, **details):
    with pytest.raises(TransitionRefused) as refused:
        act(*args, **details)
    return str(refused.value)


def readers(resource, **people):
    seen = {name: Resource.objects.visible_to(person).filter(pk=resource.pk) for name, person in people.items()}
    return {name for name, rows in seen.items() if rows.exists()}


def test_narrowing_counts_at_once_and_anybody_who_edits_may(porto, ana, pia, bo):
    item = a_resource(porto)
    for sharing, who in ((GREEN, {"pia", "bo"}), (AMBER, {"pia"})):
        item = lifecycle.narrow(item, by=pia, sharing=sharing)
        assert readers(item, pia=pia, bo=bo, all=AnonymousUser()) == who


def test_narrowing_is_no_way_to_widen(porto, ana, pia):
    item = a_resource(porto, sharing=GREEN)
    for sharing in (CLEAR, GREEN, 3):
        words = refusal_of(lifecycle.narrow, item, by=pia, sharing=sharing)
        assert words == "That is not stricter than what holds now."


def test_members_may_read_it_on_the_word_of_the_city_alone(porto, ana, paulo):
    item = a_resource(porto, sharing=AMBER)
    with pytest.raises(PermissionDenied):
        lifecycle.widen(item, by=paulo, sharing=GREEN, reason=WHY)
    assert refusal_of(lifecycle.widen, item, by=ana, sharing=GREEN, reason=" ") == "Say why."
    assert refusal_of(lifecycle.widen, item, by=ana, sharing=AMBER, reason=WHY) == (
        "That is not wider than what holds now."
    )
    assert lifecycle.widen(item, by=ana, sharing=GREEN, reason=WHY).sharing == GREEN


def test_everybody_may_read_it_only_after_a_moderator_agrees(porto, ana, mia):
    item = lifecycle.widen(a_resource(porto, sharing=GREEN), by=ana, sharing=CLEAR, reason=WHY)
    assert (item.sharing, item.asked_sharing, item.asked_by, item.asked_reason) == (GREEN, CLEAR, ana, WHY)
    assert readers(item, all=AnonymousUser()) == set()
    item = lifecycle.allow_widening(item, by=mia)
    assert (item.sharing, item.asked_sharing, item.asked_by, item.asked_reason) == (CLEAR, None, None, "")
    assert readers(item, all=AnonymousUser()) == {"all"}
    assert refusal_of(lifecycle.allow_widening, item, by=mia) == "Nobody asked to show it to everybody."


def test_a_moderator_says_why_it_stays_for_members(porto, ana, mia):
    item = lifecycle.widen(a_resource(porto, sharing=GREEN), by=ana, sharing=CLEAR, reason=WHY)
    assert refusal_of(lifecycle.refuse_widening, item, by=mia, reason="") == "Say why."
    item = lifecycle.refuse_widening(item, by=mia, reason="A partner is named.")
    assert (item.sharing, item.asked_sharing, item.asked_answer) == (GREEN, None, "A partner is named.")
    item = lifecycle.widen(item, by=ana, sharing=CLEAR, reason=WHY)
    assert item.asked_answer == ""


def test_who_asked_among_the_staff_does_not_also_agree(mia, noa):
    item = lifecycle.widen(a_resource(None, sharing=GREEN), by=mia, sharing=CLEAR, reason=WHY)
    with pytest.raises(PermissionDenied):
        lifecycle.allow_widening(item, by=mia)
    assert lifecycle.allow_widening(item, by=noa).sharing == CLEAR


def test_narrowing_takes_the_question_back(porto, ana, pia, mia):
    item = lifecycle.widen(a_resource(porto, sharing=GREEN), by=ana, sharing=CLEAR, reason=WHY)
    item = lifecycle.narrow(item, by=pia, sharing=AMBER)
    assert refusal_of(lifecycle.allow_widening, item, by=mia) == "Nobody asked to show it to everybody."


def test_a_draft_is_for_whom_its_writer_says_until_it_is_handed_in(porto, ana, pia):
    version = a_begun(pia, porto)
    item = lifecycle.choose_sharing(version.resource, by=pia, sharing=CLEAR)
    assert lifecycle.choose_sharing(item, by=pia, sharing=AMBER).sharing == AMBER
    assert refusal_of(lifecycle.choose_sharing, item, by=pia, sharing=5) == "Choose who may read it."
    versions.release(version, by=ana)
    words = refusal_of(lifecycle.choose_sharing, item, by=pia, sharing=GREEN)
    assert words == "It is being checked for the readers named before. Take it back first."
    with pytest.raises(PermissionDenied):
        lifecycle.share_with(item, by=pia)


def test_named_cities_read_it_and_co_owners_read_it_before_it_shows(porto, malmo, ana, bo, eve):
    item = a_resource(porto, sharing=AMBER)
    item = lifecycle.share_with(item, by=ana, named=[malmo])
    assert readers(item, bo=bo, eve=eve) == {"bo"}
    item = lifecycle.share_with(item, by=ana)
    assert readers(item, bo=bo) == set(), "what is not named again is taken away"
    draft = a_released(ana, porto).resource
    assert readers(draft, bo=bo) == set()
    assert readers(lifecycle.share_with(draft, by=ana, co_owners=[malmo, porto]), bo=bo) == {"bo"}
    assert fresh_ties(draft) == [(malmo.pk, "co_owner")], "the owner is no co-owner"


def fresh_ties(resource):
    return list(Resource.objects.get(pk=resource.pk).resource_cities.values_list("city", "role"))


def test_a_city_that_took_it_over_does_not_own_it_too(porto, malmo, ana):
    item = a_resource(porto)
    Adoption.objects.create(resource=item, taker=malmo, degree="adapted")
    words = refusal_of(lifecycle.share_with, item, by=ana, co_owners=[malmo])
    assert words == "Malmö says that it took this over, so it cannot own it too."


def test_an_embargo_needs_its_end_and_fewer_readers(porto, ana):
    item, later = a_resource(porto), timezone.now() + timedelta(days=3)
    both = "Say both until when, and who may read it until then."
    assert refusal_of(lifecycle.share_with, item, by=ana, embargo_until=later) == both
    assert refusal_of(lifecycle.share_with, item, by=ana, embargo_sharing=GREEN) == both
    fewer = "Until then fewer people must read it than afterwards."
    assert refusal_of(lifecycle.share_with, item, by=ana, embargo_until=later, embargo_sharing=CLEAR) == fewer
    item = lifecycle.share_with(item, by=ana, embargo_until=later, embargo_sharing=GREEN)
    assert readers(item, all=AnonymousUser()) == set()


def test_a_running_embargo_on_a_public_item_is_not_cut_short(porto, ana):
    later = timezone.now() + timedelta(days=3)
    item = lifecycle.share_with(a_resource(porto), by=ana, embargo_until=later, embargo_sharing=AMBER)
    words = "It opens to everybody by itself. To change that, make it stricter first."
    assert refusal_of(lifecycle.share_with, item, by=ana) == words
    sooner = {"embargo_until": later - timedelta(days=1), "embargo_sharing": AMBER}
    assert refusal_of(lifecycle.share_with, item, by=ana, **sooner) == words
    softer = {"embargo_until": later, "embargo_sharing": GREEN}
    assert refusal_of(lifecycle.share_with, item, by=ana, **softer) == words
    longer = {"embargo_until": later + timedelta(days=1), "embargo_sharing": AMBER}
    assert lifecycle.share_with(item, by=ana, **longer).embargo_until == later + timedelta(days=1)


def test_narrowing_past_an_embargo_ends_it(porto, ana):
    later = timezone.now() + timedelta(days=3)
    item = lifecycle.share_with(a_resource(porto), by=ana, embargo_until=later, embargo_sharing=GREEN)
    item = lifecycle.narrow(item, by=ana, sharing=GREEN)
    assert (item.embargo_until, item.embargo_sharing) == (None, None)
