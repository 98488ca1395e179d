__version__ = "0.1.0.dev0"
"""As PEP 440 has it; ``.dev0`` until CHANGELOG.md names a release."""
