// The bar above the composer that says which message is replied to.
import { el, fill } from "/static/dom.js";
import { icon } from "/static/icons.js";

/** To whom a message replies, whether it calls them, and the way back. */
export class ReplyBar {
  #message = null;
  #pings = true;

  constructor(state) {
    this.state = state;
    this.node = el("div", { class: "replying", hidden: true });
  }

  get message() {
    return this.#message;
  }

  /** What a sent message says of it. */
  get action() {
    return this.#message ? { reply_to: this.#message.id, ping: this.#pings } : {};
  }

  set(message) {
    this.#message = message;
    this.#pings = true;
    this.node.hidden = !message;
    if (message) this.#draw();
  }

  #draw() {
    const { texts, me } = this.state;
    const { name } = this.state.identity(this.#message.author);
    const flip = () => {
      this.#pings = !this.#pings;
      this.#draw();
    };
    fill(this.node, [el("span", null, texts.replyTo(name)),
      this.#message.author.id === me.id ? null : el("button", { type: "button", key: "pings", class: "plain pings", "aria-pressed": String(this.#pings), title: texts.pingHint(name), onclick: flip }, texts.pings(this.#pings)),
      el("button", { type: "button", key: "cancel", class: "plain", "aria-label": texts.cancel, onclick: () => this.set(null) }, icon("close"))]);
  }
}
