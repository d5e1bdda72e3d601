"""Course material from the tips: a plan becomes a pack, and a pack becomes files."""
