// The first order: once a start, after a moment without input, the composer types it by itself; a member shows how.
import { awaitOpening, claimFirstOrder } from "/static/api.js";
import { isTouch } from "/static/dom.js";

const QUIET_MS = 1500;
const LETTER_MS = 40;
const BREATH_MS = 450;
const INPUT = ["keydown", "pointerdown", "touchstart", "wheel", "paste", "dragenter", "beforeinput"];

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Types, sends and hands over; any input of the visitor's hands over at once. */
export class FirstOrder {
  #over = false;

  constructor(state, composer, interactions) {
    Object.assign(this, { state, composer, interactions, order: state.config.first_order });
  }

  async start() {
    if (!this.order || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    this.#listen();
    await this.#quiet();
    // Whoever has begun needs no showing, on a reload neither.
    const granted = await claimFirstOrder();
    if (granted && !this.#over && this.composer.isEmpty && this.state.channel.kind === "guild") await this.#show();
    this.#finish();
  }

  #listen() {
    const stop = (event) => event.isTrusted && this.#finish(event.type === "keydown");
    for (const kind of INPUT) addEventListener(kind, stop, { capture: true, passive: true });
    this.#forget = () => INPUT.forEach((kind) => removeEventListener(kind, stop, { capture: true }));
  }

  #forget = () => {};

  /** A moment without input on a page that is looked at. */
  async #quiet() {
    for (let waited = 0; waited < QUIET_MS && !this.#over; waited += document.hidden ? 0 : 100) await pause(100);
  }

  async #show() {
    const command = this.state.commands.find((each) => each.type === 1 && each.raw_name === this.order.command);
    const person = this.state.person(this.order.as);
    if (!command || !person) return;
    const prompt = this.order.prompts[this.state.locale] ?? Object.values(this.order.prompts)[0];
    this.shown = true;
    const opened = awaitOpening();
    this.composer.beginShow(this.state.texts.showing(person.name));
    await this.#type(`/${command.name}`, (typed) => this.composer.showText(typed));
    if (this.#over) return;
    this.composer.openCommand(command, {}, false);
    await this.#type(prompt, (typed) => this.composer.showOption("prompt", typed));
    if (!(await opened) || this.#over) return;
    this.interactions.act({ kind: "slash", command_id: command.id, options: { prompt }, as: person.id });
  }

  async #type(text, write) {
    for (let end = 1; end <= text.length && !this.#over; end += 1) {
      write(text.slice(0, end));
      await pause(LETTER_MS);
    }
    await pause(BREATH_MS);
  }

  /** What was typed by itself is gone before the visitor's own key arrives. */
  #finish(focus = false) {
    this.#over = true;
    this.#forget();
    if (!this.shown) return;
    this.shown = false;
    const { texts } = this.state;
    this.composer.endShow(isTouch() ? texts.yourTurnTouch : texts.yourTurn, focus);
  }
}
