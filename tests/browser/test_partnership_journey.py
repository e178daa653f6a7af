"""Two cities in Chromium, with and without JavaScript: from an accepted interest to a signed, active partnership."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.browser.conftest import NARROW, axe, picture, scrolls_sideways
from tests.factories.cities import a_representative
from tests.factories.twinning import a_partnership, a_text, an_interest
from tests.signing_in import code_now, with_factor
from twinning.models import Partnership

SCHEMES = [
    ("wide", {}, "en"),
    ("narrow-dark", {"viewport": NARROW, "color_scheme": "dark"}, "en"),
    ("narrow-arabic", {"viewport": NARROW}, "ar"),
]


def open_to_sign(page, partnership, person):
    """Open the page, show the authenticator app when asked, read, tick."""
    with_factor(person)
    page.goto(partnership.get_absolute_url())
    page.get_by_role("link", name="Read and sign the text").click()
    page.locator("[name=code]").first.fill(code_now())
    page.locator("form:has([name=code]) button").first.click()
    page.get_by_label("I have read the text above and sign it for my city").check()


def sign(page, partnership, person):
    open_to_sign(page, partnership, person)
    page.get_by_role("button", name="Sign for my city").click()
    page.get_by_text("Signed.").first.wait_for()


def adopt(page, partnership, office):
    page.goto(partnership.get_absolute_url())
    page.get_by_role("link", name="Name your office").click()
    page.get_by_label("Office that looks after it").fill(office)
    page.get_by_role("button", name="Keep it").click()


@pytest.mark.parametrize("script", [True, False])
def test_two_cities_go_from_an_interest_to_an_active_partnership(signed_in, ana, paulo, linn, porto, malmo, script):
    mayor = a_representative(malmo, role="political_lead", office="Mayor").user
    interest = an_interest(porto, malmo, status="accepted")
    page = signed_in(ana, java_script_enabled=script)
    page.goto(reverse("twinning:partnership_from_interest", args=[interest.code]))
    page.get_by_role("button", name="Begin it").click()
    page.get_by_role("link", name="Write the text").click()
    page.get_by_label("Text of the agreement").fill("We meet twice a year and write down what we learn.")
    page.get_by_role("button", name="Put this text forward").click()
    page.get_by_text("The text is put forward").first.wait_for()
    partnership = Partnership.objects.get()
    for person in (paulo, mayor):
        sign(signed_in(person, java_script_enabled=script), partnership, person)
    page.goto(partnership.get_absolute_url())
    page.get_by_role("link", name="Write the plan").click()
    page.get_by_label("Aims of this plan").fill("One visit each.")
    page.get_by_label("Step 1: kind").select_option("visit")
    page.get_by_label("Step 1: day").fill((timezone.now().date() + timedelta(days=60)).isoformat())
    page.get_by_label("Step 1: what").fill("Porto comes to Malmö")
    page.get_by_role("button", name="Keep this plan").click()
    for person, office in ((ana, "Youth office"), (linn, "Office for safety")):
        page = signed_in(person, java_script_enabled=script)
        adopt(page, partnership, office)
    for person in (ana, linn):
        page = signed_in(person, java_script_enabled=script)
        page.goto(partnership.get_absolute_url())
        page.get_by_role("link", name="Agree to the plan").click()
        page.get_by_role("button", name="Agree to it").click()
        page.get_by_text("Your city has agreed to the plan.").first.wait_for()
    partnership.refresh_from_db()
    assert partnership.status == "active"
    page.get_by_text("The partnership is active.").wait_for()


@pytest.mark.parametrize("options", [{}, {"viewport": NARROW, "color_scheme": "dark"}], ids=["wide", "narrow-dark"])
def test_who_signs_a_text_that_was_changed_meanwhile_sees_both(signed_in, ana, paulo, porto, malmo, options):
    partnership = a_partnership([porto, malmo], "proposed")
    a_text(partnership, "We meet twice a year. Each city pays for its own guests.")
    page = signed_in(paulo, **options)
    open_to_sign(page, partnership, paulo)
    changed = a_text(partnership, "We meet once a year. Each city pays for its own guests.")
    page.get_by_role("button", name="Sign for my city").click()
    page.get_by_text("Nothing was signed.").first.wait_for()
    picture(page, f"partnership-changed-{'dark' if options else 'wide'}")
    axe(page)
    assert not scrolls_sideways(page) and not partnership.texts.filter(signatures__isnull=False).exists()
    page.get_by_label("I have read the text above and sign it for my city").check()
    page.get_by_role("button", name="Sign for my city").click()
    page.get_by_text("Signed.").first.wait_for()
    assert changed.signatures.get().city == porto


@pytest.mark.parametrize(("name", "options", "language"), SCHEMES)
def test_the_pages_are_legible(signed_in, ana, porto, malmo, name, options, language):
    proposed, active = a_partnership([porto, malmo], "proposed"), a_partnership([porto, malmo])
    a_text(proposed, signed_by=[malmo])
    a_text(active, signed_by=[porto, malmo])
    plan = active.plans.create(cycle=1, aims="One visit each.", adopted_on=active.started_on)
    plan.steps.create(kind="visit", on=active.started_on, words="Porto comes to Malmö")
    agreed = a_partnership([porto, malmo], "agreed")
    ana.language = language
    ana.save()
    page = signed_in(ana, **options)
    places = {"list": reverse("twinning:partnership_list"), "new": reverse("twinning:partnership_create")}
    places |= {"proposed": proposed.get_absolute_url(), "active": active.get_absolute_url()}
    places |= {"plan": reverse("twinning:partnership_plan", args=[agreed.slug])}
    places |= {"leave": reverse("twinning:partnership_leave", args=[active.slug])}
    for place, address in places.items():
        page.goto(address)
        picture(page, f"partnership-{place}-{name}")
        axe(page)
        assert not scrolls_sideways(page), place
