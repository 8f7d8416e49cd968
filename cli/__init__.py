"""Who may ask: the `antq` command of the secretariat and the operator."""
