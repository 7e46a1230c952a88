"""The event-sourced receivables ledger: knows no screen, no terminal and no file format."""
