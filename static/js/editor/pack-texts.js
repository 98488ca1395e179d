// What the dialog "Dataset" says.

import { countFormat } from "../lib/format.js";
import { gettext, interpolate, ngettext } from "../lib/i18n.js";
import { mediaErrorText } from "../media/messages.js";

/** @param {{ wanted: number, rejected: number }} count at most */
export function packCountText({ wanted, rejected }) {
  const text = ngettext(
    "At most %(count)s picture from segments.",
    "At most %(count)s pictures from segments.",
    wanted,
  );
  const other = ngettext(
    "At most %(count)s from rejected time.",
    "At most %(count)s from rejected time.",
    rejected,
  );
  return [counted(text, wanted), rejected ? counted(other, rejected) : ""].filter(Boolean).join(" ");
}

/** @param {"comparing" | "writing"} phase */
export function packProgressText(phase) {
  return phase === "comparing" ? gettext("Comparing pictures…") : gettext("Saving pictures…");
}

/** @param {import("../media/pack.js").PackReport} report */
export function packReportText({ pictures, failed, name }) {
  const saved = ngettext(
    "%(count)s picture is saved in %(name)s.",
    "%(count)s pictures are saved in %(name)s.",
    pictures,
  );
  const lost = ngettext("%(count)s could not be decoded.", "%(count)s could not be decoded.", failed);
  return [counted(saved, pictures, { name }), failed ? counted(lost, failed) : ""].filter(Boolean).join(" ");
}

/** @param {string} [code] of a MediaError */
export function packErrorText(code = "") {
  if (code === "undecodable" || code === "no_webcodecs")
    return gettext("This browser cannot decode the video's pictures.");
  return code === "unexpected" || !code ? gettext("The pictures could not be saved.") : mediaErrorText(code);
}

/** @param {string} text @param {number} count @param {Record<string, string>} [values] */
function counted(text, count, values = {}) {
  return interpolate(text, { ...values, count: countFormat(count) }, true);
}
