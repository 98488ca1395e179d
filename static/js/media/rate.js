/*
 * How fast frames go and how long it will last, from the last half minute: the start of a video says
 * little about its rest, and one slow chunk says nothing at all.
 */
const WINDOW_SECONDS = 30;

/**
 * @returns {{add(seconds: number, frames: number): void, perSecond(): number | null}}
 */
export function rateMeter() {
  /** @type {{seconds: number, frames: number}[]} */
  const marks = [];
  return {
    add(seconds, frames) {
      marks.push({ seconds, frames });
      while (marks.length > 2 && seconds - marks[0].seconds > WINDOW_SECONDS) marks.shift();
    },
    perSecond() {
      const first = marks[0];
      const last = marks[marks.length - 1];
      const seconds = first ? last.seconds - first.seconds : 0;
      return seconds > 0 ? (last.frames - first.frames) / seconds : null;
    },
  };
}

/**
 * @param {number} framesLeft
 * @param {number | null} framesPerSecond
 * @returns {number | null} null while nobody can know
 */
export function secondsLeft(framesLeft, framesPerSecond) {
  return framesPerSecond ? Math.max(0, framesLeft) / framesPerSecond : null;
}
