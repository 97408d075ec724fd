"""TELL: periodic reports from the published views."""
