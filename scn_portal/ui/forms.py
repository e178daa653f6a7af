from django.forms.renderers import TemplatesSetting


class PortalRenderer(TemplatesSetting):
    """All forms of the portal."""
