"""Measures a plugin on footage with truth, running the same code as its worker."""
