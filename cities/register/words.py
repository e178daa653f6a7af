"""What speaks against a row, in the words that staff read. Rows keep the short word and the value."""

from django.utils.translation import gettext_lazy as _

PROBLEMS = {
    "nothing": _("The file has no rows below its headings."),
    "columns": _("These columns are missing: %(value)s."),
    "rows": _("The file has more than %(value)s rows. Divide it."),
    "damaged": _("The workbook cannot be read."),
    "missing": _("“%(value)s” is empty."),
    "long": _("“%(value)s” is too long."),
    "country": _("“%(value)s” is no country that we know. Use its two letters, as in PT."),
    "type": _("“%(value)s” is no kind of authority. Use one of the codes of the list."),
    "number": _("“%(value)s” is no whole number above zero."),
    "point": _("Latitude and longitude must both be there, in degrees."),
    "website": _("“%(value)s” is no web address."),
    "domain": _("“%(value)s” is no domain for mail."),
    "domain_without_site": _("A domain needs the website that shows it."),
    "domain_taken": _("The domain %(value)s belongs to another city on record."),
    "date": _("“%(value)s” is no date. Write 2016, 2016-05 or 2016-05-31."),
    "future": _("The date %(value)s lies ahead."),
    "row": _("Says the same as row %(value)s."),
    "no_such_city": _("There is no city with the address “%(value)s”."),
    "several": _("Several cities on record fit: %(value)s. Give the address of one of them."),
    "looks_like": _(
        "May be the same as %(value)s. Write its address into the column “same_as”, or “new” if it is another."
    ),
    "left": _("This city was a member once. It comes back by a request."),
    "city": _("There is no city “%(value)s” on record."),
    "not_a_member": _("%(value)s is not a member at present."),
    "email": _("“%(value)s” is no e-mail address."),
    "role": _("“%(value)s” is no role. Use political_lead, lead_contact, deputy or practitioner."),
    "role_taken": _("Somebody holds this role already. It passes on only by a handover."),
    "language": _("“%(value)s” is no language of the portal."),
    "tied": _("You are tied to this city. Another registrar can take it in."),
    "refused": "%(value)s",
}
COLUMNS = {
    "name": _("name"),
    "country": _("country"),
    "type": _("kind of authority"),
    "division": _("state, province or region"),
    "population": _("population"),
    "population_year": _("year of the population"),
    "website": _("website"),
    "point": _("point on the map"),
    "joined": _("member since"),
}


def in_words(problem):
    """The sentence for a problem as a row keeps it: [word, value]."""
    word, value = problem
    return str(PROBLEMS[word]) % {"value": value}
