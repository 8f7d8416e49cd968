"""What may be wrong with the law as written, each fault told where it stands."""
