"""The watch board of the demonstration: two measures watched, one alarm acknowledged, one open."""

from datetime import datetime

from django.utils import translation

from port2port.counts.models import Outcome
from port2port.earlywarning import actions
from port2port.earlywarning.actions import WatchFields
from port2port.earlywarning.models import Alarm, WatchedMeasure
from port2port.earlywarning.threshold_job import made_for
from port2port.members.member import Member
from port2port.site.demo.counting import Counted

# Few, so that the demonstration is there quickly; the page says that they are rough.
DRAWS = 60
BUDGET = 20
DONE = "Bij de wacht en de douane nagevraagd: er is niet meer gecontroleerd en niet anders geteld (verzonnen)."


def keep_watch(members: dict[str, Member], counted: Counted, *, seed: int, now: datetime) -> None:
    """Another port says what it did about the first alarm of one; the alarm of the other waits for somebody."""
    port, analyst, other = members["antwerp-officer"], members["commissioner-analyst"], members["northsea-officer"]
    circle = counted.circle
    patrols = WatchFields(circle, Outcome.INTRUSIONS, "", counted.intervention, counted.comparison)
    drones = WatchFields(circle, Outcome.DRONE_SIGHTINGS, "", counted.later, counted.drones)
    watch = _begun(port, patrols, seed=seed, now=now)
    _begun(analyst, drones, seed=seed, now=now)
    alarm = Alarm.objects.filter(watch=watch).order_by("number").first()
    if alarm is not None:
        with translation.override("nl"):
            actions.acknowledge(member=other, alarm=alarm, done=DONE, language="nl", now=now)


def _begun(owner: Member, said: WatchFields, *, seed: int, now: datetime) -> WatchedMeasure:
    watch = actions.start_watch(member=owner, said=said, seed=seed, now=now)
    made = made_for(watch, draws=DRAWS, step=lambda _done, _total: None)
    actions.keep_thresholds(member=owner, watch=watch, made=made, now=now)
    return actions.begin_watch(member=owner, watch=watch, budget=BUDGET, now=now)
