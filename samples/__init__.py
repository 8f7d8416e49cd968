"""What a province would have sent: deterministic, synthetic years of files."""
