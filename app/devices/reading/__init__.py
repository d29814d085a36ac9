"""Codes read from pictures: two engines, a cascade of looks, a process of their own. Begin with `eyes`."""
