"""Projections: what clerks read, kept in the same transaction as the events it comes from."""
