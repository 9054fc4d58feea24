// A slash command being filled in: its name, its pills, and the options still to add.
import { el, fill } from "/static/dom.js";
import { icon } from "/static/icons.js";
import { SlashOption } from "/static/slash-option.js";

/** The form of one command inside the composer. */
export class SlashCommand {
  constructor(command, context, leave) {
    this.command = command;
    this.context = { ...context, autocomplete: (name) => this.#autocomplete(name), picked: (option, moveOn) => this.#advance(option, moveOn) };
    this.options = [];
    this.adds = el("span", { class: "adds" });
    this.line = el("div", { class: "pills" });
    const name = el("button", { type: "button", class: "command-name", title: context.texts.leave, "aria-label": `/${command.name}: ${context.texts.leave}`, onclick: leave }, `/${command.name}`, icon("close"));
    this.node = el("div", { class: "slash" }, name, this.line, this.adds);
    for (const spec of command.options.filter((each) => each.required)) this.#add(spec);
    this.#draw();
  }

  #add(spec) {
    const option = new SlashOption(spec, this.context);
    this.options.push(option);
    return option;
  }

  #draw() {
    fill(this.line, this.options.map((option) => option.node));
    const missing = this.command.options.filter((spec) => !this.option(spec.raw_name));
    // Of several file options the next one is enough to offer.
    const rest = missing.filter((spec, index) => spec.type !== 11 || missing.findIndex((each) => each.type === 11) === index);
    this.adds.replaceChildren(...rest.map((spec) => el("button", { type: "button", class: "add", title: spec.description, "data-add": spec.raw_name, onclick: () => this.open(spec.raw_name, true) }, `+ ${spec.name}`)));
  }

  option(name) {
    return this.options.find((option) => option.name === name);
  }

  /** The option's pill, added when it was not there; `focus` opens the file picker of a file option at once. */
  open(name, focus = false) {
    const spec = this.command.options.find((each) => each.raw_name === name);
    let option = this.option(name);
    if (!option && spec) {
      option = this.#add(spec);
      this.#draw();
    }
    if (!option) return null;
    if (focus) option.field.focus();
    if (focus && spec.type === 11 && option.empty) option.field.click();
    return option;
  }

  drop(option) {
    const at = this.options.indexOf(option);
    this.options.splice(at, 1);
    this.#draw();
    (this.options[at - 1] ?? this.options[0])?.field.focus();
    this.context.changed();
  }

  /** A picture dropped or pasted: into the first attachment option that has none, else over the last. */
  takeFile(file) {
    const specs = this.command.options.filter((each) => each.type === 11);
    const spec = specs.find((each) => !this.option(each.raw_name)?.file) ?? specs.at(-1);
    const option = spec && this.open(spec.raw_name);
    option?.setFile(file);
    return Boolean(option);
  }

  /** Focus what is needed first; false when there is nothing to fill in. */
  focus() {
    const option = this.options.find((each) => each.empty && each.spec.required) ?? this.options[0];
    option?.field.focus();
    return Boolean(option);
  }

  /** After a pick: on to what is still needed; with Tab, on in any case; else stay, so that Enter sends. */
  #advance(option, moveOn) {
    const next = this.options[this.options.indexOf(option) + 1]?.field ?? this.adds.querySelector("button");
    const needed = this.options.find((each) => each.spec.required && each.empty)?.field;
    (needed ?? (moveOn ? next : null))?.focus();
  }

  optionOf(field) {
    return this.options.find((option) => option.field === field);
  }

  get empty() {
    return this.options.every((option) => option.empty);
  }

  get files() {
    return this.options.map((option) => option.file).filter(Boolean);
  }

  get wordless() {
    return this.options.every((option) => option.empty || option.file);
  }

  /** Mark and focus what is wrong first; its sentence, or null. */
  check() {
    const wrong = this.options.find((option) => option.problem);
    for (const option of this.options) option.node.classList.toggle("wrong", option === wrong);
    wrong?.field.focus();
    return wrong?.problem ?? null;
  }

  /** {options, files} as the server wants them. */
  collect() {
    const files = {};
    const options = {};
    for (const option of this.options.filter((each) => !each.empty)) {
      const { value, name } = option;
      if (value instanceof File) files[name] = value;
      options[name] = value instanceof File ? { file: name } : value;
    }
    return { options, files };
  }

  /** What is filled in, to be put back later. */
  draft() {
    return Object.fromEntries(this.options.map((option) => [option.name, option.empty ? "" : option.value]));
  }

  restore(draft) {
    for (const [name, value] of Object.entries(draft)) {
      const option = this.open(name);
      if (option && value !== "" && (value instanceof File) === (option.spec.type === 11)) option.setValue(value);
    }
  }

  #autocomplete(focused) {
    const options = Object.fromEntries(Object.entries(this.collect().options).filter(([, value]) => typeof value !== "object"));
    return this.context.ask(this.command.id, { [focused]: "", ...options }, focused);
  }
}

/** A command's names: in the page's language, and as the bot gave it. */
export const namesOf = (command) => [command.name, command.raw_name];

/** What was typed or pasted after a command's name goes into its first text. */
export function firstText(command, typed) {
  const name = namesOf(command).find((each) => typed.slice(1).toLowerCase().startsWith(`${each} `));
  const text = typed.slice(name.length + 2);
  const spec = command.options.find((option) => option.required && option.type === 3);
  return spec && text ? { [spec.raw_name]: text } : {};
}
