"""What the general ledger gets of the sub-ledger: journal batches, posted and exported."""
