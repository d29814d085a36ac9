"""Every printer language, made from one bitmap of one bit a dot."""
