"""torchvision's detectors, real ones with random weights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from workers.plugins._torchvision import TorchvisionDetector, names_make
from workers.plugins.objects import ObjectsPlugin
from workers.runtime.loading import PluginHost
from workers.testing import check_plugin, frames_make

torch = pytest.importorskip("torch", reason="needs requirements/worker-torch.txt: make test-torch")
models = pytest.importorskip(
    "torchvision.models", reason="needs requirements/worker-torch.txt: make test-torch"
)

MODEL = "ssdlite320_mobilenet_v3_large"


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("weights") / "random.pth"
    torch.manual_seed(5)
    torch.save(models.get_model(MODEL, weights=None, weights_backbone=None).state_dict(), path)
    return str(path)


def _answering(detector: TorchvisionDetector, seen: list[Any], at_most: int = 50) -> None:
    """In place of the network, one that finds a car as large as the picture."""

    def network(pictures: list[Any]) -> list[dict[str, Any]]:
        if len(pictures) > at_most:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")
        seen.extend(pictures)
        return [
            {
                "boxes": torch.tensor([[0.0, 0.0, one.shape[2], one.shape[1]], [0, 0, 5, 5]]),
                "scores": torch.tensor([0.75, 0.01]),
                "labels": torch.tensor([3, 1]),
            }
            for one in pictures
        ]

    detector._network = network


def test_it_works(weights: str) -> None:
    detector = TorchvisionDetector(MODEL, weights, "cpu")
    pictures = [np.random.default_rng(at).integers(0, 255, (90, 160, 3)).astype(np.uint8) for at in range(3)]
    found = detector.detect(pictures)
    assert len(found) == 3
    for one in found:
        assert ((one.confidence >= 0.1) & (one.confidence <= 1)).all()
        assert ((one.boxes >= 0) & (one.boxes <= (160, 90, 160, 90))).all()
        assert (one.classes < len(detector.names)).all()


def test_boxes_classes_and_colors_are_passed_as_they_are(weights: str) -> None:
    detector = TorchvisionDetector(MODEL, weights, "cpu")
    seen: list[Any] = []
    _answering(detector, seen)
    picture = np.zeros((90, 160, 3), np.uint8)
    picture[..., 0] = 255  # blue, in OpenCV's order
    (found,) = detector.detect([picture])
    assert found.boxes.tolist() == [[0, 0, 160, 90]]
    assert detector.names[found.classes[0]] == "car"
    assert seen[0].shape == (3, 90, 160)
    assert seen[0].amax(dim=(1, 2)).tolist() == [0, 0, 1]


def test_batches_are_halved_until_the_memory_suffices(weights: str) -> None:
    detector = TorchvisionDetector(MODEL, weights, "cpu")
    detector.batch = 8
    seen: list[Any] = []
    _answering(detector, seen, at_most=2)
    pictures = [np.full((20, 30, 3), at, np.uint8) for at in range(11)]
    assert len(detector.detect(pictures)) == 11
    assert detector.batch == 2
    assert [round(float(one.max()) * 255) for one in seen] == list(range(11))


def test_one_picture_that_does_not_fit_into_memory_is_an_error(weights: str) -> None:
    detector = TorchvisionDetector(MODEL, weights, "cpu")
    _answering(detector, [], at_most=0)
    with pytest.raises(RuntimeError, match="out of memory"):
        detector.detect([np.zeros((20, 30, 3), np.uint8)])


def test_it_keeps_the_contract(weights: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMARTCUT_OBJECTS_WEIGHTS", weights)
    monkeypatch.setenv("SMARTCUT_OBJECTS_TILES", "0")
    check_plugin(ObjectsPlugin(), frames_make(count=12, img_size=160))


def test_names_are_those_of_torchvision() -> None:
    meta = models.get_model_weights(MODEL).DEFAULT.meta["categories"]
    own = names_make()
    assert len(own) == len(meta)
    assert own[0] == ""
    assert [name or "N/A" for name in own[1:]] == meta[1:]


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("yolo5", "torchvision has no detector 'yolo5'; set SMARTCUT_OBJECTS_MODEL to one of"),
        ("retinanet_resnet50_fpn", "are not those of retinanet_resnet50_fpn; set SMARTCUT_OBJECTS_MODEL"),
    ],
)
def test_wrong_models_are_told(model: str, words: str, weights: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMARTCUT_OBJECTS_MODEL", model)
    monkeypatch.setenv("SMARTCUT_OBJECTS_WEIGHTS", weights)
    assert words in (PluginHost(ObjectsPlugin).load_problem() or "")


def test_a_hub_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("SMARTCUT_OBJECTS_WEIGHTS", "hub")
    problem = PluginHost(ObjectsPlugin).load_problem() or ""
    assert f"no weights for {MODEL}: the hub did not give them" in problem
