// The video element and the playhead: each follows the other.

/** @typedef {import("./store.js").Store} Store */
/** @typedef {ReturnType<typeof playerCreate>} Player */

/** @param {HTMLVideoElement} video @param {Store} store */
export function playerCreate(video, store) {
  /** @type {number | null} where playing a segment ends */
  let until = null;
  /** @type {number | null} the time that came from the video, until the page heard of it */
  let placed = null;
  /** a seek was asked for while another one ran */
  let isLate = false;
  let address = "";

  function follow() {
    if (video.paused) return;
    const isOver = until !== null && video.currentTime >= until;
    if (isOver && until !== null) return stopAt(until);
    // until it is there the video tells where it was
    if (!video.seeking) place(video.currentTime);
    requestAnimationFrame(follow);
  }

  /** A fast video runs a few frames too far. @param {number} seconds */
  function stopAt(seconds) {
    video.pause();
    video.currentTime = seconds;
    place(seconds);
  }

  /** @param {number} seconds */
  function place(seconds) {
    if (seconds === store.get().playhead) return;
    placed = seconds;
    store.set({ playhead: seconds });
  }

  function seek() {
    const { playhead } = store.get();
    // a seek while another runs makes Chromium start anew: the last one wins when it is done
    isLate = video.seeking;
    if (!isLate && Math.abs(video.currentTime - playhead) > 0.0005) video.currentTime = playhead;
  }

  video.addEventListener("seeked", () => (video.paused || isLate) && seek());
  video.addEventListener("play", () => {
    store.set({ isPlaying: true });
    follow();
  });
  video.addEventListener("pause", () => {
    until = null;
    store.set({ isPlaying: false });
  });
  store.watch(
    (state) => [state.playhead],
    ({ playhead }) => {
      if (playhead !== placed && address) seek();
      placed = null;
    },
  );

  return {
    video,
    /** @param {File} file */
    open(file) {
      URL.revokeObjectURL(address);
      address = URL.createObjectURL(file);
      video.src = address;
      video.addEventListener("loadedmetadata", seek, { once: true });
    },
    close() {
      URL.revokeObjectURL(address);
      address = "";
      video.removeAttribute("src");
      video.load();
    },
    hasVideo: () => address !== "",
    toggle() {
      until = null;
      if (!video.paused) return video.pause();
      void video.play().catch(() => undefined);
    },
    /** @param {number} start @param {number} stop */
    playSpan(start, stop) {
      video.pause();
      store.set({ playhead: start });
      queueMicrotask(() => {
        void video
          .play()
          .then(() => (until = stop))
          .catch(() => undefined);
      });
    },
  };
}
