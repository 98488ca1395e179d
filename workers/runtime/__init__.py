"""What runs a plugin: the tasks, their lifecycle, and the way to the storage."""
