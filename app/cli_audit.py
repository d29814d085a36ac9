"""The journal from the terminal."""
