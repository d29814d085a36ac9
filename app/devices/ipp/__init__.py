"""The Internet Printing Protocol, as much of it as a packing bench needs."""
