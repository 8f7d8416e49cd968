"""Where and when it runs: the embedded default and the registry of deployments."""
