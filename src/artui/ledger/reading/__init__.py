"""What can be read of a ledger. Never writes."""
