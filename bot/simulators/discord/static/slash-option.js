// One option of a slash command: a pill with the right kind of field.
import { el } from "/static/dom.js";

const TYPE = { text: 3, integer: 4, boolean: 5, user: 6, channel: 7, number: 10, file: 11 };
const MANY = 25;
const DEFAULT_MAX = 6000;

/** A pill; `context` = {texts, suggestions, state, autocomplete(name), changed()}. */
export class SlashOption {
  constructor(spec, context) {
    this.spec = spec;
    this.context = context;
    this.choices = choicesOf(spec, context);
    this.file = null;
    this.node = spec.type === TYPE.file ? this.#filePill() : this.#textPill();
  }

  get name() {
    return this.spec.raw_name;
  }

  #textPill() {
    const { spec } = this;
    const numeric = spec.type === TYPE.integer || spec.type === TYPE.number;
    // Suggestions of the bot are an aid: what is typed counts as it stands.
    const free = spec.type === TYPE.text && !this.choices;
    const listed = this.choices || spec.autocomplete;
    this.field = el("textarea", {
      rows: 1, "data-option": spec.raw_name, "aria-label": `${spec.name}: ${spec.description}`, title: spec.description, spellcheck: String(free), enterkeyhint: "send",
      inputmode: numeric ? "decimal" : null, "aria-haspopup": listed ? "listbox" : null, "aria-autocomplete": listed ? "list" : null,
      oninput: () => this.#typed(), onclick: () => this.#suggest(), onfocus: () => this.#focused(), onblur: () => this.context.suggestions.hide(),
    });
    this.counter = el("span", { class: "counter", hidden: true });
    return this.#pill(this.field, this.counter, free ? "long" : "short");
  }

  #pill(field, extra, size) {
    return el("label", { class: `pill ${size}`, key: this.name }, el("span", { class: "pill-name" }, this.spec.name), field, extra);
  }

  #filePill() {
    const input = el("input", { type: "file", class: "unseen", tabindex: "-1", accept: "image/*", "aria-hidden": "true", onchange: () => input.files[0] && this.setFile(input.files[0]) });
    this.field = el("button", { type: "button", class: "file-field", "data-option": this.spec.raw_name, onclick: () => input.click() });
    this.#drawFile();
    const pill = el("div", { class: "pill short", key: this.name }, el("span", { class: "pill-name" }, this.spec.name), this.field, input);
    return pill;
  }

  setFile(file) {
    this.file = file;
    this.#drawFile();
    this.context.changed();
  }

  #drawFile() {
    const { texts } = this.context;
    if (this.preview) URL.revokeObjectURL(this.preview);
    this.preview = this.file?.type.startsWith("image/") ? URL.createObjectURL(this.file) : null;
    this.field.setAttribute("aria-label", `${this.spec.name}: ${this.file?.name ?? texts.chooseFile}`);
    this.field.replaceChildren(...[this.preview ? el("img", { src: this.preview, alt: "", onerror: (event) => event.target.remove() }) : null, el("span", { class: this.file ? "" : "faint" }, this.file?.name ?? texts.chooseFile)].filter(Boolean));
  }

  #typed() {
    this.picked = null;
    this.fit();
    this.#count();
    this.node.classList.remove("wrong");
    this.#suggest();
    this.context.changed();
  }

  #focused() {
    // A choice made stays made: Enter sends; a click or new letters open the list again.
    if (this.picked) this.field.select();
    else this.#suggest();
    this.context.describe(this.spec);
  }

  /** Grow with the text where the browser does not do so by itself. */
  fit() {
    if (this.file !== null || CSS.supports("field-sizing", "content")) return;
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight}px`;
  }

  #count() {
    const left = (this.spec.max_length ?? DEFAULT_MAX) - this.field.value.length;
    this.counter.hidden = left > 100;
    this.counter.textContent = String(left);
    this.counter.classList.toggle("over", left < 0);
  }

  #suggest() {
    if (this.spec.autocomplete) return this.#askBot();
    if (!this.choices) return this.context.suggestions.hide();
    const typed = this.picked ? "" : this.field.value.trim().toLowerCase();
    const items = this.choices.filter((choice) => choice.name.toLowerCase().includes(typed)).slice(0, MANY);
    return this.#offer(items);
  }

  #offer(choices) {
    const items = choices.map((choice) => ({ label: choice.name, value: choice }));
    const note = this.field.value.trim() ? this.context.texts.noMatch : null;
    this.context.suggestions.show(this.field, { title: this.spec.name, items, note, offered: !this.choices, onPick: (item, moveOn) => this.#pick(item.value, moveOn) });
  }

  #pick(choice, moveOn) {
    this.setValue(choice.value);
    this.context.picked(this, moveOn);
  }

  #askBot() {
    clearTimeout(this.timer);
    this.timer = setTimeout(async () => {
      const asked = this.field.value;
      const choices = await this.context.autocomplete(this.name);
      if (this.field.value !== asked || document.activeElement !== this.field) return;
      this.found = choices;
      this.#offer(choices);
    }, 250);
  }

  setValue(value) {
    if (this.spec.type === TYPE.file) return this.setFile(value);
    const choice = [...(this.choices ?? []), ...(this.found ?? [])].find((each) => each.value === value);
    this.picked = choice ?? null;
    this.field.value = choice ? choice.name : String(value ?? "");
    this.fit();
    this.#count();
    return this.context.changed();
  }

  get empty() {
    return this.spec.type === TYPE.file ? !this.file : this.field.value.trim() === "";
  }

  /** The value to send; a file is told apart by the caller. */
  get value() {
    if (this.spec.type === TYPE.file) return this.file;
    if (this.picked) return this.picked.value;
    const text = this.field.value.trim();
    const named = this.choices?.find((choice) => choice.name.toLowerCase() === text.toLowerCase());
    if (named) return named.value;
    return this.spec.type === TYPE.integer || this.spec.type === TYPE.number ? Number(text) : text;
  }

  /** The sentence that says what is wrong, or null. */
  get problem() {
    const { spec, context: { texts } } = this;
    if (this.empty) return spec.required ? texts.required(spec.name) : null;
    if (spec.type === TYPE.file) return null;
    if (this.choices && !ranged(spec)) return this.choices.some((choice) => choice.value === this.value) ? null : texts.pick(spec.name);
    if (spec.type === TYPE.integer || spec.type === TYPE.number) return this.#numberProblem(this.value);
    if (this.field.value.length > (spec.max_length ?? DEFAULT_MAX)) return texts.tooLong(spec.name, spec.max_length ?? DEFAULT_MAX);
    return this.field.value.trim().length < (spec.min_length ?? 0) ? texts.tooShort(spec.name, spec.min_length) : null;
  }

  #numberProblem(value) {
    const { spec, context } = this;
    const whole = spec.type === TYPE.number ? Number.isFinite(value) : Number.isInteger(value);
    const inside = value >= (spec.min_value ?? -Infinity) && value <= (spec.max_value ?? Infinity);
    return whole && inside ? null : context.texts.range(spec.name, spec.min_value ?? undefined, spec.max_value ?? undefined);
  }
}

const ranged = (spec) => !spec.choices?.length && (spec.type === TYPE.integer || spec.type === TYPE.number);

function choicesOf(spec, { texts, state }) {
  if (spec.choices?.length) return spec.choices;
  if (spec.type === TYPE.boolean) return [{ name: texts.yes, value: true }, { name: texts.no, value: false }];
  if (spec.type === TYPE.user || spec.type === 9) return state.config.people.map((person) => ({ name: person.name, value: person.id }));
  if (spec.type === TYPE.channel) return state.config.channels.filter((channel) => channel.kind === "guild").map((channel) => ({ name: `#${channel.name}`, value: channel.id }));
  const span = (spec.max_value ?? Infinity) - (spec.min_value ?? 0);
  if (spec.type === TYPE.integer && spec.min_value !== null && span >= 0 && span < 10) return Array.from({ length: span + 1 }, (_, step) => ({ name: String(spec.min_value + step), value: spec.min_value + step }));
  return null;
}
