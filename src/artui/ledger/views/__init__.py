"""Projections: tables folded from events in the transaction that records them."""
