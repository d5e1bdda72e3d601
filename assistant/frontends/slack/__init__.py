"""The Slack door: questions asked in Slack, answered in Slack."""
