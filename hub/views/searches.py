"""The searches that a person keeps."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, ListView, UpdateView

from scn_portal.lifecycle import TransitionRefused
from scn_portal.ui.forms import PortalFormMixin
from scn_portal.ui.views import TransitionView

from ..filters import ResourceFilter, asked_again
from ..forms.searches import SearchForm
from ..lifecycle import searches
from ..models import SavedSearch
from ..readers import reader_of

LIST = reverse_lazy("hub:search_list")


class OwnSearches:
    """Nobody else's searches are to be found."""

    slug_field, slug_url_kwarg = "code", "code"

    def get_queryset(self):
        return SavedSearch.objects.filter(user=self.request.user)


class SearchList(OwnSearches, ListView):
    template_name = "hub/search_list.html"
    context_object_name = "searches"

    def get_context_data(self, **kwargs):
        reader = reader_of(self.request.user)
        for search in self.object_list:
            search.chips = asked_again(search, reader).chips()
        return super().get_context_data(most=SavedSearch.MOST, **kwargs)


class SearchCreate(PortalFormMixin, FormView):
    """Keeps the question that stands in this page's own address."""

    template_name = "hub/search_form.html"
    form_class = SearchForm

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.asked = ResourceFilter(request.GET, reader_of(request.user))

    def get_initial(self):
        words = [str(chip["words"]).strip("“”") for chip in self.asked.chips()]
        return {"name": ", ".join(words)[:80] or _("Everything new"), "rhythm": SavedSearch.Rhythm.WEEKLY}

    def get_context_data(self, **kwargs):
        return super().get_context_data(chips=self.asked.chips(), query=self.asked.canonical, **kwargs)

    def form_valid(self, form):
        try:
            searches.save(by=self.request.user, query=self.asked.canonical, **form.cleaned_data)
        except (TransitionRefused, PermissionDenied) as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("The search is saved."))
        return redirect(LIST)


class SearchEdit(OwnSearches, PortalFormMixin, UpdateView):
    template_name = "hub/search_form.html"
    form_class = SearchForm
    context_object_name = "search"

    def get_context_data(self, **kwargs):
        asked = asked_again(self.object, reader_of(self.request.user))
        return super().get_context_data(chips=asked.chips(), query=asked.canonical, **kwargs)

    def form_valid(self, form):
        searches.change(self.object, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, _("The search is changed."))
        return redirect(LIST)


class SearchDelete(OwnSearches, TransitionView):
    transition = searches.remove
    confirm = gettext_lazy("Delete this search?")
    effect = gettext_lazy("You will get no more mail about it.")
    button = gettext_lazy("Delete")
    kind = "danger"
    done = gettext_lazy("The search is deleted.")
    success_url = LIST
