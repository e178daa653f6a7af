"""The front page of twinning."""

from django.views.generic import TemplateView

from scn_portal.accounts.links import Public


class Front(Public, TemplateView):
    template_name = "twinning/front.html"
