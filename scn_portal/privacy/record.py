"""What one must be able to show on a sheet: the record of processing, and who saw what."""

from django.contrib.auth import get_user_model

from scn_portal.audit.models import AuditEntry

from .inventory import inventory

SEEN = ("open_", "export_", "fetch_")  # how acts of reading and taking out begin
WHOLE_LISTS = ("csv", "xlsx")  # the key of an export, which may hold the record that is asked for


def processing_record():
    """The inventory by purpose, as Markdown."""
    known = inventory()
    parts = ["# Record of processing", "", "Controller: Institute for Strategic Dialogue, London.", ""]
    for key, purpose in known.purposes.items():
        entries = [each for each in known.entries.values() if each.purpose == key and (each.personal or each.office)]
        if entries:
            parts += _section(known, purpose, entries)
    return "\n".join(parts)


def _section(known, purpose, entries):
    head = [f"## {purpose['words']}", "", f"- Ground: {purpose['basis']}", f"- People: {purpose['people']}", ""]
    table = ["| what | personal data | data of office | recipients | kept | on erasure |", "|---|---|---|---|---|---|"]
    for each in entries:
        cells = [
            each.model,
            ", ".join(each.personal) or "–",
            ", ".join(each.office) or "–",
            known.audiences[each.audience],
            known.periods[each.kept],
            each.erasure,
        ]
        table.append("| " + " | ".join(cells) + " |")
    return [*head, *table, ""]


def seen_by(since, until, subject=""):
    """The entries of the trail in which somebody opened or took out something, oldest first, as lines."""
    entries = AuditEntry.objects.filter(at__gte=since, at__lt=until).order_by("id")
    if subject:
        kind, _separator, key = subject.rpartition(":")
        entries = entries.filter(subject_kind=kind.lower(), subject_key__in=[key, *WHOLE_LISTS])
    found = [each for each in entries if each.action.partition(".")[2].startswith(SEEN)]
    keys = {each.actor for each in found if each.actor_kind == AuditEntry.ActorKind.PERSON}
    people = dict(get_user_model().objects.filter(public_id__in=keys).values_list("public_id", "name"))
    return [
        f"{each.at:%Y-%m-%d %H:%M:%S}  {each.action}  {each.subject_kind}:{each.subject_key}"
        f" {each.after}  {each.actor_kind} {each.actor} {people.get(each.actor, '')}  {each.request_number}".rstrip()
        for each in found
    ]
