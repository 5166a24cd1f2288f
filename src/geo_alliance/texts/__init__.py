"""What the atlas says: statements, texts, stories and comparisons, with the values and sources in them."""
