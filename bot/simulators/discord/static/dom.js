// Building elements and changing the page to match newly built ones.
import { withEmoji } from "/static/emoji.js";

/** Create an element; functions become handlers, true/false set or omit an attribute, `key` names it among its siblings. */
export function el(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) set(node, name, value);
  write(node, ...children);
  return node;
}

/** Append nodes and texts; the emoji of a text become pictures. */
export function write(node, ...children) {
  const there = children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
  node.append(...there.flatMap((child) => (child instanceof Node ? child : withEmoji(String(child)))));
}

/** Make a text the whole content of an element. */
export function rewrite(node, text) {
  node.replaceChildren();
  write(node, text);
}

function set(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "key") node.key = String(value);
  else if (typeof value === "function") node[name] = value;
  else node.setAttribute(name, value === true ? "" : value);
}

/** Make the children of `parent` match `nodes`, keeping every element that may stay, and with it focus and loaded pictures. */
export function fill(parent, nodes) {
  const wanted = nodes.filter(Boolean);
  const keys = new Set(wanted.map((node) => node.key).filter(Boolean));
  const keyed = new Map();
  for (const child of [...parent.childNodes]) {
    if (!child.key) continue;
    if (keys.has(child.key)) keyed.set(child.key, child);
    else child.remove();
  }
  let at = parent.firstChild;
  for (const node of wanted) {
    const match = node.key ? keyed.get(node.key) : at && !at.key && alike(at, node) ? at : null;
    if (match && match === at) at = at.nextSibling;
    else parent.insertBefore(match ?? node, at);
    if (match) morph(match, node);
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

const alike = (a, b) => a.nodeName === b.nodeName && a.classList?.[0] === b.classList?.[0];

// What the reader opened, and what has loaded, stays so when the message is edited.
const KEPT = new Set(["data-open", "data-loaded"]);
const HANDLERS = ["onclick", "onkeydown", "oncontextmenu"];

function morph(old, next) {
  if (old === next) return;
  if (!alike(old, next)) {
    old.replaceWith(next);
    return;
  }
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== next.data) old.data = next.data;
    return;
  }
  morphAttributes(old, next);
  for (const name of HANDLERS) if (old[name] !== next[name]) old[name] = next[name];
  fill(old, [...next.childNodes]);
}

function morphAttributes(old, next) {
  for (const { name } of [...old.attributes]) {
    if (!next.hasAttribute(name) && !KEPT.has(name)) old.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) {
    if (old.getAttribute(name) !== value && !(KEPT.has(name) && old.hasAttribute(name))) old.setAttribute(name, value);
  }
}

/** A web address that may be shown or opened, or null: never a script. */
export function safeUrl(address) {
  if (!address) return null;
  try {
    const url = new URL(address, location.origin);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

/** Keep Tab inside `box`, as a dialogue does. */
export function trapTab(box, event) {
  if (event.key !== "Tab") return;
  const stops = [...box.querySelectorAll("button,input,textarea,select,a[href]")].filter((node) => !node.disabled && node.offsetParent);
  const edge = event.shiftKey ? stops[0] : stops.at(-1);
  if (document.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
}

/** Whether people tap here, or have no room for more, as the styles put it too. */
export const isTouch = () => matchMedia("(pointer: coarse), (max-width: 700px)").matches;
