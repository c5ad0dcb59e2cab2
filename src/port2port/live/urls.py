"""Addresses of an exercise while it runs."""

from django.urls import path

from port2port.live.views import injects, leading, observing, paper, playing

app_name = "live"
urlpatterns = [
    path("live/sw.js", observing.worker, name="worker"),
    path("live/news/<uuid:key>/", playing.news, name="news"),
    path("live/<uuid:key>/", leading.enter, name="enter"),
    path("live/<uuid:key>/lead/", leading.lead, name="lead"),
    path("live/<uuid:key>/clock/", leading.clock, name="clock"),
    path("live/<uuid:key>/anew/", leading.anew, name="anew"),
    path("live/<uuid:key>/table/", leading.tabletop, name="tabletop"),
    path("live/<uuid:key>/real/", playing.real, name="real"),
    path("live/<uuid:key>/script/", injects.script, name="script"),
    path("live/<uuid:key>/script/take/", injects.take, name="take"),
    path("live/<uuid:key>/script/new/", injects.new, name="new_inject"),
    path("live/<uuid:key>/add/", injects.add, name="add"),
    path("live/injects/<uuid:key>/", injects.edit, name="inject"),
    path("live/injects/<uuid:key>/remove/", injects.remove, name="remove"),
    path("live/injects/<uuid:key>/deliver/", injects.deliver, name="deliver"),
    path("live/injects/<uuid:key>/skip/", injects.skip, name="skip"),
    path("live/injects/<uuid:key>/answer/", injects.response, name="response"),
    path("live/injects/<uuid:key>/done/", playing.done, name="done"),
    path("live/<uuid:key>/play/", playing.play, name="play"),
    path("live/<uuid:key>/observe/", observing.observe, name="observe"),
    path("live/<uuid:key>/observe/send/", observing.send, name="send"),
    path("live/<uuid:key>/observations/", observing.observations, name="observations"),
    *(
        path(
            f"live/<uuid:key>/{what}.{ending}",
            paper.export,
            {"what": what, "ending": ending},
            name=f"{what}_{ending}",
        )
        for what in ("observations", "timeline")
        for ending in ("csv", "xlsx")
    ),
    path("live/<uuid:key>/print/<slug:what>/", paper.on_paper, name="print"),
]
