"""The desk of the events officers: one module for each part, brought in here."""
