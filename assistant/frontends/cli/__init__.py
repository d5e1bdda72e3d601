"""The command line: ``bricoleur``."""
