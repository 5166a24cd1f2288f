"""How fast the atlas is, beside a page written the usual way and an empty page; `make bench` runs it."""
