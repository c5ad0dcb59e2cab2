"""How a Django form draws itself: with the house's field and form templates."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

SELECT = "django/forms/widgets/select.html"


class HouseForms(TemplatesSetting):
    """The renderer named by FORM_RENDERER."""

    form_template_name = "ui/form_fields.html"
    field_template_name = "ui/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """As Django draws it. A select is drawn here: its template is filled anew for each of a hundred options."""
        if template_name == SELECT:
            return _select(context["widget"])
        if "widget" in context:
            # The label stands above every field; said again inside, a field only looks as if it were filled in.
            context["widget"]["attrs"].pop("placeholder", None)
        return super().render(template_name, context, request)


def _select(widget: Mapping[str, Any]) -> SafeString:
    options = "".join(_groups(widget["optgroups"]))
    return format_html('<select name="{}"{}>{}</select>', widget["name"], _attributes(widget["attrs"]), _safe(options))


def _groups(groups: Any) -> Iterator[str]:
    for name, options, _index in groups:
        drawn = "".join(
            f'<option value="{conditional_escape(one["value"])}"{_attributes(one["attrs"])}>'
            f"{conditional_escape(one['label'])}</option>"
            for one in options
        )
        yield f'<optgroup label="{conditional_escape(name)}">{drawn}</optgroup>' if name else drawn


def _attributes(attributes: Mapping[str, Any]) -> SafeString:
    return _safe(
        "".join(
            f" {name}" if value is True else f' {name}="{conditional_escape(value)}"'
            for name, value in attributes.items()
            if value is not False
        )
    )


def _safe(escaped: str) -> SafeString:
    return mark_safe(escaped)  # noqa: S308 - every value in it was escaped where it was put in
