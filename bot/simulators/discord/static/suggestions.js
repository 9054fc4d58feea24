// The list above the composer; the focus stays in the field being typed in.
import { el } from "/static/dom.js";

const OPEN = { role: "combobox", "aria-expanded": "true", "aria-controls": "suggestions" };

/** A list of {label, detail, icon, value} steered from a text field. */
export class Suggestions {
  #items = [];
  #at = 0;
  #onPick = null;

  constructor() {
    this.node = el("div", { id: "suggestions", role: "listbox", hidden: true });
  }

  get open() {
    return !this.node.hidden && this.#items.length > 0;
  }

  /** Show items for `field`; `note` stands in when there are none. What is only `offered` is taken by the arrows, never by Enter alone. */
  show(field, { title, items, onPick, note = null, offered = false }) {
    this.field = field;
    this.#items = items;
    this.#onPick = onPick;
    this.#at = offered ? -1 : 0;
    this.node.setAttribute("aria-label", title);
    this.node.replaceChildren(el("div", { class: "suggest-title" }, title), ...items.map((item, index) => this.#row(item, index)));
    if (!items.length && note) this.node.append(el("p", { class: "faint" }, note));
    this.node.hidden = !items.length && !note;
    this.#tie();
    this.#mark();
  }

  hide() {
    this.node.hidden = true;
    this.#items = [];
    this.field?.removeAttribute("aria-activedescendant");
    this.#tie();
  }

  /** A field of several lines is a combobox only while a list stands above it. */
  #tie() {
    for (const [name, value] of Object.entries(OPEN)) {
      if (this.open) this.field.setAttribute(name, value);
      else this.field?.removeAttribute(name);
    }
  }

  #row(item, index) {
    // The field keeps the focus, so that a phone's keyboard stays open.
    return el("div", { role: "option", id: `suggestion-${index}`, onpointerdown: (event) => event.preventDefault(), onclick: () => this.pick(index), onpointermove: () => this.#goTo(index) },
      item.icon ? el("span", { "aria-hidden": "true" }, item.icon) : null, el("span", { class: "menu-text" }, el("span", { class: "label" }, item.label), item.detail ? el("span", { class: "faint" }, item.detail) : null));
  }

  #goTo(index) {
    if (index === this.#at) return;
    this.#at = index;
    this.#mark();
  }

  #mark() {
    const rows = [...this.node.querySelectorAll("[role=option]")];
    rows.forEach((row, index) => row.setAttribute("aria-selected", String(index === this.#at)));
    rows[this.#at]?.scrollIntoView({ block: "nearest" });
    if (rows[this.#at]) this.field.setAttribute("aria-activedescendant", `suggestion-${this.#at}`);
    else this.field.removeAttribute("aria-activedescendant");
  }

  pick(index = this.#at, moveOn = false) {
    const item = this.#items[index];
    this.hide();
    this.#onPick(item, moveOn);
  }

  /** Take a key if it is ours: arrows move, Enter and Tab pick, Escape closes. */
  takeKey(event) {
    if (this.node.hidden) return false;
    if (event.key === "Escape") this.hide();
    else if (!this.open) return false;
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") this.#step(event.key === "ArrowDown" ? 1 : -1);
    else if (this.#at >= 0 && (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey))) this.pick(this.#at, event.key === "Tab");
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  #step(by) {
    const from = this.#at < 0 && by < 0 ? 0 : this.#at;
    this.#at = (from + by + this.#items.length) % this.#items.length;
    this.#mark();
  }
}
