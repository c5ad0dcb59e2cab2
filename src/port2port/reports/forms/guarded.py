"""Fields whose text is cleaned and guarded at the edge, and the picker of codes."""

from typing import Any

from django import forms

from port2port.pure.texts import LINE, Room, TextRefusedError, clean
from port2port.reports.rules import words_of


class Guarded(forms.CharField):
    """Text as `pure.texts.clean` gives it back."""

    def __init__(self, *, room: Room = LINE, rows: int = 0, **kwargs: Any) -> None:
        self.room = room
        if rows:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows, "maxlength": room.characters}))
        else:
            kwargs.setdefault("max_length", room.characters)
        super().__init__(strip=False, **kwargs)
        # The guard says it in its own words, also for texts that no browser would let through.
        self.validators = []

    def to_python(self, value: object) -> str:
        """The cleaned text. Raises ValidationError."""
        try:
            return clean("" if value is None else str(value), self.room)
        except TextRefusedError as fault:
            raise forms.ValidationError(words_of(fault, self.room)) from fault


class Lines(forms.CharField):
    """One entry a line; blank lines and repetitions are dropped."""

    def __init__(self, *, room: Room = LINE, rows: int = 3, **kwargs: Any) -> None:
        self.room = room
        super().__init__(strip=False, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)
        self.validators = []

    def to_python(self, value: object) -> tuple[str, ...]:  # type: ignore[override]
        """The lines. Raises ValidationError."""
        whole = Room(characters=self.room.characters * 40, byte_count=self.room.byte_count * 40, lines=True)
        try:
            text = clean("" if value is None else str(value), whole)
            lines = [clean(line, self.room) for line in text.split("\n")]
        except TextRefusedError as fault:
            raise forms.ValidationError(words_of(fault, self.room)) from fault
        return tuple(dict.fromkeys(line for line in lines if line))

    def prepare_value(self, value: object) -> object:
        """One entry a line."""
        return "\n".join(str(line) for line in value) if isinstance(value, list | tuple) else value


class CodePicker(forms.CheckboxSelectMultiple):
    """Check boxes in groups that fold; a search field appears where scripts run."""

    template_name = "reports/widgets/code_picker.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["groups"] = [
            {"label": label, "options": options, "chosen": sum(bool(one["selected"]) for one in options)}
            for label, options, _index in context["widget"]["optgroups"]
        ]
        return context


class ManyFiles(forms.ClearableFileInput):
    """A file input that takes several."""

    allow_multiple_selected = True


class Files(forms.FileField):
    """The uploaded files as a list; what they are is checked by the action."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=ManyFiles(), required=False, allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Every file sent, in order."""
        given = data if isinstance(data, list | tuple) else [data]
        return [one for one in (super(Files, self).clean(each, initial) for each in given) if one]
