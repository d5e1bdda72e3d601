"""What Bricoleur knows: tips, chapters, sources and added documents, and their readers."""
