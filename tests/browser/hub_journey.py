"""A practice travels, in Chromium. Fields and buttons go by name and address: words differ by language."""

import re
import time

from hub.schema import Type, fields_of, sections_of
from tests.browser.journey import Reader
from tests.signing_in import code_now

KIND = "good_practice"
TITLE = "Mentors for young people"
NEEDLE = "lighthouse"  # a word that stands in this practice and nowhere else
REMARK = "Say how many evenings there were."
WRITTEN = {Type.LINE, Type.TEXT, Type.MARKDOWN, Type.MOMENT, Type.NUMBER}


class Person(Reader):
    """Somebody in front of a browser who knows the forms of the hub."""

    def answers(self, field, value):
        """Fill in one question of the record, by its type."""
        named = f"main [name={field.name}]"
        if field.type in WRITTEN and field.line not in ("language", "licence"):
            self.page.locator(named).fill(str(value))
        elif field.type is Type.TERMS:
            for code in value:
                self.page.locator(f"{named}[value={code}]").check()
        elif field.type is Type.BLOCKS:
            self.page.locator(named).first.fill(value[0])
        elif field.type is Type.SAFEGUARDS:
            for code, answer in value.items():
                self.page.locator(f"main [name={field.name}_{code}_answer]").fill(answer["answer"])
        elif self.page.locator(f"select{named.removeprefix('main ')}").count():
            self.page.locator(named).select_option(value)
        else:
            self.page.locator(f"{named}[value={value}]").check()

    def writes(self, section, content):
        """The open section, saved with its button."""
        for field in section.fields:
            if field.name in content:
                self.answers(field, content[field.name])
        self.sees(f"hub-04-{section.key}", f"/edit/{section.key}/")
        self.presses()

    def opens_the_item(self, slug):
        self.page.goto(f"/hub/resources/{slug}/")

    def reads(self, words):
        assert words in self.page.locator("main").inner_text(), words


class Practitioner(Person):
    """Writes for a city."""

    def begins(self):
        self.page.goto("/hub/desk/")
        self.sees("hub-01-empty-desk")
        self.clicks("main a[href^='/hub/resources/new/']")
        self.page.locator(f"main [name=kind][value={KIND}]").check()
        self.fills(title=TITLE)
        self.page.locator("main [name=language]").select_option("en")
        self.sees("hub-02-start", "/resources/new/")
        self.presses()
        self.sees("hub-03-first-section", "/edit/basics/$")
        return re.search(r"/resources/([^/]+)/", self.page.url)[1]

    def writes_everything(self, content, sharing):
        for section in sections_of(KIND):
            if section.key == "sharing":
                self.page.locator(f"main [name=sharing][value='{sharing}']").check()
            self.writes(section, content)
        self.sees("hub-05-check", "/check/$")

    def cannot_release(self):
        assert not self.page.locator("a[href$='/release/']").count()

    def mends(self, slug, field_name, words):
        """The next draft stands open, with the moderator's remark beside the question."""
        self.page.goto("/hub/desk/")
        self.sees("hub-09-desk-with-remarks")
        section = next(each for each in sections_of(KIND) if field_name in {field.name for field in each.fields})
        self.page.goto(f"/hub/resources/{slug}/edit/{section.key}/")
        self.reads(REMARK)
        self.answers(fields_of(KIND)[field_name], words)
        self.sees("hub-10-mended")
        self.presses()


class Lead(Person):
    """Answers for a city."""

    def releases(self, slug):
        self.page.goto(f"/hub/resources/{slug}/check/")
        self.sees("hub-06-check-by-the-lead", "/check/$")
        self.clicks("main a[href$='/release/']")
        self.sees("hub-07-release", "/release/$")
        self.presses()
        self.sees("hub-08-released", "/check/$")

    def says_we_use_this(self, slug):
        self.opens_the_item(slug)
        self.clicks("main a[href$='/adoptions/new/']")
        self.page.locator("main [name=degree][value=adapted]").check()
        self.page.locator("main [name=core_kept]").first.check()
        self.fills(changed="We meet in the library.", context="A visit")
        self.sees("hub-16-we-use-this", "/adoptions/new/$")
        self.presses()
        self.sees("hub-17-claimed", r"/hub/adoptions/\w+/$")

    def confirms(self):
        self.page.goto("/hub/desk/")
        self.sees("hub-18-desk-to-answer")
        self.clicks("main a[href*='/hub/adoptions/']")
        self.clicks("main a[href$='/confirm/']")
        self.sees("hub-19-confirm", "/confirm/$")
        self.presses()
        self.sees("hub-20-confirmed", r"/hub/adoptions/\w+/$")


class Moderator(Person):
    """Checks what cities release, at the desk in the admin."""

    def opens_the_desk(self, person, password):
        self.signs_in(person.email, password)
        if time.time() % 30 > 27:
            time.sleep(3.5)  # a code of the last seconds would be stale when it arrives
        self.fills(code=code_now())
        self.clicks("main form:has([name=code]) button")

    def takes_the_version(self, name):
        self.page.goto("/admin/")
        self.sees(f"{name}-queue")
        self.clicks("main a[href*='/hub/version/']")
        self.sees(f"{name}-version", "/hub/version/")
        self.clicks("form[action$='/act/take/'] button")
        self.sees(f"{name}-taken", "/hub/version/")

    def answers_the_criteria(self, **but):
        for code in ("C1", "C2", "C3", "C4", "C5", "C6"):
            self.page.locator(f"[name=criteria-{code}][value={but.get(code, 'yes')}]").check()

    def asks_for_changes(self):
        self.answers_the_criteria(C4="change")
        self.page.locator("details:has([name=criteria-C4_reason]) summary").click()
        self.page.locator("[name=criteria-C4_reason]").fill(REMARK)
        self.sees("hub-m1-criteria")
        self.clicks("button[formaction$='/act/ask_changes/']")
        self.sees("hub-m1-asked", "/hub/version/")

    def approves_and_publishes(self):
        self.answers_the_criteria()
        self.sees("hub-m2-criteria")
        self.clicks("button[formaction$='/act/approve_and_publish/']")
        self.sees("hub-m2-published", "/hub/version/")


class Public(Person):
    """Somebody without an account."""

    def finds_nothing(self):
        self.page.goto(f"/hub/resources/?q={NEEDLE}")
        self.sees("hub-11-nothing-found")
        assert not self.page.locator(f"main h3:has-text('{TITLE}')").count()

    def finds_it(self):
        self.page.goto("/hub/")
        self.sees("hub-12-home", "/hub/$")
        self.page.locator("main [name=q]").first.fill(NEEDLE)
        self.clicks("main form:has([name=q]) button.button")
        self.sees("hub-13-found", r"/hub/resources/\?q=")
        self.clicks(f"main h3 a:has-text('{TITLE}')")
        self.sees("hub-14-item", "/hub/resources/mentors-for-young-people/$")

    def reads_the_chain(self, slug, *cities):
        self.opens_the_item(slug)
        self.sees("hub-21-taken-over")
        self.clicks("main a[href$='/adoptions/']")
        self.sees("hub-22-chain", "/adoptions/$")
        for each in cities:
            self.reads(each)
