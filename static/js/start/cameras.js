// The cameras that the server knows of this user, and their areas.

import { apiSend } from "../lib/api.js";

/** @typedef {import("../areas/drawing.js").Area} Area */
/** @typedef {{name: string, areas: Area[]}} Camera */
/** @typedef {ReturnType<typeof camerasMake>} Cameras */

/**
 * @param {Camera[]} known the one used last first
 * @param {() => void} onChange
 */
export function camerasMake(known, onChange) {
  let cameras = known;

  /** @param {Camera} camera */
  function toFront(camera) {
    cameras = [camera, ...cameras.filter(({ name }) => name !== camera.name)];
    onChange();
  }
  /** @param {string} name */
  const find = (name) => cameras.find((camera) => camera.name === nameTidy(name));
  return {
    names: () => cameras.map(({ name }) => name),
    /**
     * @param {string} name
     * @returns {readonly Area[]}
     */
    areasOf: (name) => find(name)?.areas ?? [],
    /** @param {string} name of a video that is being searched; the server remembers it, too */
    remember(name) {
      const tidy = nameTidy(name);
      if (tidy) toFront(find(tidy) ?? { name: tidy, areas: [] });
    },
    /**
     * @param {string} name
     * @param {readonly Area[]} areas
     * @returns {Promise<string>} the name as the server spells it
     */
    async save(name, areas) {
      const saved = await apiSend("PUT", "/api/cameras", { name: nameTidy(name), areas });
      toFront(saved);
      return saved.name;
    },
  };
}

/**
 * As the server does it.
 * @param {string} name
 */
export function nameTidy(name) {
  return name.normalize("NFC").trim();
}
