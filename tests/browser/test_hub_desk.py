"""The moderators' desk of the hub in Chromium: decided without a line of JavaScript, legible in every scheme."""

import pytest
from django.urls import reverse

from hub.lifecycle import versions
from hub.models import Resource
from tests.browser.conftest import NARROW, axe, picture, scrolls_sideways
from tests.factories.publishing import a_published, a_released, filled

SCHEMES = [
    ("wide", {}, "en"),
    ("narrow dark", {"viewport": NARROW, "color_scheme": "dark"}, "en"),
    ("narrow Arabic", {"viewport": NARROW}, "ar"),
]


def test_a_moderator_takes_and_publishes_without_javascript(signed_in, mia, ana, porto):
    a_released(ana, porto)
    page = signed_in(mia, java_script_enabled=False)
    page.goto(reverse("admin:index"))
    page.get_by_role("link", name="Mentors for young people, Porto").click()
    page.get_by_role("button", name="Take this version").click()
    for choice in page.get_by_role("radio", name="Yes").all():
        choice.check()
    page.get_by_role("button", name="Approve and publish").click()
    assert "Published. Readers find it from now on." in page.locator(".messagelist").inner_text()
    assert Resource.objects.get().status == "published"


@pytest.mark.parametrize(("name", "options", "language"), SCHEMES)
def test_two_versions_beside_each_other_are_legible(signed_in, mia, ana, porto, name, options, language):
    practice = a_published(ana, porto, mia)
    changed = practice.current_version.content | {"worked": "Mentors who stay long."}
    version = filled(versions.revise(by=ana, within=practice), ana, changed)
    version = versions.take(versions.release(version, by=ana), by=mia)
    mia.language = language
    mia.save()
    page = signed_in(mia, **options)
    page.goto(reverse("admin:hub_version_change", args=[version.address]))
    assert page.locator("ins").count() == 1 and page.locator("html").get_attribute("lang") == language
    picture(page, f"hub-version-{name}")
    axe(page)
    assert not scrolls_sideways(page)
