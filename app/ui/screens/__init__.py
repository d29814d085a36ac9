"""One screen of the window each."""
