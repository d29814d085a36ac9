"""The shift lead's screen: what waits for a decision, split by region of the screen."""
