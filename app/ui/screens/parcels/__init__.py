"""The parcels."""
