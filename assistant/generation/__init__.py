"""A language model that writes from the passages found, on a short lead. Off until configured."""
