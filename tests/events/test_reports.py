"""Reports: what stands in the way, what is frozen, lessons in the hub, and who reads them."""

import io
import re

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from events import reporting
from events.lifecycle import polls, reports
from events.models import Block, Report
from hub.models import Resource
from scn_portal.lifecycle import TransitionRefused
from scn_portal.sharing import Sharing
from tests.factories.cities import a_term
from tests.factories.events import a_session, an_event
from tests.factories.reports import LEARNED, a_lesson, a_report
from tests.factories.voting import a_sealed_poll
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(porto):
    return an_event("Workshop", status="ended", host=porto)


@pytest.fixture
def published(event, mia):
    """A report with a chart, a quote and three lessons."""
    poll = polls.publish(a_sealed_poll(event, {1: 7, 2: 5}), by=mia)
    report = a_report(event, lessons=3)
    reports.add_block(report, by=mia, kind="chart", result=poll.result)
    quote = {"text": "It was worth the way.", "author": "A guest", "has_consent": True}
    reports.add_block(report, by=mia, kind="quote", **quote)
    return reports.publish(reports.submit(report, by=mia), by=mia)


def detail(report):
    return reverse("events:report_detail", args=[report.event.slug, report.number])


# Publishing


def test_a_published_report_makes_a_draft_in_the_hub_of_each_lesson(published):
    items = Resource.objects.filter(report_block__report=published).order_by("pk")
    assert [each.title for each in items] == ["Lesson 1", "Lesson 2", "Lesson 3"]
    assert {(each.kind, each.origin, each.status) for each in items} == {("lesson_learned", "network", "unpublished")}
    assert items[0].versions.get().content["summary"] == LEARNED


def test_a_lesson_of_a_city_in_a_public_report_is_recorded_with_the_report_as_source(event, porto, mia):
    report = a_report(event)
    a_lesson(report, city=porto)
    reports.publish(reports.submit(report, by=mia), by=mia)
    item = Resource.objects.get()
    assert (item.origin, item.city) == ("recorded", porto)
    assert item.versions.get().content["sources"][0]["url"].endswith(detail(report))


def test_a_refusal_makes_no_draft(event, mia):
    report = a_report(event, lessons=1)
    report.blocks.create(kind="quote", text="Well said.", position=2)
    with pytest.raises(TransitionRefused, match="not agreed to be quoted"):
        reports.publish(reports.submit(report, by=mia), by=mia)
    assert not Resource.objects.exists()


@pytest.mark.parametrize(
    ("head", "block", "words"),
    [
        ({"summary": ""}, {}, "summary is missing"),
        ({"sharing": Sharing.CLEAR}, {}, "more people than the event"),
        ({}, {"kind": "quote", "text": "Yes."}, "not agreed"),
    ],
)
def test_each_gap_is_told(mia, head, block, words):
    report = a_report(an_event(status="ended", sharing=Sharing.GREEN), lessons=1, **head)
    if block:
        report.blocks.create(**block)
    assert any(words in each for each in reporting.gaps(report))
    with pytest.raises(TransitionRefused, match=words):
        reports.publish(reports.submit(report, by=mia), by=mia)


def test_a_chart_whose_result_was_withdrawn_is_not_published(event, mia):
    poll = polls.publish(a_sealed_poll(event, {1: 7, 2: 5}), by=mia)
    report = a_report(event)
    reports.add_block(report, by=mia, kind="chart", result=poll.result)
    polls.withdraw(poll, by=mia, reason="Put wrongly.")
    with pytest.raises(TransitionRefused, match="not published"):
        reports.publish(reports.submit(report, by=mia), by=mia)


def test_only_published_results_of_the_event_become_charts(event, mia):
    report = a_report(event)
    elsewhere = polls.publish(a_sealed_poll(an_event(), {1: 7, 2: 5}), by=mia)
    for poll in (a_sealed_poll(event, {1: 7, 2: 5}), elsewhere):
        with pytest.raises(TransitionRefused, match="published result of this event"):
            reports.add_block(report, by=mia, kind="chart", result=poll.result)


def test_a_published_report_is_refused_any_change(published, mia):
    with pytest.raises(TransitionRefused):
        reports.edit(published, by=mia, title="Other")
    changes = [
        lambda: Report.objects.update(title="Other"),
        lambda: Block.objects.update(text="Other"),
        lambda: Block.objects.all().delete(),
        lambda: published.blocks.create(kind="text", text="More", position=9),
    ]
    for change in changes:
        with pytest.raises(DatabaseError, match="not changed"), transaction.atomic():
            change()


def test_a_revision_is_the_next_number_and_brings_no_lesson_twice(published, mia):
    new = reports.revise(by=mia, within=published)
    assert (new.number, new.status, new.blocks.count()) == (2, "draft", 5)
    with pytest.raises(TransitionRefused, match="being written already"):
        reports.revise(by=mia, within=published)
    a_lesson(new, "Lesson 4")
    reports.publish(reports.submit(new, by=mia), by=mia)
    assert sorted(Resource.objects.values_list("title", flat=True)) == [f"Lesson {number}" for number in range(1, 5)]
    published.refresh_from_db()
    assert published.status == "published"


def test_sharing_starts_with_that_of_the_event_and_widens_with_the_hosts_word(mia):
    report = reports.write(by=mia, within=an_event(status="ended", sharing=Sharing.GREEN), title="Learned")
    assert report.sharing == Sharing.GREEN
    with pytest.raises(TransitionRefused, match="host city agreed"):
        reports.edit(report, by=mia, sharing=Sharing.CLEAR)
    agreed = "Ana Sousa, Mayor's office of Porto, 3 May"
    assert reports.edit(report, by=mia, sharing=Sharing.CLEAR, wider_agreed=agreed).sharing == Sharing.CLEAR


# The Chatham House Rule


@pytest.mark.parametrize("of", ["event", "session"])
def test_under_the_chatham_house_rule_a_quote_has_no_author(mia, porto, client, of):
    event = an_event(status="ended", host=porto, chatham_house=of == "event")
    if of == "session":
        a_session(event.stops.get(), chatham_house=True)
    report = a_report(event)
    quote = {"text": "It was worth the way.", "has_consent": True}
    with pytest.raises(TransitionRefused, match="no author"):
        reports.add_block(report, by=mia, kind="quote", author="The mayor", **quote)
    reports.add_block(report, by=mia, kind="quote", **quote)
    sign_in(client, mia)
    form = client.get(reverse("events:block_create", args=[event.slug, "quote"])).content.decode()
    assert 'name="author"' not in form and 'name="text"' in form


# Readers


@pytest.mark.parametrize(
    ("event_level", "report_level", "readers"),
    [
        (Sharing.CLEAR, Sharing.CLEAR, {"visitor", "stranger", "ana", "mia"}),
        (Sharing.CLEAR, Sharing.GREEN, {"ana", "mia"}),
        (Sharing.GREEN, Sharing.CLEAR, {"visitor", "stranger", "ana", "mia"}),
        (Sharing.AMBER, Sharing.AMBER, {"ana", "mia"}),
        (Sharing.CLEAR, Sharing.AMBER, {"ana", "mia"}),
    ],
)
def test_who_reads_a_report(client, ana, eve, mia, porto, event_level, report_level, readers):
    event = an_event(status="ended", sharing=event_level, named=[porto])
    report = a_report(event, lessons=1, sharing=report_level, wider_agreed="The mayor, 3 May", status="in_review")
    report = reports.publish(report, by=mia)
    seen = set()
    for name, person in {"visitor": None, "stranger": eve, "ana": ana, "mia": mia}.items():
        client.logout()
        if person:
            sign_in(client, person)
        answers = {client.get(detail(report)).status_code, client.get(f"{detail(report)[:-1]}.pdf").status_code}
        assert len(answers) == 1
        seen |= {name} if answers == {200} else set()
    assert seen == readers


def test_a_report_that_is_not_published_is_a_wrong_address(client, event, mia):
    sign_in(client, mia)
    assert client.get(detail(a_report(event, lessons=1))).status_code == 404


# The same numbers


def numbers_in(words):
    return [int(each) for each in re.findall(r"(\d+) \(\d+%\)", words)]


def test_page_csv_and_pdf_carry_the_numbers_of_the_sealed_result(client, published):
    result = published.blocks.get(kind="chart").result
    shown = client.get(detail(published)).content.decode()
    assert numbers_in(shown) == result.totals == [7, 5] and result.sha256[:16] in shown
    address = reverse("events:report_csv", args=[published.event.slug, 1, result.poll.code])
    rows = client.get(address).content.decode().splitlines()
    assert [int(row.split(",")[2]) for row in rows if result.sha256 in row] == result.totals
    paper = client.get(f"{detail(published)[:-1]}.pdf").content
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    assert numbers_in(text) == result.totals and published.sha256 in text.replace("\n", "")
    assert paper == client.get(f"{detail(published)[:-1]}.pdf").content


def test_a_result_taken_back_later_shows_nothing_in_the_report(client, published, mia):
    poll = published.blocks.get(kind="chart").result.poll
    polls.withdraw(poll, by=mia, reason="Put wrongly.")
    shown = client.get(detail(published)).content.decode()
    assert "was taken back" in shown and numbers_in(shown) == []
    address = reverse("events:report_csv", args=[published.event.slug, 1, poll.code])
    assert client.get(address).status_code == 404
    text = "".join(
        page.extract_text() for page in PdfReader(io.BytesIO(client.get(f"{detail(published)[:-1]}.pdf").content)).pages
    )
    assert numbers_in(text) == []


# The desk


def test_a_report_is_built_on_its_desk(client, event, mia):
    sign_in(client, mia)
    poll = polls.publish(a_sealed_poll(event, {1: 7, 2: 5}), by=mia)
    here = [event.slug]
    head = {"title": "What we learned", "summary": "In short.", "language": "en"}
    client.post(reverse("events:report_create", args=here), head)
    theme = a_term("theme", "youth", "Young people")
    pieces = {
        "text": {"title": "The day", "text": "It began at nine."},
        "figure": {"figure": "40", "title": "people"},
        "chart": {"result": poll.result.pk},
        "lesson": {"title": "Listen first", "text": LEARNED, "theme": theme.pk},
    }
    for kind, given in pieces.items():
        answer = client.post(reverse("events:block_create", args=[*here, kind]), given)
        assert answer.status_code == 302, kind
    report = Report.objects.get()
    assert list(report.blocks.values_list("kind", flat=True)) == list(pieces)
    block = report.blocks.get(kind="text")
    client.post(reverse("events:block_change", args=[*here, block.pk]), {"text": "At ten.", "position": 9})
    client.post(reverse("events:block_remove", args=[*here, report.blocks.get(kind="figure").pk]))
    assert list(report.blocks.values_list("kind", flat=True)) == ["chart", "lesson", "text"]
    client.post(reverse("events:report_submit", args=here))
    client.post(reverse("events:report_publish", args=here))
    report.refresh_from_db()
    assert report.status == "published" and Resource.objects.count() == 1
    assert "Listen first" in client.get(reverse("events:desk_report", args=here)).content.decode()


@pytest.mark.parametrize("wrong", [{"text": "Too short."}, {"text": "x" * 301}, {"theme": ""}, {"title": ""}])
def test_a_lesson_that_the_hub_would_not_take_is_refused(client, event, mia, wrong):
    a_report(event)
    sign_in(client, mia)
    given = {"title": "Listen", "text": LEARNED, "theme": a_term("theme", "youth", "Young people").pk}
    answer = client.post(reverse("events:block_create", args=[event.slug, "lesson"]), given | wrong)
    assert answer.status_code == 422 and not Block.objects.exists()


def test_a_report_costs_the_same_with_ten_charts(client, event, mia):
    report = a_report(event, lessons=1)
    numbers = []
    for many in (1, 9):
        for _ in range(many):
            poll = polls.publish(a_sealed_poll(event, {1: 7, 2: 5}), by=mia)
            reports.add_block(report, by=mia, kind="chart", result=poll.result)
        sign_in(client, mia)
        address = reverse("events:desk_report", args=[event.slug])
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        numbers.append(len(seen))
    assert numbers[0] == numbers[1] <= 25
