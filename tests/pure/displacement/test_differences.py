"""WDD, WDQ, the total net effect and the exact ratio, against published and computed cases."""

from math import inf, isinf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nchypergeom_fisher

from port2port.pure.displacement.differences import total_net_effect, wdd, wdq
from port2port.pure.displacement.exact import exact_ratio
from port2port.pure.displacement.faults import Fault, NegativeCount, NoComparison, NoCounts, StudyRefused
from tests.pure.displacement.cases import answers, rows

WDD = answers("wdd_cases.json")
QUOTIENTS = answers("wdq_cases.json")
SIX = ("a0", "a1", "b0", "b1", "c0", "c1")
few = st.integers(0, 40)


@pytest.mark.parametrize("case", WDD, ids=[case["name"] for case in WDD])
def test_the_weighted_difference_is_that_of_the_published_cases(case: dict):
    given_, answer = case["input"], case["answer"]

    effect = wdd(
        tuple(given_["treated"]),
        tuple(given_.get("disp_treated", (0, 0))),
        tuple(given_["control"]),
        tuple(given_.get("disp_control", (0, 0))),
        time_weights=tuple(given_.get("time", (1, 1))),
        area_weights=tuple(given_.get("area", (1, 1, 1, 1))),
        dispersion=given_.get("dispersion", 1.0),
        alpha=given_.get("alpha", 0.1),
    )

    close = {key: pytest.approx(value, abs=1e-9) for key, value in answer.items()}
    assert (effect.local.estimate, effect.local.standard_error) == (close["local"], close["se_local"])
    assert (effect.displaced.estimate, effect.displaced.standard_error) == (close["displaced"], close["se_displaced"])
    assert (effect.estimate, effect.standard_error, effect.z) == (close["total"], close["se_total"], close["z"])
    assert (effect.low, effect.high) == (close["low"], close["high"])


@pytest.mark.parametrize("case", QUOTIENTS, ids=[str([case[name] for name in SIX]) for case in QUOTIENTS])
def test_the_quotient_and_the_net_effect_are_those_of_the_cases(case: dict):
    six = [case[name] for name in SIX]

    assert wdq(*six) == (None if case["wdq"] is None else pytest.approx(case["wdq"], abs=1e-12))
    assert total_net_effect(*six) == pytest.approx(case["total_net_effect"], abs=1e-9)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 1.0])
def test_the_quotient_is_blind_to_what_spreads_by_size_when_its_controls_lie_inside(share: float):
    removed, near, far = 250.0, 1000.0, 500.0
    grown = 1 + share * removed / (near + far)

    inside = wdq(600, 350, near, near * grown, far, far * grown)
    outside = wdq(600, 350, near + far, (near + far) * grown, 1500, 1500)

    assert inside == pytest.approx(0)
    assert outside == pytest.approx(-share)


@pytest.mark.parametrize("act", [wdq, total_net_effect])
def test_a_quotient_without_controls_or_below_nothing_is_refused(act):
    with pytest.raises(NoCounts):
        act(10, 5, 10, 10, 0, 10)
    with pytest.raises(NegativeCount) as refused:
        act(10, 5, -1, 10, 10, 10)
    assert refused.value.row == 2


def test_a_difference_without_controls_below_nothing_or_of_no_number_is_refused():
    with pytest.raises(NoComparison):
        wdd((10, 5), (10, 10), (0, 0))
    with pytest.raises(NegativeCount):
        wdd((10, -5), (10, 10), (10, 10))
    for change in ({"dispersion": 0.0}, {"time_weights": (1, 0)}, {"area_weights": (1, 1, -1, 1)}):
        with pytest.raises(StudyRefused) as refused:
            wdd((10, 5), (10, 10), (10, 10), **change)
        assert refused.value.fault is Fault.BAD_SETTING
    with pytest.raises(StudyRefused) as refused:
        wdd((10, float("nan")), (10, 10), (10, 10))
    assert refused.value.fault is Fault.NOT_A_NUMBER


@pytest.mark.parametrize("row", rows("exact_ratio.csv"), ids=lambda row: "-".join(list(row.values())[:5]))
def test_the_exact_interval_is_that_of_the_reference(row: dict[str, str]):
    found = exact_ratio(*(int(row[name]) for name in ("b0", "b1", "x0", "x1")), level=float(row["level"]))

    assert found.low == pytest.approx(float(row["low"]), abs=1e-6)
    assert found.high == (inf if row["high"] == "inf" else pytest.approx(float(row["high"]), rel=1e-6))


@given(b0=few, b1=few, x0=st.integers(1, 60), x1=st.integers(1, 60), level=st.sampled_from([0.8, 0.9, 0.99]))
@settings(deadline=None, max_examples=60)
def test_at_each_limit_the_counts_lie_just_as_far_out_as_the_level_allows(b0, b1, x0, x1, level):
    if b0 + b1 == 0:
        with pytest.raises(NoCounts):
            exact_ratio(b0, b1, x0, x1, level=level)
        return

    found = exact_ratio(b0, b1, x0, x1, level=level)

    total, here, after = b0 + b1 + x0 + x1, b0 + b1, b1 + x1
    tail = (1 - level) / 2
    if found.low > 1e-3:
        assert nchypergeom_fisher.sf(b1 - 1, total, here, after, found.low) == pytest.approx(tail, rel=1e-4)
    if not isinf(found.high) and found.high < 1e3:
        assert nchypergeom_fisher.cdf(b1, total, here, after, found.high) == pytest.approx(tail, rel=1e-4)
    assert found.low < found.high


@given(b0=st.integers(1, 40), b1=st.integers(1, 40), x0=st.integers(1, 60), x1=st.integers(1, 60))
@settings(deadline=None, max_examples=40)
def test_before_and_after_changed_places_turn_the_interval_over(b0, b1, x0, x1):
    there, back = exact_ratio(b0, b1, x0, x1), exact_ratio(b1, b0, x1, x0)

    assert there.low == pytest.approx(1 / back.high, rel=1e-9)
    assert there.high == pytest.approx(1 / back.low, rel=1e-9)


def test_an_interval_without_any_incident_on_one_side_is_refused():
    for four in ((0, 0, 5, 5), (5, 5, 0, 0), (0, 5, 0, 5), (5, 0, 5, 0)):
        with pytest.raises(NoCounts):
            exact_ratio(*four)
