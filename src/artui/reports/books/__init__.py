"""The whole ledger as a book that other programs read: hledger, beancount."""
