"""Taking back: vouchers, applications, write-offs, and rates put right."""
