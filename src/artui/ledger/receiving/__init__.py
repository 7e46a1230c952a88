"""Money that came in: the inbox, what is proposed for each line, and what a clerk does."""
