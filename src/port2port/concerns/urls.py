"""Addresses of the concerns desk: those of companies, open to all, and those of handlers."""

from django.urls import path

from port2port.concerns.views import concern, desk, handlers, public

app_name = "concerns"
urlpatterns = [
    path("concerns/", public.start, name="start"),
    path("concerns/new/", public.new, name="new"),
    path("concerns/read/", public.read, name="read"),
    path("concerns/read/answer/", public.answer, name="answer"),
    path("concerns/read/picture/", public.picture, name="picture"),
    path("concerns/poster/", public.poster, name="poster"),
    path("concerns/mine/", public.mine, name="mine"),
    path("concerns/figures/", public.figures, name="figures"),
    path("concerns/late/", desk.late, name="late"),
    path("concerns/handlers/", handlers.handlers, name="handlers"),
    path("concerns/handlers/<uuid:key>/end/", handlers.end, name="end_handler"),
    path("concerns/desk/", desk.desk, name="desk"),
    path("concerns/desk/key/", desk.key, name="key"),
    path("concerns/desk/unlock/", desk.unlock_desk, name="unlock"),
    path("concerns/desk/lock/", desk.lock_desk, name="lock"),
    path("concerns/desk/news/<uuid:key>/", desk.news, name="news"),
    path("concerns/desk/offers/<uuid:key>/accept/", desk.accept, name="accept"),
    path("concerns/desk/offers/<uuid:key>/decline/", desk.decline, name="decline"),
    path("concerns/desk/<uuid:key>/", concern.concern, name="concern"),
    path("concerns/desk/<uuid:key>/act/", concern.act, name="act"),
    path("concerns/desk/<uuid:key>/write/", concern.write, name="write"),
    path("concerns/desk/<uuid:key>/note/", concern.note, name="note"),
    path("concerns/desk/<uuid:key>/hand-on/", concern.hand_on, name="hand_on"),
    path("concerns/desk/<uuid:key>/lesson/", concern.lesson, name="lesson"),
    path("concerns/desk/<uuid:key>/pictures/<uuid:picture_key>/", concern.picture, name="desk_picture"),
]
