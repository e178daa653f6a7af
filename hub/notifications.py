"""What the hub tells people: who gets which mail, and what must still be true, and theirs to see, when it goes out.

Above TLP:GREEN a mail carries no title, only a link (security: sharing levels).
"""

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cities.models import Representative
from cities.rules import LEADING
from cities.status import today
from scn_portal.accounts.models import User
from scn_portal.lifecycle import may
from scn_portal.notifications.kinds import address, kind
from scn_portal.notifications.outbox import write
from scn_portal.sharing import Sharing

from .lifecycle import adoptions, versions
from .models import Adoption, Resource, Version
from .rules import SHARING_ROLES

FOR_MODERATORS = _("You get this because you are a moderator of the network.")
FOR_THE_CITY = _("You get this because you represent a city that owns this item.")
FOR_WHO_LEADS = _("You get this because you answer for the items of your city.")
FOR_THE_TAKER = _("You get this because your city said that it uses this item.")
Status = Resource.Status


# Who


def moderators(permission, subject):
    """The moderators who may take the next step."""
    people = User.objects.filter(is_active=True, is_staff=True, groups__name="moderator").order_by("pk")
    return [each for each in people if may(each, permission, subject)]


def people_of(cities, roles=None):
    """Who acts for these cities now, in any role or in one of `roles`."""
    acting = Representative.objects.filter(city__in=cities, until=None, user__is_active=True)
    if roles is not None:
        acting = acting.filter(role__in=roles)
    return list(User.objects.filter(pk__in=acting.values("user")).order_by("pk"))


def writers_of(version):
    """Who goes on with a version: its author, and who leads the city that gave it."""
    resource = version.resource
    leading = people_of([resource.city_id], LEADING) if resource.origin == Resource.Origin.MEMBER else []
    return _once([*leading, *([version.author] if version.author_id else [])])


def keepers_of(resource):
    """Who answers for a shown item: who leads its city, or the moderators where the network keeps it."""
    if resource.origin == Resource.Origin.MEMBER:
        return people_of([resource.city_id], LEADING)
    return moderators("hub.confirm_resource", resource)


def _once(people):
    return list({each.pk: each for each in people}.values())


def _tell(kind_name, subject, people, due="", but=""):
    for person in people:
        if person.audit_key != but:
            write(kind_name, subject=subject, person=person, due=due)


# What a mail may say


def seen_by(person, resource):
    """The item with its level as it is now, if this person may still see it, else None."""
    return Resource.objects.visible_to(person).select_related("city").filter(pk=resource.pk).first()


def named(resource):
    """The values that name an item in a mail: label and title, above GREEN the label alone."""
    level = Sharing(resource.level)
    return {"mark": f"[TLP:{level.name}]", "title": "" if level > Sharing.GREEN else isolated(resource.title)}


def isolated(text):
    """A name inside a sentence, set apart so that it keeps its own writing direction."""
    return f"\u2068{text}\u2069"


def _about(resource, label="", page="hub:resource_detail"):
    return named(resource) | {"button_url": address(page, resource.slug), "button_label": label or _("Open it")}


def _at_the_desk(resource):
    return named(resource) | {"button_url": address("hub:desk"), "button_label": _("See where it stands")}


# Checking


def resource_released(version, but=""):
    """Moderators who may take it hear of it; each time it is handed in, once."""
    due = version.released_at.isoformat() if version.released_at else ""
    _tell("hub.resource_released", version, moderators(versions.take.permission, version), due, but)


@kind(
    "hub.resource_released",
    label=_("Items that wait to be checked"),
    because=FOR_MODERATORS,
    in_inbox=True,
    related=("resource",),
)
def resource_released_values(mail, version):
    resource = seen_by(mail.person, version.resource)
    if resource is None or version.status != Version.Status.RELEASED:
        return None
    return named(resource) | {
        "city": isolated(resource.city.name) if resource.city else "",
        "button_url": address("admin:hub_version_change", version.address),
        "button_label": _("Open it"),
    }


def changes_asked(version):
    _tell("hub.changes_asked", version, writers_of(version))


@kind(
    "hub.changes_asked",
    label=_("A moderator asks for changes"),
    because=FOR_THE_CITY,
    in_inbox=True,
    related=("resource",),
)
def changes_asked_values(mail, version):
    resource = seen_by(mail.person, version.resource)
    draft = Version.objects.filter(resource=version.resource_id, number=version.number + 1).first()
    if resource is None or draft is None or draft.status != Version.Status.DRAFT:
        return None
    return _about(resource, _("Read the remarks"), "hub:resource_check")


def version_approved(version):
    _tell("hub.version_approved", version, writers_of(version))


@kind(
    "hub.version_approved", label=_("An item was approved"), because=FOR_THE_CITY, in_inbox=True, related=("resource",)
)
def version_approved_values(mail, version):
    resource = seen_by(mail.person, version.resource)
    if resource is None or version.status != Version.Status.APPROVED:
        return None
    return _at_the_desk(resource)


def version_declined(version):
    """Once for each moderator who said no."""
    _tell("hub.version_declined", version, writers_of(version), due=str(version.second_look_at or ""))


@kind("hub.version_declined", because=FOR_THE_CITY, is_security=True, in_inbox=True, related=("resource",))
def version_declined_values(mail, version):
    resource = seen_by(mail.person, version.resource)
    if resource is None or version.status != Version.Status.DECLINED:
        return None
    values = _at_the_desk(resource)
    return values | {
        "reason": version.get_decline_reason_display(),
        "reason_text": version.decline_text if values["title"] else "",
        "may_ask": version.second_look_at is None and resource.origin == Resource.Origin.MEMBER,
    }


# Shown


def resource_published(resource):
    """The people of the owner cities, and who wrote it. Once for each version."""
    version = resource.current_version
    writers = [version.author] if version.author_id else []
    people = _once([*people_of(resource.owner_cities()), *writers])
    _tell("hub.resource_published", resource, people, due=f"{version.number}")


@kind("hub.resource_published", label=_("An item of your city is published"), because=FOR_THE_CITY, in_inbox=True)
def resource_published_values(mail, resource):
    resource = seen_by(mail.person, resource)
    return _about(resource) if resource and resource.is_shown else None


def review_due(resource, day=0):
    """Ask whether it is still true: 30 days before, on the day, and 90 days after."""
    _tell("hub.review_due", resource, keepers_of(resource), due=f"{resource.review_due_on}{day:+d}")


@kind("hub.review_due", label=_("Items to be confirmed"), because=FOR_WHO_LEADS, in_inbox=True)
def review_due_values(mail, resource):
    resource = seen_by(mail.person, resource)
    if resource is None or resource.status not in (Status.PUBLISHED, Status.REVIEW_DUE):
        return None
    is_due = resource.status == Status.REVIEW_DUE
    if not is_due and (resource.review_due_on - today()).days > 30:  # confirmed meanwhile
        return None
    day = date_format(resource.review_due_on, "DATE_FORMAT")
    page = "hub:resource_confirm" if is_due and resource.origin == Resource.Origin.MEMBER else "hub:resource_detail"
    return _about(resource, _("Confirm it") if is_due else "", page) | {"is_due": is_due, "day": day}


def resource_archived(resource):
    _tell("hub.resource_archived", resource, keepers_of(resource), due=f"{resource.review_due_on}")


@kind("hub.resource_archived", label=_("An item was archived"), because=FOR_WHO_LEADS, in_inbox=True)
def resource_archived_values(mail, resource):
    resource = seen_by(mail.person, resource)
    return _about(resource) if resource and resource.status == Status.ARCHIVED else None


def resource_withdrawn(resource, fact):
    _tell("hub.resource_withdrawn", resource, people_of(resource.owner_cities()), due=f"{fact.pk}", but=fact.actor)


@kind("hub.resource_withdrawn", label=_("An item of your city was withdrawn"), because=FOR_THE_CITY, in_inbox=True)
def resource_withdrawn_values(mail, resource):
    return _gone(mail, resource, Status.WITHDRAWN)


def resource_taken_down(resource, fact):
    _tell("hub.resource_taken_down", resource, people_of(resource.owner_cities()), due=f"{fact.pk}")


@kind("hub.resource_taken_down", because=FOR_THE_CITY, is_security=True, in_inbox=True)
def resource_taken_down_values(mail, resource):
    return _gone(mail, resource, Status.TAKEN_DOWN)


def _gone(mail, resource, status):
    resource = seen_by(mail.person, resource)
    if resource is None or resource.status != status:
        return None
    values = _at_the_desk(resource)
    return values | {"reason": resource.reason if values["title"] else ""}


def widening_answered(resource, fact):
    """Who may ask for it hears what a moderator answered."""
    if resource.origin == Resource.Origin.MEMBER:
        people = people_of([resource.city_id], SHARING_ROLES)
        _tell("hub.widening_answered", resource, people, due=f"{fact.pk}")


@kind("hub.widening_answered", because=FOR_WHO_LEADS, is_security=True, in_inbox=True)
def widening_answered_values(mail, resource):
    resource = seen_by(mail.person, resource)
    is_open = resource is not None and resource.sharing == Sharing.CLEAR
    if resource is None or not (is_open or resource.asked_answer) or resource.asked_sharing is not None:
        return None
    values = _about(resource)
    reason = resource.asked_answer if values["title"] and not is_open else ""
    return values | {"is_open": is_open, "reason": reason}


# Taking over


def adoption_claimed(adoption):
    """Who may answer for the practice is asked."""
    resource = adoption.resource
    if resource.origin == Resource.Origin.NETWORK:
        people = moderators(adoptions.confirm.permission, adoption)
    else:
        people = people_of(resource.owner_cities(), LEADING)
    _tell("hub.adoption_claimed", adoption, people)


@kind(
    "hub.adoption_claimed",
    label=_("A city says that it uses your item"),
    because=FOR_WHO_LEADS,
    in_inbox=True,
    related=("resource", "taker"),
)
def adoption_claimed_values(mail, adoption):
    resource = seen_by(mail.person, adoption.resource)
    if resource is None or adoption.status not in (Adoption.Status.CLAIMED, Adoption.Status.UNANSWERED):
        return None
    return _with_cities(adoption, resource, _("Answer"))


def adoption_confirmed(adoption):
    writers = [adoption.claimed_by] if adoption.claimed_by_id else []
    people = _once([*people_of([adoption.taker_id], LEADING), *writers])
    _tell("hub.adoption_confirmed", adoption, people, due=adoption.decided_at.isoformat())


@kind(
    "hub.adoption_confirmed",
    label=_("A city confirms that you use its item"),
    because=FOR_THE_TAKER,
    in_inbox=True,
    related=("resource", "taker"),
)
def adoption_confirmed_values(mail, adoption):
    resource = seen_by(mail.person, adoption.resource)
    if resource is None or adoption.status != Adoption.Status.CONFIRMED:
        return None
    return _with_cities(adoption, resource, _("Open it"))


def _with_cities(adoption, resource, label):
    """Above GREEN who took over what stays out of the mail too."""
    values = named(resource)
    return values | {
        "taker": isolated(adoption.taker.name) if values["title"] else "",
        "degree": adoption.get_degree_display(),
        "button_url": address("hub:adoption_detail", adoption.code),
        "button_label": label,
    }
