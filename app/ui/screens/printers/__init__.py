"""The printers: how each is, and what can be done about it."""
