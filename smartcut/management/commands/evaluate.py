"""``manage.py evaluate``: how good a recommender is on videos with truth."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Measures a recommender on videos with truth; all arguments are those of workers.evaluation."
    requires_system_checks: list[str] = []

    def run_from_argv(self, argv: list[str]) -> None:
        """Everything behind the command's name goes on as it is, ``--help`` too."""
        self.handle(*argv[2:])

    def handle(self, *args: Any, **options: Any) -> None:
        """In a process of its own: the web may be installed without what plugins need."""
        # manage.py may be called from any folder, and the files are named from there
        paths = [str(settings.BASE_DIR), os.environ.get("PYTHONPATH", "")]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
        command = [sys.executable, "-m", "workers.evaluation", *map(str, args)]
        sys.exit(subprocess.run(command, env=environment, check=False).returncode)  # noqa: S603 - by hand
