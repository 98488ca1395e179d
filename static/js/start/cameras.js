// The cameras that the server knows of this user, and their areas.

import { apiSend } from "../lib/api.js";

/** @typedef {import("../areas/drawing.js").Area} Area */
/** @typedef {{name: string, areas: Area[]}} Camera */
/** @typedef {ReturnType<typeof camerasMake>} Cameras */

/**
 * @param {Camera[]} known the one used last first
 * @param {() => void} onChange
 * @param {(from: string, to: string) => void} [onMove] a camera has another name; "" when it was deleted
 */
export function camerasMake(known, onChange, onMove = () => {}) {
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
    /** @param {string} name */
    isKnown: (name) => find(name) !== undefined,
    /**
     * @param {string} name
     * @param {string} newName
     * @returns {Promise<string>} the new name as the server spells it
     */
    async rename(name, newName) {
      const from = nameTidy(name);
      const body = { name: from, new_name: nameTidy(newName) };
      const renamed = await apiSend("PATCH", "/api/cameras", body);
      cameras = cameras.map((camera) => (camera.name === from ? renamed : camera));
      onMove(from, renamed.name);
      onChange();
      return renamed.name;
    },
    /** @param {string} name */
    async remove(name) {
      const gone = nameTidy(name);
      await apiSend("DELETE", `/api/cameras?${new URLSearchParams({ name: gone })}`);
      cameras = cameras.filter((camera) => camera.name !== gone);
      onMove(gone, "");
      onChange();
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
