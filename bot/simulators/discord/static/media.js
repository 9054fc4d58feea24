// Pictures and files inside a message.
import { el, safeUrl } from "/static/dom.js";
import { openLightbox } from "/static/lightbox.js";

const SPOILER = 1 << 3; // of an attachment's flags
const isPicture = (file) => /^image\//.test(file.content_type ?? "") || /\.(png|jpe?g|webp|gif|avif)$/i.test(file.filename ?? "");

/** Several pictures laid out as Discord does: one large, two side by side, one and two, then rows. */
export function gallery(items, context) {
  const shots = items.map((item) => ({ url: safeUrl(item.media?.url), width: item.media?.width, height: item.media?.height, alt: item.description ?? "", spoiler: item.spoiler }));
  const count = Math.min(shots.length, 10);
  return el("div", { class: `gallery of-${count}`, key: count === 1 ? "gallery" : "galleries" }, shots.map((shot, index) => tile(shot, index, shots, context)));
}

function tile(shot, index, shots, context) {
  const ratio = shot.width && shot.height ? `--ratio:${shot.width}/${shot.height};--wide:${shot.width}px` : null;
  return el("button", { type: "button", class: `tile${cover(shot)}`, style: ratio, key: shot.url, "aria-label": nameOf(shot, index, shots, context), onclick: opening(shots, index, context) },
    el("img", { onload: arrived, onerror: arrived, src: shot.url, alt: shot.alt, width: shot.width, height: shot.height, decoding: "async" }));
}

/** Its own description where that tells it from the others, else its number as well. */
function nameOf(shot, index, shots, { texts }) {
  if (shot.alt && shots.every((other) => other === shot || other.alt !== shot.alt)) return shot.alt;
  return `${texts.pictureOf} ${index + 1}/${shots.length}${shot.alt ? `: ${shot.alt}` : ""}`;
}

/** The picture takes the place that was kept for it. */
async function arrived({ currentTarget: picture }) {
  await picture.decode().catch(() => null);
  picture.parentNode?.setAttribute("data-loaded", "");
}

const cover = (shot) => (shot.spoiler ? " hidden" : "");

/** A press: the first one uncovers what is covered, any other shows it large. */
function opening(shots, index, context) {
  return (event) => {
    const node = event.currentTarget;
    if (shots[index].spoiler && !node.hasAttribute("data-open")) return node.setAttribute("data-open", "");
    return openLightbox(shots, index, context.texts, node);
  };
}

/** The small picture beside a section. */
export function thumbnail(data, context) {
  const shot = { url: safeUrl(data.media?.url), alt: data.description ?? "", spoiler: data.spoiler };
  return el("button", { type: "button", class: `thumbnail${cover(shot)}`, key: shot.url, "aria-label": shot.alt || context.texts.pictureOf, onclick: opening([shot], 0, context) }, el("img", { onload: arrived, onerror: arrived, src: shot.url, alt: shot.alt }));
}

/** A message's attachments that no component shows. */
export function attachments(message, context) {
  const files = message.attachments ?? [];
  const pictures = files.filter(isPicture).map((file) => ({ media: file, description: file.description ?? file.filename, spoiler: Boolean(file.flags & SPOILER) }));
  const others = files.filter((file) => !isPicture(file));
  return [pictures.length ? gallery(pictures, context) : null, ...others.map(fileLink)];
}

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"];

/** "18.2 MB", in French "18,2 Mo" */
export function sizeText(bytes) {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10));
  const digits = power ? 1 : 0;
  const format = { style: "unit", unit: UNITS[power], minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(document.documentElement.lang || "en", format).format(bytes / 1024 ** power);
}

/** A file to download. */
export function fileLink(file) {
  return el("a", { class: "file", href: safeUrl(file.url), download: file.filename, target: "_blank", rel: "noopener" },
    el("span", { class: "file-icon", "aria-hidden": "true" }, "📄"), el("span", { class: "file-name" }, file.filename), file.size ? el("span", { class: "faint" }, sizeText(file.size)) : null);
}
