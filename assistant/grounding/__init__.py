"""Compares a generated sentence with the source it cites: close to it, not "checked for truth"."""
