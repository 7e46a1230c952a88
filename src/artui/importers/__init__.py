"""Readers of files from outside: bytes in, plain rows or named errors out. They know no ledger."""
