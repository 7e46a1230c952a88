"""Readers of files: rows or named errors. They know amounts and dates, but no ledger."""
