"""The day of an event and what comes after it, in Chromium: questions to the room, the wall, the report."""

from datetime import timedelta

from django.db.models import F
from django.urls import reverse

from events.models import Event, Poll, Stop
from events.tasks.meetings import move_meetings_on
from tests.browser.journey import Reader

LESSON = "Whoever asks schools and clubs before writing a plan gets a plan that others carry."
LATER = timedelta(days=60)


def time_passes(event):
    """Two months go by, and the clock ends the event."""
    shifted = {name: F(name) - LATER for name in ("starts_on", "ends_on", "starts_at", "ends_at")}
    Stop.objects.filter(event=event).update(**shifted)
    Event.objects.filter(pk=event.pk).update(**shifted)
    move_meetings_on()
    assert Event.objects.get(pk=event.pk).status == "ended"


class Doorkeeper(Reader):
    """Checks people in at a stop of the own city."""

    def opens_the_door(self, event, name):
        self.page.goto(reverse("events:desk_check_in", args=[event.slug]))
        self.sees(f"{name}-door")

    def checks_in(self, registration):
        """Types the code. What came of it: ok, already, wrong."""
        asked = self.page.locator("#door [name=nonce]").input_value()
        self.page.locator("main [name=typed]").fill(registration.code)
        self.page.locator("#door form button").click()
        self.page.locator(f"#door [name=nonce]:not([value='{asked}'])").wait_for(state="attached")
        assert registration.name in self.page.locator("#result").inner_text()
        return self.page.locator("#result").get_attribute("data-result")


class Asker(Reader):
    """Puts questions to the room, and writes what came of them."""

    def plans_a_session(self, stop, title, name, **fields):
        self.page.goto(reverse("events:session_create", args=[stop.event.slug, stop.code]))
        self.fills(title=title, **fields)
        self.sees(f"{name}-session")
        self.presses()
        self.page.goto(reverse("events:agenda_release", args=[stop.event.slug]))
        self.page.locator("main [name=knowing]").check()
        self.presses()
        self.sees(f"{name}-programme")

    def asks(self, event, question, answers, name, **chosen):
        self.page.goto(reverse("events:poll_create", args=[event.slug]))
        self.fills(question_en=question, options_en="\n".join(answers))
        for field, value in chosen.items():
            self.page.locator(f"main [name={field}]").select_option(value)
        self.sees(f"{name}-question")
        self.presses()
        self.clicks("main form[action$='/preview/'] button.button")
        self.sees(f"{name}-foreseen")
        self.clicks("main form[action$='/open/'] button.button")
        return Poll.objects.get(event=event, status="open")

    def sees_the_wall(self, poll, name):
        self.page.goto(reverse("events:screen", args=[poll.event.slug, poll.code]))
        self.sees(f"{name}-wall")

    def closes(self, poll):
        self.page.goto(reverse("events:desk_poll", args=[poll.event.slug, poll.code]))
        self.clicks("main form[action$='/close/'] button.button")

    def publishes(self, poll, name):
        self.page.goto(reverse("events:desk_poll", args=[poll.event.slug, poll.code]))
        self.clicks("main form[action$='/publish/'] button.button")
        self.sees(f"{name}-counted")

    def writes_the_report(self, event, name):
        self.page.goto(reverse("events:report_create", args=[event.slug]))
        self.fills(title="What the room said", summary="One question to the room, and what it taught us.")
        self.presses()
        self.page.goto(reverse("events:block_create", args=[event.slug, "chart"]))
        self.page.locator("main [name=result]").select_option(index=1)
        self.presses()
        self.page.goto(reverse("events:block_create", args=[event.slug, "lesson"]))
        self.fills(title="Ask before you plan", text=LESSON)
        self.page.locator("main [name=theme]").select_option(index=1)
        self.sees(f"{name}-lesson")
        self.presses()
        self.clicks("main form[action$='/submit/'] button.button")
        self.sees(f"{name}-handed-in")

    def publishes_the_report(self, event, name):
        self.page.goto(reverse("events:desk_report", args=[event.slug]))
        self.clicks("main a.button[href$='/publish/']")
        self.sees(f"{name}-publish")
        self.presses()
        self.sees(f"{name}-published")


class Delegate(Reader):
    """Has a seat."""

    def answers(self, event, number, name):
        self.page.goto(reverse("events:live", args=[event.slug]))
        self.sees(f"{name}-question")
        self.page.locator("main .field label").nth(number).click()
        self.clicks("main form[action*='/live/'] button.button")
        self.sees(f"{name}-answered")
