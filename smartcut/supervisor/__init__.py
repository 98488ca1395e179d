"""Starts, watches and stops all processes of SmartCut on one machine (``manage.py up``)."""
