"""From the lines of a file to postings: what is checked against the ledger, and what is said."""
