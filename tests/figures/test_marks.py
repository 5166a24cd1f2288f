"""The marks of a chart."""

from geo_alliance.figures.marks import spread


def test_labels_move_apart_and_keep_their_order() -> None:
    assert spread([5.0, 1.0, 1.5], 1.0) == [5.0, 1.0, 2.0]
