// The page's own small drawings (icons.css), for signs that not every font has.
import { el } from "/static/dom.js";

/** One of close, send, lines, more, reply, smile, down, out; it says nothing to a listener. */
export const icon = (name) => el("span", { class: `icon icon-${name}`, "aria-hidden": "true" });
