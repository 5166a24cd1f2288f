"""Writers, one module a format. Each takes visible layers and returns bytes; the same view gives the same bytes."""
