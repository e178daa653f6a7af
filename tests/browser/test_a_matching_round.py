"""A round of 24 entries from its opening to its end, with a city that says no and a second wave."""

from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone

from scn_portal.accounts.models import User
from tests.browser.conftest import NARROW, WIDE, axe, by_night, picture
from tests.browser.round_journey import Lead, Moderator
from tests.factories.twinning import a_member_abroad, a_profile, a_round, an_entry
from twinning.lifecycle import proposals
from twinning.models import Entry, Partnership, Place, Proposal, Round, Run
from twinning.running import run_next
from twinning.tasks.rounds import move_rounds_on

VARIANTS = {
    "wide": ("en", True, {"viewport": WIDE}),
    "no-script": ("en", False, {"viewport": WIDE}),
    "narrow-dark-arabic": ("ar", True, {"viewport": NARROW, "color_scheme": "dark"}),
}
THEMES = ("youth", "families", "schools", "sports", "media", "prisons")


@pytest.fixture(params=by_night(VARIANTS, "wide"))
def variant(request):
    return request.param


@pytest.fixture
def round(transactional_db, variant, ana, linn, mia, porto, malmo):
    """A draft; 23 cities are about to enter, and Porto has a profile."""
    round = a_round("draft", slug="autumn", title="Autumn round (Demonstration)", is_demonstration=True)
    lot = Random(24)
    a_profile(porto, needs={"youth": 3, "media": 1}, offers={"families": 2, "sports": 2}, sizes=[2])
    for city in [malmo, *(a_member_abroad(f"City {number:02}", number=number) for number in range(22))]:
        needs = {theme: lot.randint(1, 3) for theme in lot.sample(THEMES, 3)}
        offers = {theme: lot.randint(1, 3) for theme in lot.sample(THEMES, 3)}
        an_entry(round, city, needs=needs, offers=offers, sizes=[2])
    User.objects.update(language=VARIANTS[variant][0])
    return round


@pytest.fixture
def browsers(variant, signed_in, mailbox, live_server):
    language, scripts, options = VARIANTS[variant]

    def looks(page, name):
        picture(page, f"{name}-{variant}")
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr"), name
        if scripts:
            axe(page)

    def sit_down(role, person):
        locale = {"locale": "ar" if language == "ar" else "en-GB", "java_script_enabled": scripts}
        return role(signed_in(person, **locale, **options), mailbox, live_server.url, looks)

    return sit_down


def matched(moderator, round, name):
    """A run is started by its button, solved by the worker, chosen and proposed."""
    moderator.starts_a_run(round, "runs")
    assert run_next()
    run = Run.objects.get(round=round, wave=Round.objects.get().wave)
    moderator.chooses(run, name)
    moderator.proposes(round, name)


def others_say_yes(round, but=()):
    """All who have not answered say yes; of the groups in `but` the first says no."""
    for proposal in Proposal.objects.filter(round=round, status="proposed"):
        for place in proposal.places.filter(answer="none").select_related("city").order_by("city__name"):
            lead = place.city.representatives.get(role="lead_contact").user
            says_no = proposal in but
            proposals.answer(place, by=lead, answer="no" if says_no else "yes", stays=says_no or None)
            if says_no:
                break


def test_a_round_runs_from_opening_to_settling(round, browsers, ana, linn, mia, porto, malmo):
    moderator, lead = browsers(Moderator, mia), browsers(Lead, ana)
    moderator.acts(round, "rehearse")
    moderator.acts(round, "open")
    lead.enters(round, "round")
    lead.keeps_a_private_list(round, malmo, "round")
    assert Entry.objects.filter(round=round, status="in").count() == 24
    Round.objects.update(opens_at=timezone.now() - timedelta(days=3), closes_at=timezone.now())
    move_rounds_on()
    apart = list(Entry.objects.filter(city__name__startswith="City").order_by("pk")[:2])
    moderator.keeps_apart(round, [each.city for each in apart], "round")
    matched(moderator, round, "round")
    own = Place.objects.get(round=round, city=porto)
    assert not own.proposal.places.filter(city=malmo).exists()
    lead.answers(round, "stay", "round")
    other = Proposal.objects.filter(round=round, status="proposed").order_by("number").first()
    others_say_yes(round, but=[other])
    assert set(Proposal.objects.values_list("status", flat=True)) == {"accepted", "fallen"}
    moderator.acts(round, "solve_rest")
    matched(moderator, round, "round-second")
    if Place.objects.filter(round=round, city=porto, answer="none", proposal__status="proposed").exists():
        lead.answers(round, "yes")
    others_say_yes(round)
    moderator.acts(round, "settle")
    accepted = Proposal.objects.filter(round=round, status="accepted")
    assert Round.objects.get().status == "settled"
    assert Partnership.objects.count() == accepted.count() >= 10
    assert accepted.filter(run__wave=2).exists()
    lead.reads_the_end(round, "round")
