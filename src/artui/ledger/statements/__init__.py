"""Customer statements: runs with a cut-off day and a number, and what stands on each statement."""
