from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "port2port.reviews"
    label = "reviews"

    def ready(self) -> None:
        """Say where an action of ours comes from."""
        from port2port.duties import sources
        from port2port.reviews.models import Review

        sources.bring(
            "review",
            rows=Review.objects.own_of,
            words=str,
            address=lambda row: row.get_absolute_url(),  # type: ignore[attr-defined]
        )
