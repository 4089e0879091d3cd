"""The pages, and the doors that Slack and monitoring knock at."""
