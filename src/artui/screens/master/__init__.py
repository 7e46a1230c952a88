"""Master data and policies: one maintenance panel a kind."""
