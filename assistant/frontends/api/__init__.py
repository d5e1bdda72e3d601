"""The door for other systems: REST under ``/api/v1``, and the OpenAI protocol under ``/v1``."""
