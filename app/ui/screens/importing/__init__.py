"""Bringing in an order file."""
