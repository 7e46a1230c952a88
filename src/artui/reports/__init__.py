"""Reports as text and data: pure, from facts and names to lines."""
