"""What a resource and its versions should do, said once more in plain Python, without the code under test.

A step answers "denied", "refused" or "done", and then the oracle is in its next state.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from cities.status import months_after, today

PORTO = {"ana", "paulo", "dora", "pia"}
LEADING, LEADS, SHARING = PORTO - {"pia"}, {"ana", "paulo"}, {"ana", "dora"}
MODERATORS = {"mia", "noa", "tim", "ada"}
UNTIED = MODERATORS - {"tim"}
SHOWN = {"published", "review_due", "archived"}
OPEN = {"draft", "released", "screening", "approved"}
CLEAR, GREEN, AMBER = 0, 1, 2


@dataclass
class Paper:
    """A version."""

    author: str
    status: str = "draft"
    moderator: str = ""
    declined_by: str = ""
    looked_twice: bool = False
    missing: set = field(default_factory=set)


@dataclass
class Oracle:
    origin: str
    status: str = "unpublished"
    sharing: int = GREEN
    asked_by: str = ""
    taken_down_by: str = ""
    due: object = None
    label: str = "none"
    papers: list = field(default_factory=list)

    @property
    def is_given(self):
        return self.origin == "member"

    @property
    def open(self):
        return next((each for each in self.papers if each.status in OPEN), None)

    @property
    def last(self):
        return self.papers[-1]

    def with_status(self, status):
        return next((each for each in self.papers if each.status == status), None)

    def keeps(self, who):
        return who in (PORTO if self.is_given else MODERATORS)

    def writes(self, who, paper):
        return who in PORTO if self.is_given else who in MODERATORS and who == paper.author

    def releases(self, who, paper):
        if not self.is_given:
            return self.writes(who, paper)
        return who in LEADS or (who == "dora" and paper.author != "dora")

    def checks(self, who, paper):
        return who in UNTIED and who != paper.author

    # Versions

    def save(self, who, paper, name, is_empty):
        if not self.writes(who, paper):
            return "denied"
        if paper.status != "draft":
            return "refused"
        paper.missing = paper.missing | {name} if is_empty else paper.missing - {name}
        return "done"

    def release(self, who, paper):
        if not self.releases(who, paper):
            return "denied"
        if paper.status != "draft" or (self.is_given and "need" in paper.missing):
            return "refused"
        paper.status = "released"
        return "done"

    def recall(self, who, paper):
        return self._simple(self.releases(who, paper), paper, {"released"}, "draft")

    def discard(self, who, paper):
        if self.is_given:
            allowed = who in LEADING or (who == paper.author and who in PORTO)
        else:
            allowed = who == "ada" or self.writes(who, paper)
        return self._simple(allowed, paper, {"draft"}, "discarded")

    @staticmethod
    def _simple(allowed, row, sources, to):
        if not allowed:
            return "denied"
        if row.status not in sources:
            return "refused"
        row.status = to
        return "done"

    def take(self, who, paper):
        answer = self._simple(self.checks(who, paper) and who != paper.declined_by, paper, {"released"}, "screening")
        if answer == "done":
            paper.moderator = who
        return answer

    def give_back(self, who, paper):
        allowed = who in MODERATORS and (who == paper.moderator or who == "ada")
        answer = self._simple(allowed, paper, {"screening"}, "released")
        if answer == "done":
            paper.moderator = ""
        return answer

    def _decides(self, who, paper):
        return self.checks(who, paper) and who == paper.moderator

    def ask_changes(self, who, paper):
        answer = self._simple(self._decides(who, paper), paper, {"screening"}, "changes_asked")
        if answer == "done":
            self.papers.append(Paper(paper.author, missing=set(paper.missing)))
        return answer

    def approve(self, who, paper):
        is_short = paper.missing & ({"need", "worked"} if self.is_given else set())
        if self._decides(who, paper) and paper.status == "screening" and is_short:
            return "refused"
        answer = self._simple(self._decides(who, paper), paper, {"screening"}, "approved")
        if answer == "done":
            self.label = "editor_checked"
        return answer

    def decline(self, who, paper):
        answer = self._simple(self._decides(who, paper), paper, {"screening"}, "declined")
        if answer == "done":
            paper.declined_by = who
        return answer

    def ask_second_look(self, who, paper):
        if not (self.is_given and who in LEADING):
            return "denied"
        if paper.status != "declined" or paper.looked_twice or self.open:
            return "refused"
        paper.status, paper.moderator, paper.looked_twice = "released", "", True
        return "done"

    def revise(self, who):
        if not self.keeps(who):
            return "denied"
        if self.open:
            return "refused"
        model = self.with_status("current") or self.last
        self.papers.append(Paper(who, missing=set(model.missing)))
        return "done"

    # The resource

    def publish(self, who):
        approved = self.with_status("approved")
        if who not in UNTIED or (approved and approved.author == who):
            return "denied"
        if self.status == "taken_down" or approved is None:
            return "refused"
        if before := self.with_status("current"):
            before.status = "superseded"
        approved.status, self.status, self.due = "current", "published", months_after(today(), 24)
        return "done"

    def fall_due(self, who):
        if who != "clock":
            return "denied"
        if self.status != "published" or today() < self.due:
            return "refused"
        self.status = "review_due"
        return "done"

    def archive(self, who):
        if who != "clock":
            return "denied"
        if self.status != "review_due" or today() < months_after(self.due, 6):
            return "refused"
        self.status = "archived"
        return "done"

    def confirm(self, who):
        answer = self._simple(
            who in (LEADING if self.is_given else UNTIED), self, {"review_due", "archived"}, "published"
        )
        if answer == "done":
            self.due = months_after(today(), 24)
        return answer

    def withdraw(self, who):
        return self._simple(self.is_given and who in LEADS, self, SHOWN, "withdrawn")

    def take_down(self, who):
        answer = self._simple(who in MODERATORS, self, SHOWN, "taken_down")
        if answer == "done":
            self.taken_down_by = who
        return answer

    def restore(self, who):
        allowed = who in UNTIED and (who != self.taken_down_by or who == "ada")
        answer = self._simple(allowed, self, {"taken_down"}, "published")
        if answer == "done":
            self.taken_down_by = ""
        return answer

    def claim(self, who):
        if self.is_given or who not in LEADS:
            return "denied"
        self.origin = "member"
        for paper in self.papers:
            if paper.status in ("released", "screening", "approved"):
                paper.status, paper.moderator = "draft", ""
        return "done"

    def narrow(self, who, sharing):
        if not (self.keeps(who) or who in MODERATORS):
            return "denied"
        if sharing <= self.sharing:
            return "refused"
        self.sharing, self.asked_by = sharing, ""
        return "done"

    def widen(self, who, sharing):
        if who not in (SHARING if self.is_given else UNTIED):
            return "denied"
        if self.status not in SHOWN or sharing >= self.sharing:
            return "refused"
        if sharing == CLEAR:
            self.asked_by = who
        else:
            self.sharing = sharing
        return "done"

    def allow_widening(self, who):
        if who not in UNTIED or who == self.asked_by:
            return "denied"
        if self.status not in SHOWN or not self.asked_by:
            return "refused"
        self.sharing, self.asked_by = CLEAR, ""
        return "done"

    def grow_older(self, days):
        if self.due:
            self.due -= timedelta(days=days)
