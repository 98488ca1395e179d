"""Synthetic footage of a fixed camera under one disturbance at a time, with exact truth.

A frame is made as light makes it: surfaces (scene.py) and things that come and go (things.py, events.py),
lit by sun or lamps, seen through the air, moved and exposed by the camera (disturbances.py and what it
imports), with the noise of a sensor (sensor.py), in H.264 as cameras write it (film.py). Everything follows
from kind and seed.
"""
