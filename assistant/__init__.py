"""From a question to a cited answer: settings, the engine and the doors."""
