"""An agreement on the processing of personal data as typed parameters: layers, what holds when, and what is wrong."""
