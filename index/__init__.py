"""Finding passages: embedding, vector store, lexical search, fusion and sync."""
