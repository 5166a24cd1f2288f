"""The two-body arc: what it is given it reaches, what physics asks of it, and a second way to work it out."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_alliance.ballistics import CIRCULAR_SPEED_KM_S, EARTH_RADIUS_KM, GRAVITY_KM3_S2, Arc

arcs = st.builds(Arc, range_km=st.floats(50, 19_000), apogee_km=st.floats(5, 6000))
shares = st.floats(0, 1)


def least_energy_arc(range_km: float) -> tuple[Arc, float]:
    """Return the arc of least energy and its speed: Bate, Mueller and White, equations 6.2-18 and 6.2-20."""
    angle = range_km / EARTH_RADIUS_KM
    ratio = 2 * math.sin(angle / 2) / (1 + math.sin(angle / 2))
    climb = (math.pi - angle) / 4
    eccentricity = math.sqrt(1 + ratio * (ratio - 2) * math.cos(climb) ** 2)
    apogee_km = EARTH_RADIUS_KM / (2 - ratio) * (1 + eccentricity) - EARTH_RADIUS_KM
    return Arc(range_km, apogee_km), math.sqrt(ratio) * CIRCULAR_SPEED_KM_S


def pull(x: float, y: float) -> tuple[float, float]:
    factor = -GRAVITY_KM3_S2 / math.hypot(x, y) ** 3
    return (factor * x, factor * y)


def launch_speed_km_s(arc: Arc) -> float:
    """Speed at both ends. Source: Bate, Mueller and White, section 1.4 (energy)."""
    return math.sqrt(GRAVITY_KM3_S2 * (2 / EARTH_RADIUS_KM - 1 / arc.semi_major_axis_km))


def follow(arc: Arc, seconds: float, steps: int = 4000) -> tuple[float, float]:
    """Follow Newton's law of gravity in small steps from launch; returns kilometres over the ground and of height."""
    along = math.sqrt(GRAVITY_KM3_S2 * arc.semi_major_axis_km * (1 - arc.eccentricity**2)) / EARTH_RADIUS_KM
    x, y, right, up = 0.0, EARTH_RADIUS_KM, along, math.sqrt(launch_speed_km_s(arc) ** 2 - along**2)
    step = seconds / steps
    for _ in range(steps):
        ax, ay = pull(x, y)
        x, y = x + step * (right + step * ax / 2), y + step * (up + step * ay / 2)
        bx, by = pull(x, y)
        right, up = right + step * (ax + bx) / 2, up + step * (ay + by) / 2
    return math.atan2(x, y) * EARTH_RADIUS_KM, math.hypot(x, y) - EARTH_RADIUS_KM


@given(arcs)
def test_an_arc_reaches_its_range_and_its_height(arc: Arc) -> None:
    assert arc.altitude_km(0) == pytest.approx(0, abs=1e-6)
    assert arc.altitude_km(arc.range_km) == pytest.approx(0, abs=1e-6)
    assert arc.altitude_km(arc.range_km / 2) == pytest.approx(arc.apogee_km, rel=1e-9)
    assert arc.distance_km(arc.duration_s) == pytest.approx(arc.range_km, rel=1e-9)


@given(arcs, shares)
def test_an_arc_comes_down_as_it_went_up(arc: Arc, share: float) -> None:
    there, back = arc.range_km * share, arc.range_km - arc.range_km * share

    assert arc.altitude_km(there) == pytest.approx(arc.altitude_km(back), abs=1e-6)
    assert arc.time_s(there) + arc.time_s(back) == pytest.approx(arc.duration_s, rel=1e-9)
    assert -1e-6 <= arc.altitude_km(there) <= arc.apogee_km * (1 + 1e-9)


@given(arcs, shares)
def test_place_and_time_lead_back_to_each_other(arc: Arc, share: float) -> None:
    time_s = arc.duration_s * share

    assert arc.time_s(arc.distance_km(time_s)) == pytest.approx(time_s, rel=1e-6, abs=1e-5)


@given(arcs, st.floats(0, 0.99))
def test_an_arc_never_goes_back(arc: Arc, share: float) -> None:
    assert arc.distance_km(arc.duration_s * share) < arc.distance_km(arc.duration_s * (share + 0.01))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.8, 1.0])
@pytest.mark.parametrize("arc", [Arc(2700, 550), Arc(4600, 1000), Arc(1000, 4500)], ids=str)
def test_an_arc_is_what_gravity_alone_makes(arc: Arc, share: float) -> None:
    distance_km, altitude_km = follow(arc, arc.duration_s * share)

    assert distance_km == pytest.approx(arc.distance_km(arc.duration_s * share), abs=0.05)
    assert altitude_km == pytest.approx(arc.altitude_km(arc.distance_km(arc.duration_s * share)), abs=0.05)


@given(st.floats(100, 15_000), st.floats(0.3, 3).filter(lambda factor: abs(factor - 1) > 0.05))
def test_any_other_height_needs_more_speed_than_the_least(range_km: float, factor: float) -> None:
    least, speed = least_energy_arc(range_km)

    assert launch_speed_km_s(least) == pytest.approx(speed, rel=1e-9)
    assert launch_speed_km_s(Arc(range_km, least.apogee_km * factor)) > speed


def test_a_flat_arc_is_a_circular_orbit_at_the_ground() -> None:
    arc = Arc(range_km=5000, apogee_km=1e-6)

    assert launch_speed_km_s(arc) == pytest.approx(CIRCULAR_SPEED_KM_S, rel=1e-6)
    assert arc.duration_s == pytest.approx(5000 / CIRCULAR_SPEED_KM_S, rel=1e-6)


@pytest.mark.parametrize("apogee_km", [100, 1920, 3000])
def test_a_steep_arc_is_a_fall_from_its_height(apogee_km: float) -> None:
    top = EARTH_RADIUS_KM + apogee_km
    left = EARTH_RADIUS_KM / top
    fall_s = math.sqrt(top**3 / GRAVITY_KM3_S2 / 2) * (math.sqrt(left * (1 - left)) + math.acos(math.sqrt(left)))

    assert Arc(range_km=1e-3, apogee_km=apogee_km).duration_s == pytest.approx(2 * fall_s, rel=1e-6)


@pytest.mark.parametrize(
    ("range_km", "apogee_km", "message"),
    [
        (0, 100, "range of 0 km: expected more than 0"),
        (20_020, 100, "at most 20015"),
        (math.nan, 100, "range of nan km"),
        (1000, 0, "greatest height of 0 km: expected a number above 0"),
        (1000, math.inf, "greatest height of inf km"),
    ],
    ids=["no range", "too far", "range NaN", "no height", "endless height"],
)
def test_what_is_no_arc_is_refused(range_km: float, apogee_km: float, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Arc(range_km, apogee_km)


def test_what_lies_beyond_the_ends_is_refused() -> None:
    arc = Arc(1000, 200)

    with pytest.raises(ValueError, match="distance 1001 km: expected 0 to 1000"):
        arc.altitude_km(1001)
    with pytest.raises(ValueError, match="time -1 s: expected 0 to"):
        arc.distance_km(-1)
