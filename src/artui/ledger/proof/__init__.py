"""Is the ledger whole and true: verifying it, seals kept elsewhere, copies that are checked."""
