"""The packing screen, split by region of the screen."""
