import assert from "node:assert/strict";
import { test } from "node:test";
import { playerCreate } from "../../../static/js/editor/player.js";
import { stateCreate } from "../../../static/js/editor/state.js";
import { storeCreate } from "../../../static/js/editor/store.js";

test("it works: the playhead follows the video, the video the playhead", async () => {
  const page = pageCreate();
  await page.user(12);
  assert.equal(page.video.currentTime, 12);
  await page.play();
  await page.frame(12.5);
  assert.equal(page.playhead(), 12.5);
});

test("a click while the video starts is a seek", async () => {
  const page = pageCreate();
  await page.play();
  await page.frame(0);
  await page.user(30);
  assert.equal(page.video.currentTime, 30);
});

test("a click in the moment in which the video goes on is a seek", async () => {
  const page = pageCreate();
  await page.play();
  page.video.frame(1.5);
  await page.user(30);
  assert.equal(page.video.currentTime, 30);
});

test("of clicks while the video seeks the last one wins", async () => {
  const page = pageCreate();
  await page.play();
  page.video.seeking = true;
  await page.user(30);
  await page.frame(1);
  assert.equal(page.playhead(), 30);
  await page.video.tell("seeked", { seeking: false });
  assert.equal(page.video.currentTime, 30);
});

test("a seek that ended does not begin again while the video plays", async () => {
  const page = pageCreate();
  await page.play();
  await page.user(30);
  await page.video.tell("seeked", { currentTime: 30.01 });
  assert.equal(page.video.currentTime, 30.01);
});

function pageCreate() {
  const store = storeCreate(stateCreate(/** @type {any} */ ({ duration: 60, interval: 1, segments: [] })));
  const video = new Video();
  const player = playerCreate(/** @type {any} */ (video), store);
  player.open(new File([], "camera.mp4"));
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  return {
    video,
    playhead: () => store.get().playhead,
    /** @param {number} playhead */
    user(playhead) {
      store.set({ playhead });
      return settle();
    },
    play: () => video.tell("play", { paused: false }),
    /** @param {number} seconds */
    frame(seconds) {
      video.frame(seconds);
      return settle();
    },
  };
}

/** What the browser's video element does, by hand. */
class Video extends EventTarget {
  currentTime = 0;
  paused = true;
  seeking = false;
  src = "";
  /** @type {() => void} */
  #next = () => undefined;

  constructor() {
    super();
    globalThis.requestAnimationFrame = (next) => {
      this.#next = () => next(0);
      return 0;
    };
  }

  /** @param {number} seconds */
  frame(seconds) {
    this.currentTime = seconds;
    this.#next();
  }

  /** @param {string} type @param {Partial<Video>} changes */
  tell(type, changes) {
    Object.assign(this, changes);
    this.dispatchEvent(new Event(type));
    return new Promise((resolve) => setTimeout(resolve));
  }
}
