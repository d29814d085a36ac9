"""The station's memory: one SQLite file, one query module a noun."""
