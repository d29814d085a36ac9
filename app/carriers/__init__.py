"""Carriers: each folder speaks one company's language and turns its answers into ours."""
