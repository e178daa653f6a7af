"""What an e-mail address tells before anybody looks: a free provider, a free host, a domain that resembles another.

All lists are bundled; nothing is asked of the outside. A flag refuses nothing, it only stops the address from
counting as evidence until a registrar has looked.
"""

from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import idna
from confusable_homoglyphs import categories
from confusable_homoglyphs.confusables import confusables_data
from publicsuffixlist import PublicSuffixList

from .folding import folded
from .gazetteer.search import slips
from .models import City, CityDomain

FREE_MAIL_LIST = Path(__file__).resolve().parent / "data" / "free_mail.txt"
FREE_MAIL, FREE_HOST, MIXED_SCRIPT, LOOK_ALIKE = "free_mail", "free_host", "mixed_script", "look_alike"
# Scripts that are written together in one word.
_WRITTEN_TOGETHER = [{"HAN", "HIRAGANA", "KATAKANA", "LATIN"}, {"HAN", "HANGUL", "LATIN"}, {"HAN", "BOPOMOFO", "LATIN"}]
_SEEN_AS = [("rn", "m"), ("vv", "w"), ("cl", "d"), ("0", "o"), ("1", "l"), ("i", "l"), ("j", "l"), ("5", "s")]


class Findings(NamedTuple):
    """What was found about one address. `resembles` is for staff only: the sender is never told."""

    address: str
    domain: str
    domain_shown: str
    flags: tuple
    resembles: str

    @property
    def counts(self):
        """Whether nothing stops the address from counting."""
        return not self.flags


class _Domain(NamedTuple):
    """A domain in parts: the label its owner chose, the ending under which anybody may register, all before it."""

    shown: str
    label: str
    ending: str
    before: tuple
    is_on_free_host: bool


def normal_address(email):
    """The address by which a person is known: lower case, without a tag behind a plus sign, the domain in ASCII."""
    local, _, domain = email.strip().rpartition("@")
    return f"{local.lower().partition('+')[0] or local.lower()}@{ascii_domain(domain)}"


def ascii_domain(domain):
    """`domain` in lower case and ASCII form; what has none stays as it is, in lower case."""
    domain = domain.strip().rstrip(".").lower()
    try:
        return idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        return domain


def shown_domain(domain):
    """`domain` in the script in which its readers know it."""
    labels = []
    for label in ascii_domain(domain).split("."):
        try:
            labels.append(idna.decode(label))
        except idna.IDNAError:
            labels.append(label)
    return ".".join(labels)


def check_address(email: str, *, known_domains: Iterable[str], city_names: Iterable[str]) -> Findings:
    """Look at the domain of `email` beside the cities' own domains and the names of the cities.

    A known domain, or one below it, has no flag.
    """
    address = normal_address(email)
    domain = address.rpartition("@")[2]
    shown = shown_domain(domain)
    known = {ascii_domain(each) for each in known_domains}
    if domain in known or any(domain.endswith(f".{each}") for each in known):
        return Findings(address, domain, shown, (), "")
    if is_free_mail(domain):
        return Findings(address, domain, shown, (FREE_MAIL,), "")
    parts = _parts(shown)
    resembles = _resembled(parts, known, city_names)
    flags = {
        FREE_HOST: parts.is_on_free_host,
        MIXED_SCRIPT: any(mixes_scripts(label) for label in shown.split(".")),
        LOOK_ALIKE: bool(resembles),
    }
    return Findings(address, domain, shown, tuple(flag for flag, stands in flags.items() if stands), resembles)


def look_at(email):
    """`check_address` beside the domains and the cities that the portal holds now."""
    return check_address(
        email,
        known_domains=CityDomain.objects.values_list("domain", flat=True),
        city_names=City.objects.values_list("name", flat=True),
    )


@cache
def _free_mail():
    lines = FREE_MAIL_LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def is_free_mail(domain):
    """Whether anybody gets an address there for nothing."""
    whole, family = ascii_domain(domain), ascii_domain(domain).rpartition(".")[0]
    return whole in _free_mail() or f"{family}.*" in _free_mail()


@cache
def _suffixes(*, with_hosts):
    return PublicSuffixList(only_icann=not with_hosts)


def is_free_host(domain):
    """Whether it is, or lies below, a name under which a company gives names to anybody."""
    return _parts(shown_domain(domain)).is_on_free_host


@lru_cache(maxsize=20_000)
def _parts(shown):
    ending = _suffixes(with_hosts=True).publicsuffix(shown) or ""
    plain = _suffixes(with_hosts=False).publicsuffix(shown) or ""
    if ending == shown:  # some towns own a name that is an ending for others too
        ending = plain = shown.partition(".")[2]
    *before, label = shown.removesuffix(ending).rstrip(".").split(".")
    official = {"gov", "gob", "gouv", "govt"} & set(ending.split("."))
    return _Domain(shown, label, ending, tuple(before), ending != plain and not official)


def mixes_scripts(label):
    """Whether one word is put together from scripts that nobody writes together, such as Latin and Cyrillic."""
    scripts = {categories.alias(sign) for sign in label} - {"COMMON", "INHERITED", "UNKNOWN"}
    return len(scripts) > 1 and not any(scripts <= together for together in _WRITTEN_TOGETHER)


@cache
def _as_latin(sign):
    """The Latin letter that `sign` is taken for, else the sign itself."""
    if sign.isascii():
        return sign
    alike = [each["c"] for each in confusables_data.get(sign, ()) if each["c"].isascii() and each["c"].isalnum()]
    return min(alike, key=lambda letter: (not letter.islower(), letter)).lower() if alike else folded(sign) or sign


@lru_cache(maxsize=40_000)
def skeleton(text):
    """What the eye takes `text` for: two words with one skeleton are easily taken for each other."""
    seen = "".join(map(_as_latin, text.lower()))
    seen = "".join(sign for sign in folded(seen) if sign != " ")
    for written, taken_for in _SEEN_AS:
        seen = seen.replace(written, taken_for)
    return seen


def _resembled(parts, known, city_names):
    """The known domain, else the name of a city, for which the domain could be taken; empty where there is none."""
    words = _words(parts)
    for domain in sorted(known):
        own = _parts(shown_domain(domain))
        if f".{own.shown}." in f".{parts.shown}.":
            return domain
        if any(_alike(word, own.label, same_ending=parts.ending == own.ending) for word in words):
            return domain
    for name in sorted(set(city_names)):
        written = "".join(folded(name).split())
        if any(_alike_a_name(word, written, parts) for word in words):
            return name
    return ""


def _words(parts):
    """The words of a domain that may speak of a city; below a free host, and before its own label, all of them."""
    labels = {parts.label, *parts.before}
    return labels | {word for label in labels for word in label.split("-") if len(word) > 4}


def _alike(word, label, *, same_ending):
    """Taken for the label of a known domain: same to the eye, or one slip away, or two where the label is long."""
    seen, own = skeleton(word), skeleton(label)
    if seen == own:
        return len(own) > 2 or same_ending
    reach = (2 if len(own) > 6 else 1) if len(own) > 3 or same_ending else 0
    return _within(reach, word, label) or _within(reach, seen, own)


def _alike_a_name(word, name, parts):
    """Taken for a city's name. The name itself is the city's good right, unless it stands on a free host."""
    if word.replace("-", "") == name or folded(word).replace(" ", "") == name and not mixes_scripts(word):
        return parts.is_on_free_host and len(name) > 2
    if skeleton(word) == skeleton(name):
        return True
    return len(name) > 4 and _within(1, word, name)


def _within(reach, one, other):
    """Whether at most `reach` slips lie between; most pairs are told by their lengths or letters alone."""
    if abs(len(one) - len(other)) > reach or len(set(one) ^ set(other)) > 2 * reach:
        return False
    return slips(one, other) <= reach
