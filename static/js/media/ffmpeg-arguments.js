// The command lines for ffmpeg and ffprobe. Pure. Times are seconds on the file's own clock, in pieces milliseconds.

/** @typedef {import("./picture.js").PictureSetup} PictureSetup */

const FILE = "/in/video";
/** ffmpeg's 2 is nearly lossless, its 5 visibly not: 4 is near a quality of 0.8. */
const JPEG_SCALE = { sample: "4", fine: "2" };
const FINE = 0.9;
/** @type {Record<string, string>} containers whose names are not ffmpeg's */
const CLIP_FORMATS = { mkv: "matroska" };
/** A slower preset would take more than twice as long here; plays everywhere, and looks like the recording. */
const H264 = ["-preset", "ultrafast", "-crf", "18", "-g", "50", "-pix_fmt", "yuv420p"];
/** Frames are predicted from frames that are shown up to so much later. */
const REORDER_S = 1;
const EPSILON_MS = 1;

/** Container and streams as JSON. */
export function factsArguments() {
  const stream =
    "stream=index,codec_type,codec_name,codec_tag_string,width,height,sample_aspect_ratio,avg_frame_rate";
  const rest =
    "stream_side_data=rotation:stream_disposition=attached_pic:format=format_name,start_time,duration";
  return ["-v", "error", "-show_entries", `${stream}:${rest}`, "-of", "json", FILE];
}

/**
 * A line "pts,dts,flags" for each packet, in decoding order.
 * @param {{from: number | null, to: number | null, stream: number}} options null: from the start, to the end
 */
export function packetsArguments({ from, to, stream }) {
  const interval = `${from === null ? "" : from.toFixed(6)}%${to === null ? "" : (to + REORDER_S).toFixed(6)}`;
  return [
    ...["-v", "error", "-select_streams", String(stream), "-show_entries", "packet=pts_time,dts_time,flags"],
    ...["-of", "csv=p=0", ...(interval === "%" ? [] : ["-read_intervals", interval]), FILE],
  ];
}

/**
 * Copies the packets of some spans, each from a keyframe to the last frame wanted from it.
 * @param {{spans: {key: number, last: number}[], stream: number, seekFrom: number | null}} options seekFrom: null
 *   where the file cannot be seeked or need not
 * @param {string} piece path of the Matroska file written
 */
export function extractArguments({ spans, stream, seekFrom }, piece) {
  const end = Math.max(...spans.map(({ last }) => last)) + 2 * REORDER_S;
  // presentation times where the container has none; then only what is needed, counted in Matroska's milliseconds
  const filter = `setts=pts=if(eq(PTS\\,NOPTS)\\,DTS\\,PTS),noise=drop=not(${spans.map(spanTest).join("+")})`;
  return [
    ...["-v", "error", "-copyts", "-noaccurate_seek", "-seek_timestamp", "1"],
    ...(seekFrom === null ? [] : ["-ss", seekFrom.toFixed(6)]),
    ...["-i", FILE, "-map", `0:${stream}`, "-c", "copy", "-copyinkf", "-avoid_negative_ts", "disabled"],
    ...["-bsf:v", filter, "-to", end.toFixed(6), "-f", "matroska", piece],
  ];
}

/**
 * A clip: copies what is shown from a keyframe on up to a time, pictures and sound, so that it begins at zero.
 * @param {{stream: number, seekFrom: number | null, start: number, stop: number, container: string}} options
 * @param {string} clip path of the file written
 */
export function clipArguments({ stream, seekFrom, start, stop, container }, clip) {
  // filters count in the units of what is written, and only AVI has those of what is read
  const unit = container === "avi" ? "*tb" : "/1000";
  const from = `lt(pts${unit}\\,${start.toFixed(6)})`;
  const to = `${unit}\\,${stop.toFixed(6)})`;
  const pictures = `setts=pts=if(eq(PTS\\,NOPTS)\\,DTS\\,PTS),noise=drop=${from}+gte(dts${to}`;
  return [
    ...["-v", "error", "-copyts", "-noaccurate_seek", "-seek_timestamp", "1"],
    ...(seekFrom === null ? [] : ["-ss", seekFrom.toFixed(6)]),
    ...["-i", FILE, "-map", `0:${stream}`, "-map", "0:a?", "-c", "copy", "-copyinkf", "-bsf:v", pictures],
    ...["-bsf:a", `noise=drop=${from}+gte(pts${to}`, "-to", (stop + REORDER_S).toFixed(6)],
    ...["-avoid_negative_ts", "make_zero", "-f", CLIP_FORMATS[container] ?? container, clip],
  ];
}

/**
 * A clip in H.264 of what is shown from one time up to another, with the sound as it was.
 * @param {{stream: number, seekFrom: number | null, start: number, stop: number, container: string}} options
 * @param {string} clip path of the file written
 */
export function encodeArguments({ stream, seekFrom, start, stop, container }, clip) {
  return [
    ...["-v", "error", "-copyts", "-noaccurate_seek", "-seek_timestamp", "1"],
    ...(seekFrom === null ? [] : ["-ss", seekFrom.toFixed(6)]),
    ...["-i", FILE, "-map", `0:${stream}`, "-map", "0:a?", "-c:a", "copy", "-c:v", "libx264", ...H264],
    // 4:2:0 has no odd sizes
    ...["-vf", "crop=trunc(iw/2)*2:trunc(ih/2)*2", "-fps_mode", "passthrough"],
    ...["-ss", start.toFixed(6), "-to", stop.toFixed(6), "-avoid_negative_ts", "make_zero"],
    ...["-f", CLIP_FORMATS[container] ?? container, clip],
  ];
}

/** @param {{key: number, last: number}} span */
function spanTest({ key, last }) {
  const from = Math.round(key * 1000) - EPSILON_MS;
  if (last === key) return `between(pts\\,${from}\\,${from + 2 * EPSILON_MS})*key`;
  return `between(pts\\,${from}\\,${Math.round((last + REORDER_S) * 1000)})`;
}

/**
 * Frames of a piece as JPEGs whose names are their times in milliseconds.
 * @param {{wanted: number[] | null, picture: PictureSetup}} options wanted: times in milliseconds, null for all
 * @param {string} piece
 * @param {string} folder
 */
export function picturesArguments({ wanted, picture }, piece, folder) {
  const select = wanted?.map((time) => `between(pts,${time - EPSILON_MS},${time + EPSILON_MS})`).join("+");
  const filters = [...(select ? [`select='${select}'`] : []), ...pictureFilters(picture)];
  const scale = picture.quality > FINE ? JPEG_SCALE.fine : JPEG_SCALE.sample;
  return [
    ...["-v", "error", "-copyts", "-i", piece, "-vf", filters.join(","), "-fps_mode", "passthrough"],
    // it crashes when it looks for the best Huffman codes of much data
    ...["-enc_time_base", "1/1000", "-huffman", "default", "-q:v", scale],
    ...["-f", "image2", "-frame_pts", "1", `${folder}/%d.jpg`],
  ];
}

/** @param {PictureSetup} picture */
function pictureFilters({ width, height, rotation, isFlipped }) {
  const [w, h] = rotation % 180 === 90 ? [height, width] : [width, height];
  const turns = { 0: [], 90: ["transpose=clock"], 180: ["hflip", "vflip"], 270: ["transpose=cclock"] };
  const scale = `scale=${w}:${h}:flags=area:out_color_matrix=bt601`;
  return [scale, "setsar=1", ...turns[rotation], ...(isFlipped ? ["hflip"] : [])];
}
