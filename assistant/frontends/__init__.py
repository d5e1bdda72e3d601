"""The doors: each translates a question in and renders the same answer out."""
