"""Background work: jobs are rows, enqueued in the transaction of what they follow from, and done once."""
