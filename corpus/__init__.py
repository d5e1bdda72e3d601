"""What Bricoleur knows: tips, practices, sources and added documents, and the code that reads them."""
