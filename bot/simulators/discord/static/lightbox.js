// A picture, large: Escape closes, arrows move.
import { el, rewrite, trapTab } from "/static/dom.js";
import { icon } from "/static/icons.js";

/** Show `shots[index]` over the page; focus returns to `opener` at the end. */
export function openLightbox(shots, index, texts, opener) {
  let at = index;
  const picture = el("img", { class: "large" });
  const caption = el("figcaption", { "aria-hidden": "true" }); // the picture's own description says it
  const count = el("span", { class: "count" });
  const download = el("a", { class: "button secondary", target: "_blank", rel: "noopener", download: "" }, texts.download);
  const close = () => {
    box.remove();
    opener?.focus();
  };
  const show = (next) => {
    at = (next + shots.length) % shots.length;
    picture.src = shots[at].url;
    picture.alt = shots[at].alt;
    rewrite(caption, shots[at].alt);
    download.href = shots[at].url;
    count.textContent = shots.length > 1 ? `${at + 1} / ${shots.length}` : "";
  };
  const arrow = (step, sign, name) => shots.length > 1 && el("button", { type: "button", class: `round ${name}`, "aria-label": step < 0 ? texts.previous : texts.next, onclick: () => show(at + step) }, sign);
  const closing = el("button", { type: "button", class: "round shut", "aria-label": texts.close, onclick: close }, icon("close"));
  const bar = el("div", { class: "bar" }, count, download);
  const box = el("div", { class: "lightbox", role: "dialog", "aria-modal": "true", "aria-label": texts.pictureOf, onclick: (event) => event.target.closest("img,button,a,figcaption") || close() },
    closing, arrow(-1, "‹", "back"), el("figure", null, picture, caption), arrow(1, "›", "forth"), bar);
  const keys = { Escape: close, ArrowLeft: () => show(at - 1), ArrowRight: () => show(at + 1) };
  box.onkeydown = (event) => {
    trapTab(box, event);
    if (!keys[event.key]) return;
    event.stopPropagation();
    keys[event.key]();
  };
  swipe(box, (step) => shots.length > 1 && show(at + step));
  show(at);
  document.body.append(box);
  closing.focus();
}

const SWIPE = 50;

function swipe(box, move) {
  let from = null;
  box.addEventListener("touchstart", (event) => { from = event.touches.length === 1 ? event.touches[0].clientX : null; }, { passive: true });
  box.addEventListener("touchend", (event) => {
    const across = from === null ? 0 : event.changedTouches[0].clientX - from;
    if (Math.abs(across) > SWIPE) move(across < 0 ? 1 : -1);
  });
}
