"""How a city's profile changes: texts by new versions, themes, contact and picture in place."""

from django.db.models import Q
from django.utils.translation import gettext as _

from scn_portal.lifecycle import Lifecycle, TransitionRefused

from ..models import Picture, Profile, ProfileText
from ..status import today
from .outdated import Outdated

profiles = Lifecycle(Profile)


@profiles.transition()
def write(profile, *, by, language, seen, summary, background, approach):
    """A leading person of the city puts new texts on its page, in one language.

    `seen` is the number of the version that was open while writing (0 for none); a newer one raises Outdated.
    """
    texts = {"summary": summary, "background": background, "approach": approach}
    newest = profile.texts.filter(language=language).order_by("-number").first()
    if newest and all(getattr(newest, field) == text for field, text in texts.items()):
        return  # the same once more: sent twice, or nothing was changed
    if newest and newest.number != seen:
        raise Outdated(newest)
    ProfileText.objects.create(profile=profile, language=language, number=seen + 1, by=by, **texts)
    profile.revision += 1


@profiles.transition()
def choose_themes(profile, *, by, themes):
    """A leading person of the city says on which themes it works."""
    profile.themes.set(themes)
    profile.revision += 1


@profiles.transition()
def set_contact(profile, *, by, mailbox):
    """A leading person of the city says by which mailbox other cities reach its team."""
    profile.mailbox = mailbox
    profile.revision += 1


@profiles.transition()
def choose_picture(profile, *, by, picture):
    """A leading person of the city puts a picture of the register on its page, or takes it off (None)."""
    if picture is not None and not pictures_for(profile.city).filter(pk=picture.pk).exists():
        raise TransitionRefused(_("This picture is not in use any more. Choose another one."))
    profile.picture = picture
    profile.revision += 1


@profiles.transition()
def say_no_strategy(profile, *, by, none_yet):
    """A leading person of the city says that it has no strategy yet, or takes that back."""
    profile.no_strategy_on = (profile.no_strategy_on or today()) if none_yet else None


def pictures_for(city):
    """The pictures that this city may show: published, with a file, its own or nobody's in particular."""
    return Picture.objects.published().for_pages().filter(Q(city=None) | Q(city=city), file__isnull=False)


def profile_of(city):
    """The city's profile; the first edit makes it."""
    return Profile.objects.get_or_create(city=city)[0]
