"""Back-test: what other tolerances and limits would have written off, and what came in after."""
