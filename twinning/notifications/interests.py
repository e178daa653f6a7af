"""What cities are told of an interest: that it came, that it waits, how it was answered."""

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cities.models import Representative
from scn_portal.accounts.models import User
from scn_portal.notifications.kinds import address, kind
from scn_portal.notifications.outbox import due_of, write

from ..models import Interest
from ..rules import LEADS, leads_city

FOR_LEADS = _("You get this because you lead a member city.")
Status = Interest.Status


def leads_of(city):
    """Political lead, lead contact and deputies of the city."""
    acting = Representative.objects.filter(city=city, until=None, role__in=LEADS, user__is_active=True)
    return list(User.objects.filter(pk__in=acting.values("user")).order_by("pk"))


def isolated(text):
    """A name inside a sentence, set apart so that it keeps its own writing direction."""
    return f"\u2068{text}\u2069"


def interest_received(interest, after=0):
    """At once, and again on the tenth and the twentieth day."""
    for person in leads_of(interest.to_city):
        write("twinning.interest_received", subject=interest, person=person, due=str(after or ""))


@kind(
    "twinning.interest_received",
    label=_("Another city asks yours"),
    because=FOR_LEADS,
    in_inbox=True,
    related=("from_city", "to_city"),
)
def interest_received_values(mail, interest):
    if interest.status != Status.OPEN or not leads_city.test(mail.person, interest.to_city):
        return None
    return {
        "from_city": isolated(interest.from_city.name),
        "to_city": isolated(interest.to_city.name),
        "wish": interest.get_wish_display(),
        "answer_by": date_format(interest.answer_by, "j F Y"),
        "is_reminder": due_of(mail) != "",
        "button_url": address("twinning:interest_detail", interest.code),
        "button_label": _("Read and answer"),
    }


def interest_answered(interest):
    for person in leads_of(interest.from_city):
        write("twinning.interest_answered", subject=interest, person=person)


@kind(
    "twinning.interest_answered",
    label=_("Another city answered yours"),
    because=FOR_LEADS,
    in_inbox=True,
    related=("from_city", "to_city"),
)
def interest_answered_values(mail, interest):
    """A yes names the city; of any other answer the page tells, and only there."""
    if interest.status in (Status.OPEN, Status.WITHDRAWN) or not leads_city.test(mail.person, interest.from_city):
        return None
    is_yes = interest.status == Status.ACCEPTED
    return {
        "to_city": isolated(interest.to_city.name) if is_yes else "",
        "from_city": isolated(interest.from_city.name),
        "is_yes": is_yes,
        "is_lapsed": interest.status == Status.LAPSED,
        "button_url": address("twinning:interest_detail", interest.code),
        "button_label": _("See the answer"),
    }
