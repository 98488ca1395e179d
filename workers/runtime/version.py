"""Which version of a plugin this is."""

from __future__ import annotations

from functools import cache
from importlib.metadata import packages_distributions, version

import smartcut
import workers
from workers.plugin import Plugin


def plugin_version(plugin_class: type[Plugin]) -> str:
    """Its own, else that of the package that its module comes in; "" for a module of no package."""
    return plugin_class.version or _package_version(plugin_class.__module__.partition(".")[0])


@cache
def _package_version(package: str) -> str:
    if package == workers.__name__:
        return smartcut.__version__
    distributions = set(packages_distributions().get(package, ()))
    # several share a namespace: which of them the plugin came with cannot be told
    return version(distributions.pop()) if len(distributions) == 1 else ""
