"""News of a later context that nobody published: a row that seats of its own organisation are told of."""

from typing import ClassVar

from django.apps import apps
from django.db import models
from django.utils.translation import get_language

from port2port.sharing.models.shareable import Tlp


class OwnNews(models.Model):
    """Base of such rows. They stand in no ledger; their manager's `visible_to` says who may see one, and
    `standing` which are news still.

    news_type   the name by which a notification calls the table
    """

    news_type: ClassVar[str]
    # It never leaves the organisation whose it is: that is what this label says.
    tlp = int(Tlp.AMBER_STRICT)
    is_withdrawn = False

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """The way to it, which tells nothing of it."""
        raise NotImplementedError

    def headline(self) -> str:
        """The kind of news, and nothing of its content."""
        raise NotImplementedError

    def caption(self) -> str:
        """What a list shows to who may see it, in the reader's language."""
        return str(self)

    @property
    def language(self) -> str:
        """Of the caption."""
        return (get_language() or "en")[:2]


def own_news_of(news_type: str) -> type[OwnNews] | None:
    """The table behind such a name; None where the name is that of shared records."""
    found = (model for model in apps.get_models() if issubclass(model, OwnNews))
    return next((model for model in found if model.news_type == news_type), None)
