"""The web door: one FastAPI app with the chat (Gradio) and pages that need no script."""
