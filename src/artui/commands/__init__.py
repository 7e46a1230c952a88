"""The commands, one module per purpose; each runs once and prints."""
