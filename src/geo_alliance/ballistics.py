"""The free flight of a missile: the part of an ellipse about the Earth's centre that leads over the ground.

The Earth is a sphere that does not turn, without air; the missile has its whole speed at once. Distances are in
kilometres along the ground, heights in kilometres above it, times in seconds since launch. Nothing here reads files or
knows of layers. docs/flights.md sets the formulas out and holds them against published times.

Source: R. R. Bate, D. D. Mueller and J. E. White, "Fundamentals of Astrodynamics", Dover (1971), section 1.5 (the
trajectory equation), section 4.2 (time of flight by eccentric anomaly), section 6.2 (free flight of a ballistic
missile, which is symmetrical about its highest point).
"""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Final

EARTH_RADIUS_KM: Final = 6371.0088
"""Mean radius. Source: H. Moritz, "Geodetic Reference System 1980", Journal of Geodesy 74 (2000) 128-133."""

GRAVITY_KM3_S2: Final = 398600.4418
"""The Earth's gravity times its mass. Source: NGA.STND.0036, "World Geodetic System 1984" (2014), chapter 3."""

CIRCULAR_SPEED_KM_S: Final = math.sqrt(GRAVITY_KM3_S2 / EARTH_RADIUS_KM)
"""Speed of a circular orbit at the ground: nothing that falls back moves faster over it."""

_MOST_STEPS: Final = 100
_LAST_STEP: Final = 1e-12


@dataclass(frozen=True)
class Arc:
    """The one free flight that goes `range_km` over the ground and reaches `apogee_km` above it.

    Both ends lie at the ground, half of the range to either side of the highest point. With R the Earth's radius, h the
    greatest height and w half of the range as an angle at the centre, the trajectory equation
    r = a(1 - e²)/(1 + e cos v) at v = 180° - w (r = R) and v = 180° (r = R + h) gives e = h / (h + R(1 - cos w)) and
    a = (R + h)/(1 + e).

    Raises:
        ValueError: a range that is not above zero and at most half of the Earth's circumference, or a height that is
            not above zero.

    >>> arc = Arc(range_km=2700, apogee_km=550)
    >>> round(arc.duration_s / 60, 1), round(arc.altitude_km(1350))
    (13.4, 550)
    """

    range_km: float
    apogee_km: float

    def __post_init__(self) -> None:
        longest = math.pi * EARTH_RADIUS_KM
        if not 0 < self.range_km <= longest:
            raise ValueError(f"found a range of {self.range_km} km: expected more than 0 and at most {longest:.0f}")
        if not (math.isfinite(self.apogee_km) and self.apogee_km > 0):
            raise ValueError(f"found a greatest height of {self.apogee_km} km: expected a number above 0")

    @cached_property
    def eccentricity(self) -> float:
        """How flat the ellipse is: 0 a circle, towards 1 a fall straight up and down."""
        return self.apogee_km / (self.apogee_km + self._bulge_km)

    @cached_property
    def semi_major_axis_km(self) -> float:
        """Half of the ellipse's length."""
        return (EARTH_RADIUS_KM + self.apogee_km) / (1 + self.eccentricity)

    @cached_property
    def duration_s(self) -> float:
        """Time from launch to fall."""
        return 2 * self._seconds_from_top(self._half_range)

    def altitude_km(self, distance_km: float) -> float:
        """Return the height above a point of the ground.

        Raises:
            ValueError: the distance is not one of 0 to the range.
        """
        angle = self._angle_from_top(distance_km)
        # a(1 - e²)/(1 - e cos angle), without the difference of two numbers that are nearly the same
        roundness = self._bulge_km / (self.apogee_km + self._bulge_km)
        top_km = EARTH_RADIUS_KM + self.apogee_km
        return top_km * roundness / (roundness + self.eccentricity * 2 * math.sin(angle / 2) ** 2) - EARTH_RADIUS_KM

    def time_s(self, distance_km: float) -> float:
        """Return the time at which the missile is above a point of the ground.

        Raises:
            ValueError: the distance is not one of 0 to the range.
        """
        return self.duration_s / 2 + self._seconds_from_top(self._angle_from_top(distance_km))

    def distance_km(self, time_s: float) -> float:
        """Return how far along the ground the missile is at a time.

        Kepler's equation, counted from the highest point, is M = E + e sin E. It bends down for E > 0, and M/(1 + e) is
        never beyond its root: Newton's steps from there come up to the root without passing it.

        Raises:
            ValueError: the time is not one of 0 to the duration.
        """
        if not 0 <= time_s <= self.duration_s:
            raise ValueError(f"found the time {time_s} s: expected 0 to {self.duration_s:.3f}")
        since_top = time_s - self.duration_s / 2
        mean = abs(since_top) * self._mean_motion
        anomaly = mean / (1 + self.eccentricity)
        for _ in range(_MOST_STEPS):
            missing = mean - anomaly - self.eccentricity * math.sin(anomaly)
            step = missing / (1 + self.eccentricity * math.cos(anomaly))
            anomaly += step
            if step < _LAST_STEP:
                break
        angle = 2 * math.atan(math.tan(anomaly / 2) * self._squeeze)
        distance = self.range_km / 2 + math.copysign(angle, since_top) * EARTH_RADIUS_KM
        return min(max(distance, 0.0), self.range_km)  # a last digit may lie beyond the ends

    @property
    def _half_range(self) -> float:
        return self.range_km / EARTH_RADIUS_KM / 2

    @property
    def _bulge_km(self) -> float:
        """R(1 - cos w): how far the ground rises between the ends above the straight line that joins them."""
        return 2 * EARTH_RADIUS_KM * math.sin(self._half_range / 2) ** 2

    @property
    def _mean_motion(self) -> float:
        return math.sqrt(GRAVITY_KM3_S2 / self.semi_major_axis_km**3)

    @property
    def _squeeze(self) -> float:
        """What turns tan(E/2) into the tangent of half the angle at the Earth's centre, both from the highest point."""
        return math.sqrt(self._bulge_km / (2 * self.apogee_km + self._bulge_km))

    def _angle_from_top(self, distance_km: float) -> float:
        if not 0 <= distance_km <= self.range_km:
            raise ValueError(f"found the distance {distance_km} km: expected 0 to {self.range_km}")
        return (distance_km - self.range_km / 2) / EARTH_RADIUS_KM

    def _seconds_from_top(self, angle: float) -> float:
        anomaly = 2 * math.atan(math.tan(angle / 2) / self._squeeze)
        return (anomaly + self.eccentricity * math.sin(anomaly)) / self._mean_motion
