"""Addresses of peer review."""

from django.urls import path

from port2port.reviews.views import drawing, pages, reporting

app_name = "reviews"
urlpatterns = [
    path("reviews/", pages.reviews, name="list"),
    path("reviews/offer/", drawing.offer, name="offer"),
    path("reviews/offer/end/", drawing.end_offer, name="end_offer"),
    path("reviews/draw/<uuid:key>/", drawing.draw, name="draw"),
    path("reviews/ask/<uuid:key>/", drawing.ask, name="ask"),
    path("reviews/reviewers/<uuid:key>/declare/", drawing.declare, name="declare"),
    path("reviews/reviewers/<uuid:key>/refuse/", drawing.refuse, name="refuse"),
    path("reviews/findings/<uuid:key>/reply/", reporting.reply, name="reply"),
    path("reviews/findings/<uuid:key>/take-out/", reporting.take_out, name="take_out"),
    path("reviews/<uuid:key>/", pages.review, name="review"),
    path("reviews/<uuid:key>/draw.json", pages.draw_file, name="draw_file"),
    path("reviews/<uuid:key>/visit/", reporting.visit, name="visit"),
    path("reviews/<uuid:key>/observe/", reporting.observe, name="observe"),
    path("reviews/<uuid:key>/hand-over/", reporting.hand_over, name="hand_over"),
    path("reviews/<uuid:key>/take-back/", reporting.take_back, name="take_back"),
    path("reviews/<uuid:key>/agree/", reporting.agree, name="agree"),
]
