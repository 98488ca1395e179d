// A small picture of each segment's best frame, from the open video: one after another, of rows in view only.

import { elementMake } from "../lib/dom.js";
import { stillsOpen } from "../media/still.js";

const LONGEST_SIDE = 160;

/** @typedef {ReturnType<typeof thumbnailsCreate>} Thumbnails */
/** @typedef {{ place: HTMLElement, time: number, alt: string }} Wish */

/** Nothing is shown, and nothing waits, before a file is open. @param {HTMLElement} scrolled what the rows scroll in */
export function thumbnailsCreate(scrolled) {
  /** @type {Map<HTMLElement, Wish>} */
  const wishes = new Map();
  /** @type {Set<Element>} */
  const inView = new Set();
  /** @type {Map<number, string | null>} addresses by time; null: this one cannot be shown */
  let made = new Map();
  /** @type {ReturnType<typeof stillsOpen> | null} */
  let stills = null;
  /** @type {number | null} */
  let asked = null;
  const observer = new IntersectionObserver(viewed, { root: scrolled, rootMargin: "100px 0px" });

  /** @param {IntersectionObserverEntry[]} entries */
  function viewed(entries) {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) inView.add(target);
      else inView.delete(target);
    }
    next();
  }

  function next() {
    if (!stills || asked !== null) return;
    const wanted = [...wishes.values()].find(({ place, time }) => inView.has(place) && !made.has(time));
    if (!wanted) return;
    asked = wanted.time;
    stills.show(asked);
  }

  /** @param {string | null} address of what was asked for */
  function take(address) {
    if (asked !== null) made.set(asked, address);
    for (const wish of wishes.values()) if (wish.time === asked) paint(wish);
    asked = null;
    next();
  }

  /** @param {Wish} wish */
  function paint({ place, time, alt }) {
    const src = made.get(time);
    place.hidden = !stills || src === null;
    if (src) place.replaceChildren(elementMake("img", { src, alt, decoding: "async" }));
    else place.replaceChildren();
  }

  return {
    /** @param {HTMLElement} place @param {number} time of the best frame @param {string} alt */
    show(place, time, alt) {
      const before = wishes.get(place);
      if (before?.time === time && before.alt === alt) return;
      const wish = { place, time, alt };
      wishes.set(place, wish);
      paint(wish);
      if (!before) observer.observe(place);
      next();
    },
    /** @param {HTMLElement} place */
    drop(place) {
      if (!wishes.delete(place)) return;
      observer.unobserve(place);
      inView.delete(place);
      place.hidden = true;
    },
    /** @param {File} file @param {number} interval between the frames that were sampled, in seconds */
    open(file, interval) {
      stills?.close();
      for (const address of made.values()) if (address) URL.revokeObjectURL(address);
      made = new Map();
      asked = null;
      const events = {
        onStill: (/** @type {import("../media/still.js").Still} */ { picture }) =>
          take(URL.createObjectURL(picture)),
        onError: () => take(null),
      };
      stills = stillsOpen(file, events, { longestSide: LONGEST_SIDE, interval });
      for (const wish of wishes.values()) paint(wish);
      next();
    },
  };
}
