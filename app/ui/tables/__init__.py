"""Lists that paint their own rows."""
