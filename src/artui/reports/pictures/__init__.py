"""Pictures where people would rather look: block characters for a terminal, SVG, PDF."""
