"""The same footage as another camera would have seen it, with the truth that then holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.sampling import ffmpeg_run
from workers.evaluation.truth import AnySpan, Truth, truth_part, truth_read

EACH_S = "select=isnan(prev_selected_t)+gte(t-prev_selected_t\\,0.99),"
"""A frame a second: more is not looked at, and so a variant is made in a fifth of the time."""
LOSSLESS = "-c:v libx264 -preset ultrafast -qp 12 -g 1"
"""As good as, and each frame for itself: no disturbances but those that are meant."""


def _same(truth: Truth) -> Truth:
    return truth


@dataclass(frozen=True)
class Variant:
    """How it is made by ffmpeg, and what becomes of the truth."""

    filters: str = "null"
    """``DURATION`` stands for that of the video, seconds, ``HALF`` for half of it."""
    coding: str = LOSSLESS
    each: str = EACH_S
    truth: Callable[[Truth], Truth] = _same


def variant_write(video: Path, variant: Variant, path: Path) -> None:
    """Writes the clip and its truth, unless both are there; the truth is last."""
    if path.with_suffix(".json").exists():
        return
    truth = truth_read(video.with_suffix(".json"))
    filters = variant.each + variant.filters.replace("DURATION", f"{truth.duration:g}")
    filters = filters.replace("HALF", f"{truth.duration / 2:g}")
    partial = path.with_suffix(".partial.mp4")
    coding = f"{variant.coding} -fps_mode passthrough -an".split()
    ffmpeg_run("-i", str(video), "-vf", filters, *coding, str(partial))
    partial.replace(path)
    path.with_suffix(".json").write_text(variant.truth(truth).model_dump_json())


def _from(start: float) -> Variant:
    """Without its first seconds."""
    return Variant(
        f"trim=start={start:g},setpts=PTS-STARTPTS",
        truth=lambda truth: truth_part(truth, start, truth.duration),
    )


def _first_half(truth: Truth) -> Truth:
    return truth_part(truth, 0.0, truth.duration / 2)


def _second_half(truth: Truth) -> Truth:
    return truth_part(truth, truth.duration / 2, truth.duration)


def _reversed(truth: Truth) -> Truth:
    def turned(spans: list[AnySpan]) -> list[AnySpan]:
        last = truth.duration - 1  # the frame of the last whole second is now the first
        times = [(max(0.0, last - span.stop), last - span.start) for span in reversed(spans)]
        pairs = zip(reversed(spans), times, strict=True)
        return [span.model_copy(update={"start": start, "stop": stop}) for span, (start, stop) in pairs]

    changed = {name: turned(getattr(truth, name)) for name in ("events", "ignore", "nuisances")}
    return truth.model_copy(update=changed)


_NOISIER = ",".join(f"noise=alls=12:allf=t:enable='gt(t,DURATION*{part}/5)'" for part in range(5))
_CLOCK = "drawtext=text='%{pts\\:hms}':fontsize=h/18:fontcolor=white:x=w-tw-8:y=8"
_CODED = "-preset veryfast -g 250"

VARIANTS: Mapping[str, Variant] = {
    "plain": Variant(),
    "mirrored": Variant("hflip"),
    "upside down": Variant("vflip"),
    "on its side": Variant("transpose=1"),
    "reversed": Variant("reverse", truth=_reversed),
    "from 30 s": _from(30.0),
    "from 100 s": _from(100.0),
    "first half": Variant("trim=end=HALF", truth=_first_half),
    "second half": Variant("trim=start=HALF,setpts=PTS-STARTPTS", truth=_second_half),
    "dark": Variant("eq=gamma=0.5"),
    "bright": Variant("eq=gamma=1.6"),
    "pale": Variant("eq=contrast=0.5"),
    "grey": Variant("hue=s=0"),
    "blurred": Variant("gblur=sigma=1.2"),
    "noisy": Variant("noise=alls=30:allf=t"),
    "noisier and noisier": Variant(_NOISIER),
    "h264, few bits": Variant(coding=f"-c:v libx264 -crf 38 {_CODED}", each=""),
    "hevc, few bits": Variant(coding=f"-c:v libx265 -x265-params log-level=error -crf 36 {_CODED}", each=""),
    "mjpeg, few bits": Variant(coding="-c:v mjpeg -q:v 24"),
    "half the size": Variant("scale=iw/2:-2"),
    "twice the size": Variant("scale=iw*2:-2"),
    "near": Variant("crop=iw*0.7:ih*0.7"),
    "far": Variant("pad=iw*1.4:ih*1.4:(ow-iw)/2:(oh-ih)/2"),
    "black bars": Variant("pad=iw:iw*3/4:0:(oh-ih)/2"),
    "squeezed": Variant("scale=ih*4/3:ih"),
    "interlaced": Variant(each="tinterlace=interlacex2," + EACH_S),
    "light drifts": Variant("eq=gamma='1+0.4*sin(2*PI*t/420)':eval=frame"),
    "exposure steps": Variant("eq=gamma='if(mod(floor(t/500),2),1.5,1)':eval=frame"),
    "infrared switch": Variant(
        "format=gbrp,colorchannelmixer=.7:.4:-.1:0:.7:.4:-.1:0:.7:.4:-.1:enable='gt(t,DURATION*0.55)',"
        "vignette=PI/4.5:enable='gt(t,DURATION*0.55)',format=yuv420p"
    ),
    "shaking": Variant("crop=iw-8:ih-8:x='4+4*random(1)-2':y='4+4*random(2)-2':exact=1"),
    "clock in a box": Variant(_CLOCK + ":box=1:boxcolor=black:boxborderw=4"),
    "clock": Variant(_CLOCK),
    "blinking": Variant("drawbox=x=iw*0.2:y=ih*0.3:w=6:h=6:color=white:t=fill:enable='gt(random(0),0.6)'"),
    "nudged": Variant(
        "crop=iw-20:ih-20:x='if(gt(t,DURATION*0.3),15,7)':y='if(gt(t,DURATION*0.3),13,8)':exact=1"
    ),
}
"""By name."""
