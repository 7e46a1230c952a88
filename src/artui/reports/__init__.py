"""Journals and lists as text and CSV."""
