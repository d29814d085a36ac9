"""Shops: where orders come from. A file is a shop too."""
