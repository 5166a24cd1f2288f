"""Positions, lines, areas and distances on the Earth, and the places and ranges that are measured with them."""
