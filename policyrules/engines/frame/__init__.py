"""The frame engine."""
