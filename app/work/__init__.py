"""Background work: lanes claim jobs from the store, do them, and settle them."""
