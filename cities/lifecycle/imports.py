"""How an existing register comes in: brought, checked row by row, confirmed by a person, taken in row by row.

Reading and checking change nothing but the import's own rows. Taking in is a job of one transaction per row: a row
that is refused keeps its reason and stops no other, and a row that was taken in is never taken in again.
"""

from collections import Counter

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scn_portal.files import storage
from scn_portal.files.models import StoredFile
from scn_portal.jobs.running import Progress, long_work, start
from scn_portal.lifecycle import SYSTEM, Lifecycle, TransitionRefused
from scn_portal.privacy.stored import remove_file

from ..folding import folded
from ..models import City, CityDomain, Confirmation, ImportRow, Membership, RegisterImport, Term
from ..register import CHECKS
from ..register.reading import Unreadable, rows_of
from ..slugs import free_slug
from ..status import today
from .invitations import invite_from_register
from .membership import memberships

Status, Plan, Outcome = RegisterImport.Status, ImportRow.Plan, ImportRow.Outcome
AT_ONCE, AHEAD = 250, 100  # rows checked in one slice; rows fetched ahead while they are taken in

imports = Lifecycle(RegisterImport)


@imports.creation()
def bring(*, by, kind, file, source):
    """A registrar brings a table of cities or people; it is read and checked, and nothing else is changed."""
    register = RegisterImport.objects.create(kind=kind, name=file.name, source=source, by=by)
    storage.keep(file, owner=register, by=by)
    start("cities.check_register", key=f"import:{register.pk}", owner=by, ids={"import": register.pk})
    return register


@imports.transition(Status.CHECKING, to=Status.CHECKED, by_system=True)
def finish_check(register, *, by):
    """Every row has been looked at."""
    register.counts = _counted(register, "plan")


@imports.transition(Status.CHECKING, to=Status.FAILED, by_system=True)
def give_up(register, *, by, trouble):
    """The file has no rows that can be checked."""
    register.trouble, register.ended_at = trouble, timezone.now()


@imports.transition(Status.CHECKED, to=Status.RUNNING)
def take_in(register, *, by):
    """A registrar has read what would happen and has the rows taken in."""
    register.confirmed_by = by
    start("cities.take_in_register", key=f"import:{register.pk}", owner=by, ids={"import": register.pk})


@imports.transition(Status.RUNNING, to=Status.DONE, by_system=True)
def finish(register, *, by):
    """Every row has been taken in, was there already, or was refused with its reason."""
    register.counts, register.ended_at = _counted(register, "outcome"), timezone.now()


@imports.transition(Status.CHECKING, Status.CHECKED, to=Status.DISCARDED)
def discard(register, *, by):
    """The import is given up before anything was taken in; its rows and its file go."""
    register.ended_at = timezone.now()
    forget_rows(register)


def forget_rows(register):
    """The rows of an ended import go, and its file with them; how many there were of each kind stays."""
    register.rows.all().delete()
    remove_file(_file_of(register))


def _file_of(register):
    return StoredFile.objects.filter(owner_kind="cities.registerimport", owner_key=str(register.pk)).first()


def _counted(register, column):
    return dict(Counter(register.rows.values_list(column, flat=True)))


# The two jobs


def address_of(job):
    register = RegisterImport.objects.filter(pk=job.ids["import"]).first()
    ready = register is not None and not job.is_open
    return reverse("admin:cities_registerimport_change", args=[register.code]) if ready else ""


@long_work("cities.check_register", label=gettext_lazy("Checking the register"), leads_to=address_of, is_noted=True)
def check_rows(job):
    """One slice: first all rows are read, then some of them are checked against what is on record."""
    register = RegisterImport.objects.get(pk=job.ids["import"])
    if register.status != Status.CHECKING:  # discarded meanwhile
        return Progress(job.done, job.total, place=job.place, is_finished=True)
    if job.place is None:
        return _read(register)
    rows = list(register.rows.filter(number__gt=job.place).order_by("number")[:AT_ONCE])
    if not rows:
        finish_check(register, by=SYSTEM)
        return Progress(job.total, job.total, place=job.place, is_finished=True)
    check = job.memory.setdefault("check", None) or CHECKS[register.kind]()
    job.memory["check"] = check
    check.check(rows)
    _refuse_repeated(register, rows)
    ImportRow.objects.bulk_update(rows, ["key", "plan", "problems", "differences", "values", "city"])
    return Progress(job.done + len(rows), job.total, place=rows[-1].number)


def _read(register):
    try:
        with transaction.atomic(), _file_of(register).content.open("rb") as content:
            found = _stored(register, rows_of(content, register.kind))
    except Unreadable as unreadable:
        give_up(register, by=SYSTEM, trouble=unreadable.trouble)
        return Progress(0, 0, is_finished=True)
    RegisterImport.objects.filter(pk=register.pk).update(size=found)
    return Progress(0, found, place=0)


def _stored(register, read):
    found, waiting = 0, []
    for number, cells in read:
        waiting.append(ImportRow(register=register, number=number, cells=cells))
        if len(waiting) == AT_ONCE:
            ImportRow.objects.bulk_create(waiting)
            found, waiting = found + len(waiting), []
    ImportRow.objects.bulk_create(waiting)
    return found + len(waiting)


def _refuse_repeated(register, rows):
    """Of two rows about the same city, or the same role of a person, the first counts."""
    keys = {row.key for row in rows if row.plan != Plan.REFUSED}
    earlier = register.rows.filter(key__in=keys - {""}, number__lt=rows[0].number).exclude(plan=Plan.REFUSED)
    first = dict(earlier.values_list("key", "number"))
    for row in rows:
        if row.key and row.plan != Plan.REFUSED and first.setdefault(row.key, row.number) != row.number:
            row.problems, row.plan = [*row.problems, ["row", first[row.key]]], Plan.REFUSED


@long_work("cities.take_in_register", label=gettext_lazy("Taking in the register"), leads_to=address_of, is_noted=True)
def take_in_row(job):
    """One slice: one row, with all that follows from it."""
    waiting = job.memory.setdefault("rows", [])
    if not waiting:
        waiting += reversed(_next_rows(job))
    total = job.total or ImportRow.objects.filter(register=job.ids["import"]).count()
    if not waiting:
        finish(RegisterImport.objects.get(pk=job.ids["import"]), by=SYSTEM)
        return Progress(job.done, total, place=job.place, is_finished=True)
    row = waiting.pop()
    settle(row)
    return Progress(job.done + 1, total, place=row.number)


def _next_rows(job):
    """Some rows ahead. They share one register and one person, whose rights are asked once for all of them."""
    register = RegisterImport.objects.select_related("confirmed_by").get(pk=job.ids["import"])
    rows = list(register.rows.filter(number__gt=job.place or 0).select_related("city").order_by("number")[:AHEAD])
    for row in rows:
        row.register = register
    return rows


def settle(row):
    """Take one row in, or write down why not. A row that has its outcome keeps it."""
    if row.outcome:
        return
    row.outcome = {Plan.REFUSED: Outcome.REFUSED, Plan.UNCHANGED: Outcome.UNCHANGED}.get(row.plan, Outcome.MADE)
    if row.plan == Plan.MAKE:
        try:
            _make(row)  # a creation: all of it or nothing
        except PermissionDenied:
            row.outcome, row.problems = Outcome.REFUSED, [["tied", ""]]
        except TransitionRefused as refusal:
            row.outcome, row.problems = Outcome.REFUSED, [["refused", str(refusal)]]
        except IntegrityError:
            row.outcome, row.problems = Outcome.REFUSED, [["refused", _("Another row or person was faster.")]]
    row.save(update_fields=["outcome", "problems", "city"])


def _make(row):
    by, values = row.register.confirmed_by, row.values
    if row.register.kind == RegisterImport.Kind.PEOPLE:
        wanted = {name: values[name] for name in ("role", "email", "name", "office", "language")}
        invite_from_register(by=by, within=row.city, **wanted)
    else:
        row.city = enter(by=by, within=row.city, values=values, source=_source(row)).city


def _source(row):
    return f"{row.register.source} ({row.register.code}, {row.number})"


@memberships.creation()
def enter(*, by, within=None, values, source):
    """A city of the earlier register is on record from now on, as the member that it was."""
    city = within or _new_city(values)
    if city.memberships.exists():
        raise TransitionRefused(_("This authority is already a member."))
    membership = Membership.objects.create(
        city=city,
        joined_on=values["joined"],
        precision=values["precision"],
        basis=Membership.Basis.REGISTER,
        source=source[:300],
    )
    Confirmation.objects.create(
        membership=membership, on=today(), by=by, basis=Confirmation.Basis.REGISTER, items=["contacts"], note=source
    )
    if values["domain"]:
        domain = {"domain": values["domain"], "source_url": values["website"], "checked_by": by}
        CityDomain.objects.create(city=city, **domain, checked_at=timezone.now())
    return membership


def _new_city(values):
    type_term = Term.objects.get(list="authority_type", code=values["type"])
    place = values.get("place")
    if place and City.objects.filter(place=place, type=type_term).exists():
        place = None
    city = City(
        slug=free_slug(values["name"], values["country"]),
        name=values["name"],
        folded=folded(values["name"]),
        type=type_term,
        country_id=values["country"],
        division=values["division"],
        place_id=place,
        population=values["population"],
        population_year=values["population_year"],
        website=values["website"],
        lat=values["lat"],
        lon=values["lon"],
        point_by=City.PointBy.GAZETTEER if values["lat"] is None else City.PointBy.STAFF,
    )
    if place:
        city.lat, city.lon, city.zone = city.place.lat, city.place.lon, city.place.zone
        city.population = city.population or city.place.population or None
    city.save(force_insert=True)
    return city
