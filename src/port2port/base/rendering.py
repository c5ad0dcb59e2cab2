"""How a Django form draws itself: with the house's field and form templates."""

from django.forms.renderers import TemplatesSetting


class HouseForms(TemplatesSetting):
    """The renderer named by FORM_RENDERER."""

    form_template_name = "ui/form_fields.html"
    field_template_name = "ui/field.html"
