// Where people write: plain messages, or a slash command with its options.
import { el, rewrite } from "/static/dom.js";
import { icon } from "/static/icons.js";
import { firstText, namesOf, SlashCommand } from "/static/slash-command.js";
import { Suggestions } from "/static/suggestions.js";
import { Attachments } from "/static/attachments.js";
import { offerPeople } from "/static/mentions.js";
import { ReplyBar } from "/static/reply-bar.js";

const MAX_TEXT = 2000;

/** The composer under the conversation. */
export class Composer {
  #drafts = new Map();
  #slash = null;
  #waiting = null;
  #known = false; // whether the commands have come
  #hasty = false; // whether a command was sent before them

  constructor(state, interactions, sent) {
    Object.assign(this, { state, interactions, sent });
    this.form = document.getElementById("composer");
    this.suggestions = new Suggestions();
    this.attachments = new Attachments(state, () => this.#changed());
    this.text = el("textarea", { rows: 1, id: "text", "aria-haspopup": "listbox", "aria-autocomplete": "list", enterkeyhint: "send", oninput: () => this.#typed(), onfocus: () => this.#typed(), onblur: () => this.suggestions.hide() });
    this.picker = el("input", { type: "file", multiple: true, class: "unseen", tabindex: "-1", "aria-hidden": "true", onchange: () => this.#picked() });
    this.attach = el("button", { type: "button", class: "round attach", onclick: () => this.picker.click() }, "+");
    this.slot = el("div", { class: "slot" }, this.text);
    this.button = el("button", { type: "submit", class: "round send" }, icon("send"));
    this.hint = el("p", { class: "hint", role: "status" });
    this.reply = new ReplyBar(state);
    this.form.replaceChildren(this.suggestions.node, this.reply.node, this.attachments.node, el("div", { class: "write" }, this.attach, this.slot, this.button), this.hint, this.picker);
    this.form.onkeydown = (event) => this.#key(event);
    this.form.onsubmit = (event) => {
      event.preventDefault();
      this.send();
    };
    state.on("leave", (view) => this.#saveDraft(view));
    state.on("view", () => this.restoreDraft());
    addEventListener("pagehide", () => this.#saveDraft(state));
  }

  /** Put the stored draft of this place back; also at the start. */
  restoreDraft() {
    const { texts } = this.state;
    this.text.setAttribute("aria-label", texts.write(this.state.title()));
    this.text.placeholder = texts.write(this.state.title());
    this.attach.setAttribute("aria-label", texts.attach);
    this.button.setAttribute("aria-label", texts.send);
    const draft = this.#drafts.get(this.#place(this.state)) ?? JSON.parse(sessionStorage.getItem(this.#place(this.state)) ?? "{}");
    this.#leaveSlash();
    this.setReply(this.state.message(draft.reply) ?? null);
    this.text.value = draft.text ?? "";
    this.attachments.set(draft.files ?? []);
    this.#waiting = draft.command ? draft : null;
    this.#resume();
    this.#fit();
    this.#changed();
  }

  /** Open the command of a draft, once the commands are known. */
  #resume() {
    const command = this.#waiting && this.#command(this.#waiting.command);
    if (!command) return;
    this.openCommand(command, this.#waiting.values, false);
    this.#waiting = null;
  }

  focus() {
    if (!this.#slash) this.text.focus();
    // With nothing to fill in, Enter sends from the button.
    else if (!this.#slash.focus()) this.button.focus();
  }

  #place({ me, channel }) {
    return `draft/${me.id}/${channel.id}`;
  }

  #saveDraft(view) {
    if (this.form.classList.contains("showing")) return; // nobody typed that
    const draft = { text: this.text.value, files: this.attachments.files, reply: this.reply.message?.id ?? null, command: this.#slash?.command.raw_name, values: this.#slash?.draft() };
    this.#drafts.set(this.#place(view), draft);
    // Files do not survive a reload; texts do.
    const values = Object.fromEntries(Object.entries(draft.values ?? {}).map(([name, value]) => [name, value instanceof File ? "" : value]));
    sessionStorage.setItem(this.#place(view), JSON.stringify({ ...draft, files: [], values }));
  }

  #command(name) {
    return this.state.commands.find((command) => command.type === 1 && (command.raw_name === name || command.name === name));
  }

  /** Begin a command, with some options filled in. */
  openCommand(command, values = {}, focus = true) {
    const context = {
      texts: this.state.texts, state: this.state, suggestions: this.suggestions, changed: () => this.#changed(), describe: (spec) => this.say(spec.description),
      ask: (...args) => this.interactions.autocomplete(...args),
    };
    this.suggestions.hide();
    this.#slash = new SlashCommand(command, context, () => this.#leaveSlash(true));
    this.slot.replaceChildren(this.#slash.node);
    this.form.classList.add("slashing");
    this.text.value = "";
    this.#slash.restore(values);
    for (const file of this.attachments.take()) this.#slash.takeFile(file);
    this.say(command.description);
    this.#changed();
    if (focus) this.focus();
  }

  /** Begin a command by its name, as "Things to try" does. */
  tryOut(name, values, hint = "") {
    const command = this.#command(name);
    if (!command) return;
    this.openCommand(command, values);
    this.say(hint);
  }

  /** Put words into the plain field, as if they had been typed. */
  writeText(words, hint = "") {
    this.#leaveSlash(true);
    this.text.value = words;
    this.#typed();
    this.say(hint);
  }

  /** The picture in hand, if a command holds one. */
  get image() {
    return this.#slash?.draft().image || null;
  }

  get isEmpty() {
    return !this.#slash && !this.reply.message && !this.text.value && !this.attachments.files.length;
  }

  // The page's own first order: shown without taking the focus.

  beginShow(caption) {
    this.form.classList.add("showing");
    this.caption = caption;
    this.say(caption);
  }

  showText(typed) {
    this.text.value = typed;
    this.#changed();
  }

  showOption(name, typed) {
    this.#slash?.open(name)?.setValue(typed);
    if (this.hint.textContent !== this.caption) this.say(this.caption); // once: it is read aloud
  }

  endShow(placeholder, focus) {
    this.form.classList.remove("showing");
    this.text.value = "";
    this.#leaveSlash(focus);
    this.text.placeholder = placeholder;
  }

  /** The commands came or changed: a command in hand is rebuilt with what was typed. */
  commandsChanged() {
    this.#known = true;
    if (!this.#slash) {
      this.#resume();
      if (document.activeElement === this.text) this.#typed();
      if (!this.#hasty) return null;
      this.#hasty = false;
      return this.send();
    }
    const command = this.#command(this.#slash.command.raw_name);
    const held = this.form.contains(document.activeElement);
    return command ? this.openCommand(command, this.#slash.draft(), held) : this.#leaveSlash(held);
  }

  #leaveSlash(focus = false) {
    this.#slash = null;
    this.form.classList.remove("slashing");
    this.slot.replaceChildren(this.text);
    this.say("");
    if (focus) this.text.focus();
    this.#changed();
  }

  setReply(message) {
    this.reply.set(message);
    if (!message) return;
    if (this.#slash) this.#leaveSlash();
    this.text.focus();
  }

  /** A picture that was dropped or pasted. */
  takeFiles(files) {
    if (this.#slash && files.length && files.every((file) => this.#slash.takeFile(file))) return;
    const banana = this.#command("banana");
    const plain = this.text.value.trim() || this.reply.message || this.#slash || !banana || !files[0]?.type.startsWith("image/");
    if (plain) this.attachments.add(files);
    else {
      this.openCommand(banana);
      for (const file of files) this.#slash.takeFile(file);
    }
  }

  #picked() {
    this.attachments.add([...this.picker.files]);
    this.picker.value = "";
    this.text.focus();
  }

  #typed() {
    this.#fit();
    if (this.text.value.startsWith("/")) this.#offerCommands(this.text.value.slice(1).toLowerCase());
    else offerPeople(this.state, this.suggestions, this.text, () => this.#typed());
    const left = MAX_TEXT - this.text.value.length;
    this.say(left < 200 ? String(left) : "", left < 0);
    this.#changed();
  }

  #offerCommands(typed) {
    const slash = this.state.commands.filter((command) => command.type === 1);
    const whole = slash.find((command) => namesOf(command).some((name) => typed.startsWith(`${name} `)));
    if (whole) return this.openCommand(whole, firstText(whole, this.text.value));
    const matching = slash.filter((command) => namesOf(command).some((name) => name.startsWith(typed)));
    const items = matching.map((command) => ({ label: `/${command.name}`, detail: command.description, icon: "🍌", value: command }));
    const { texts } = this.state;
    return this.suggestions.show(this.text, { title: texts.commands, items, note: texts.noCommand, onPick: (item) => this.openCommand(item.value) });
  }

  #fit() {
    this.text.style.height = "auto";
    this.text.style.height = `${this.text.scrollHeight}px`;
  }

  /** Say something below the field; what is wrong stands out. */
  say(sentence, wrong = false) {
    rewrite(this.hint, sentence);
    this.hint.classList.toggle("wrong", wrong);
  }

  #changed() {
    this.button.disabled = !this.#slash && !this.text.value.trim() && !this.attachments.files.length;
  }

  #key(event) {
    if (event.isComposing || this.suggestions.takeKey(event)) return;
    if (event.key === "Enter" && this.#sendsFrom(event.target)) {
      if (event.shiftKey && !this.#slash) return;
      event.preventDefault();
      if (!event.shiftKey) this.send();
    } else if (event.key === "Escape") this.#escape();
    else if (event.key === "Backspace" && this.#slash) this.#backspace(event);
  }

  /** Enter sends from text, and from a file field that has its file; on other buttons it presses them. */
  #sendsFrom(target) {
    return target.matches("textarea") || this.#slash?.optionOf(target)?.empty === false;
  }

  /** Escape leaves a command that holds no words; its pictures stay in the composer. */
  #escape() {
    const files = this.#slash?.files ?? [];
    if (this.#slash?.wordless) {
      this.#leaveSlash(true);
      this.attachments.add(files);
    } else if (this.reply.message) this.setReply(null);
  }

  #backspace(event) {
    const option = this.#slash.optionOf(event.target);
    if (!option || (event.target.value ?? "") !== "") return;
    event.preventDefault();
    if (!option.spec.required) this.#slash.drop(option);
    else if (this.#slash.empty) this.#leaveSlash(true);
  }

  async send() {
    this.suggestions.hide();
    // A command typed before the commands have come is no message for everybody to read.
    this.#hasty = !this.#slash && !this.#known && this.text.value.startsWith("/");
    if (this.#hasty) return null;
    const problem = this.#slash ? this.#slash.check() : null;
    if (problem) return this.say(problem, true);
    if (this.button.disabled || this.sending) return null;
    this.sending = true;
    const answer = await (this.#slash ? this.#sendSlash() : this.#sendText());
    this.sending = false;
    if (!answer.ok) return this.say(answer.sentence ?? this.state.texts.away, true);
    return this.sent();
  }

  async #sendSlash() {
    const { command } = this.#slash;
    const { options, files } = this.#slash.collect();
    const answer = await this.interactions.run(command, { kind: "slash", options }, files);
    if (answer.ok) this.#leaveSlash(true);
    return answer;
  }

  async #sendText() {
    const content = this.text.value.trim();
    if (content.length > MAX_TEXT) return { ok: false, sentence: this.state.texts.tooLong(this.state.texts.write(""), MAX_TEXT) };
    const files = Object.fromEntries(this.attachments.files.map((file, index) => [`f${index}`, file]));
    const action = { kind: "say", content, files: Object.keys(files), ...this.reply.action };
    const answer = await this.interactions.act(action, files);
    if (!answer.ok) return answer;
    this.text.value = "";
    this.attachments.set([]);
    this.setReply(null);
    this.#typed();
    return answer;
  }
}
