// A floating list that takes the focus: message actions, selects, the emoji picker.
import { el } from "/static/dom.js";

let current = null;

/** Close whatever menu is open. */
export function closeMenu() {
  current?.close();
}

/** Open a menu of `anchor`, beside it or `from` another place: items {label, detail, icon, danger, checked, value, onPick}; `many` asks for several values. */
export function openMenu({ anchor, from = anchor.getBoundingClientRect(), items, many = false, least = 1, most = 1, done = "", grid = false, label = null, onPick = null }) {
  closeMenu();
  const chosen = new Set(items.filter((item) => item.checked).map((item) => item.value));
  const finish = () => {
    box.remove();
    document.removeEventListener("pointerdown", outside, true);
    current = null;
    anchor.setAttribute("aria-expanded", "false");
  };
  const close = () => {
    const held = box.contains(document.activeElement);
    finish();
    if (held) anchor.focus({ preventScroll: true });
  };
  const outside = (event) => box.contains(event.target) || close();
  const take = (item, node) => {
    if (many) return toggle(item, node);
    close();
    return item.onPick ? item.onPick() : onPick([item.value]);
  };
  const toggle = (item, node) => {
    if (chosen.has(item.value)) chosen.delete(item.value);
    else if (chosen.size < most) chosen.add(item.value);
    node.setAttribute("aria-checked", String(chosen.has(item.value)));
    confirm.disabled = chosen.size < least;
  };
  const confirm = el("button", { type: "button", class: "button primary", disabled: chosen.size < least, onclick: () => { close(); onPick([...chosen]); } }, done);
  const rows = items.map((item) => row(item, many || Boolean(onPick), take));
  const box = el("div", { class: `menu${grid ? " grid" : ""}`, role: "menu", "aria-label": label, onkeydown: (event) => steer(event, box, close, grid) }, rows, many ? confirm : null);
  document.querySelector("main").append(box); // a part of the page that a screen reader's map knows
  place(box, from);
  current = { close };
  anchor.setAttribute("aria-expanded", "true");
  document.addEventListener("pointerdown", outside, true);
  (rows.find((node) => node.getAttribute("aria-checked") === "true") ?? rows[0])?.focus();
}

function row(item, checkable, take) {
  const role = checkable ? { role: "menuitemcheckbox", "aria-checked": String(Boolean(item.checked)) } : { role: "menuitem" };
  const text = item.label ? el("span", { class: "menu-text" }, el("span", null, item.label), item.detail ? el("span", { class: "faint" }, item.detail) : null) : null;
  const node = el("button", { type: "button", ...role, class: item.danger ? "danger" : null, "aria-label": item.name, onclick: () => take(item, node) }, item.icon ? el("span", { class: "glyph", "aria-hidden": item.label ? "true" : null }, item.icon) : null, text);
  return node;
}

function steer(event, box, close, grid) {
  const stops = [...box.querySelectorAll("button:not(:disabled)")];
  const at = stops.indexOf(document.activeElement);
  const across = grid ? Math.max(1, stops.filter((node) => node.offsetTop === stops[0].offsetTop).length) : 1;
  const steps = { ArrowDown: across, ArrowUp: -across, ...(grid ? { ArrowRight: 1, ArrowLeft: -1 } : {}) };
  if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    close();
  } else if (steps[event.key]) {
    event.preventDefault();
    stops[(at + steps[event.key] + stops.length) % stops.length].focus();
  }
}

/** Put `box` near `anchor`, inside the window. */
function place(box, from) {
  const rim = 8;
  const { width, height } = box.getBoundingClientRect();
  const below = from.bottom + 4 + height <= innerHeight - rim;
  box.style.left = `${Math.max(rim, Math.min(from.left, innerWidth - width - rim))}px`;
  box.style.top = `${Math.max(rim, below ? from.bottom + 4 : from.top - height - 4)}px`;
}
