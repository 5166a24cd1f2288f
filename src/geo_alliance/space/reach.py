"""What lies within a distance of a point: records by the geodesic distance to the nearest point of their geometry."""

from collections.abc import Mapping
from dataclasses import dataclass

from geo_alliance.keeping import keep
from geo_alliance.loading import Layer
from geo_alliance.selection import Selection, apply
from geo_alliance.space.geodesy import Position
from geo_alliance.space.proximity import distances_m


@dataclass(frozen=True, slots=True)
class Reached:
    """A record within reach: its layer, its id, and how far away its nearest point is, in kilometres."""

    layer: str
    id: str
    km: float


def find_within(
    selection: Selection, layers: Mapping[str, Layer], *, center: Position, radius_km: float
) -> tuple[Reached, ...]:
    """Return the visible records whose nearest point is within a distance of a position, the nearest first.

    Args:
        selection: what is visible, as `apply` takes it.
        layers: the atlas' layers.
        center: lon, lat in degrees, WGS 84.
        radius_km: distance along the ellipsoid, kilometres; what lies just at it is within.
    """
    visible = apply(selection, layers)
    found = [
        Reached(name, str(record), far)
        for name, frame in visible.items()
        for record, far in zip(frame.index, _measure(layers[name], center, tuple(frame.index)), strict=True)
        if far <= radius_km
    ]
    return tuple(sorted(found, key=lambda item: (item.km, item.id)))


def _measure(layer: Layer, center: Position, records: tuple[str, ...]) -> list[float]:
    measured = _measure_layer(layer, center)
    return [measured[record] for record in records]


@keep(128)
def _measure_layer(layer: Layer, center: Position) -> Mapping[str, float]:
    """Measure a whole layer once for all readers and periods; kilometres by id."""
    lengths = distances_m(center, layer.frame.geometry.array)
    return {str(record): float(length) / 1000 for record, length in zip(layer.frame.index, lengths, strict=True)}
