"""Cases, runs, metrics and reports."""
