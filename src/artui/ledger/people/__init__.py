"""Who works with a ledger: users, roles, duties apart, and changes that take two."""
