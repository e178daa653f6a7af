"""What people are told: one module for each part. Kinds register themselves when they are read."""
