// The links "CSV" and "JSON" give the server's list: they wait until it is the one on the screen.

import { gettext } from "../lib/i18n.js";
import { noticeShow } from "../lib/notice.js";
import { leftOutText } from "./left-out.js";

/** @param {HTMLElement} root @param {import("./store.js").Store} store @param {import("./saving.js").Saving} saving */
export function exportsAttach(root, store, saving) {
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (root.querySelectorAll("[data-export]"))) {
    const { title } = link;
    store.watch(
      (state) => [state.history.present],
      ({ history }) => {
        link.title = [title, leftOutText(history.present)].filter(Boolean).join("\n");
      },
    );
    const { href } = link;
    store.watch(
      (state) => [state.times],
      // LosslessCut takes no list with more columns: they are there while the clock is shown
      ({ times }) => {
        link.href = times.clockStart ? `${href}?clock` : href;
      },
    );
    link.addEventListener("click", (event) => {
      if (saving.isSaved()) return;
      event.preventDefault();
      void savedDownload(link, saving);
    });
  }
}

/** @param {HTMLAnchorElement} link @param {import("./saving.js").Saving} saving */
async function savedDownload(link, saving) {
  const waiting = noticeShow(gettext("The file comes as soon as your last changes are saved."));
  const isSaved = await saving.settled();
  waiting.close();
  if (isSaved) link.click();
  else noticeShow(gettext("Your last changes are not saved, so the file would lack them."), "warning");
}
