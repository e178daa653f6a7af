"""What there is: needs and offers, interests, matching rounds, partnerships, visits and joint projects."""

from .agreements import AgreementText, Plan, PlanReview, PlanStep, Signature
from .interests import Interest
from .partnerships import PartnerCity, Partnership, Party
from .profiles import Profile, ThemeEntry
from .projects import Project, ProjectCity, Task
from .rounds import Entry, Round, StaffMark, Veto
from .runs import Place, Proposal, Run
from .visits import Guest, Visit, VisitCity, VisitFormat, VisitStop

__all__ = [
    "AgreementText",
    "Entry",
    "Guest",
    "Interest",
    "PartnerCity",
    "Partnership",
    "Party",
    "Place",
    "Plan",
    "PlanReview",
    "PlanStep",
    "Profile",
    "Project",
    "ProjectCity",
    "Proposal",
    "Round",
    "Run",
    "Signature",
    "StaffMark",
    "Task",
    "ThemeEntry",
    "Veto",
    "Visit",
    "VisitCity",
    "VisitFormat",
    "VisitStop",
]
