"""Labels: what a label looks like, and the bytes that make a printer draw it."""
