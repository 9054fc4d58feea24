// The list of messages: kept in place while it changes.
import { el, fill } from "/static/dom.js";
import { isPrivate, messageView, pendingView } from "/static/message.js";
import { plainText } from "/static/plain-text.js";

const NEAR = 60;
const HAND_MS = 300;
const UPWARDS = new Set(["PageUp", "ArrowUp", "Home", "Tab"]);
const GROUP_MS = 7 * 60 * 1000;

/** Draws the open channel and looks after its scroll position. */
export class Conversation {
  #views = new Map();
  #scheduled = false;
  #newer = 0;
  #stick = true;
  #handAt = -HAND_MS;
  #measured = {};
  #places = new Map();

  constructor(state, actions) {
    this.state = state;
    this.actions = actions;
    this.scroller = document.getElementById("scroller");
    this.list = document.getElementById("messages");
    this.pill = document.getElementById("newer");
    this.pill.onclick = () => this.toEnd();
    this.scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.#listenForHands();
    // Pictures and the composer change heights after the fact; whoever reads the end stays at the end.
    const watch = new ResizeObserver(() => this.#stick && this.toEnd());
    watch.observe(this.list);
    watch.observe(this.scroller);
    state.on("messages", () => this.#schedule());
    state.on("arrival", (message) => this.#arrived(message));
    state.on("change", (message) => this.#changed(message));
    state.on("leave", () => this.#places.set(this.#place, this.#stick ? null : this.scroller.scrollTop));
    state.on("view", () => this.#entered());
    // The names of commands belong to the language.
    state.on("commands", () => {
      this.#views.clear();
      this.draw();
    });
  }

  get #place() {
    return `${this.state.me.id}/${this.state.channel.id}`;
  }

  toEnd() {
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: "instant" });
    this.#handAt = -HAND_MS;
    this.#follow();
    this.#measured = this.#heights();
    this.#setNewer(0);
  }

  /** Go with the end from the next drawing on, wherever the reader is now; or no longer. */
  #follow(stick = true) {
    this.#stick = stick;
    this.#measured = {};
    // While the end is followed the browser must not hold on to what stands above it; a reader higher up wants just that.
    this.scroller.style.overflowAnchor = stick ? "none" : "auto";
  }

  /** The wheel, a finger, the keys that go up, the scrollbar. */
  #listenForHands() {
    const { scroller } = this;
    const hear = (name, test, on = scroller) => on.addEventListener(name, (event) => { if (test(event)) this.#handAt = performance.now(); }, { passive: true });
    hear("wheel", (event) => event.deltaY < 0);
    hear("touchmove", () => true);
    hear("pointerdown", (event) => event.target === scroller && event.offsetX >= scroller.clientWidth);
    hear("keydown", (event) => UPWARDS.has(event.key) || (event.key === " " && event.shiftKey), window);
    // What a hand set going rolls on by itself.
    hear("scroll", () => this.#byHand);
  }

  get #byHand() {
    return performance.now() - this.#handAt < HAND_MS;
  }

  #heights() {
    const { scrollHeight, clientHeight } = this.scroller;
    return { scrollHeight, clientHeight };
  }

  get #isAtEnd() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  /** Whether a person left the end: by hand, or by a search or a jump, which move what has not changed its height. A layout that moved lets nothing go. */
  #left() {
    const { scrollHeight, clientHeight } = this.#heights();
    const still = scrollHeight === this.#measured.scrollHeight && clientHeight === this.#measured.clientHeight;
    return !this.#isAtEnd && (this.#byHand || still);
  }

  #scrolled() {
    if (this.#isAtEnd) this.#arriveAtEnd();
    else if (this.#stick && this.#left()) this.#follow(false);
    else if (this.#stick) this.toEnd();
  }

  #arriveAtEnd() {
    if (!this.#stick) this.#follow();
    this.#measured = this.#heights();
    this.#setNewer(0);
  }

  #setNewer(count) {
    this.#newer = count;
    this.pill.hidden = count === 0;
    this.pill.textContent = this.state.texts.newer(count);
  }

  #arrived(message) {
    if (message.channel_id !== this.state.channel.id) return;
    if (this.#isMine(message)) this.#follow();
    else if (!this.#stick || this.#left()) this.#setNewer(this.#newer + 1);
    if (message.author.id !== this.state.me.id) this.#announce(message);
  }

  /** What became of one's own order is told as well: its card changes in place. */
  #changed(message) {
    if (message.channel_id === this.state.channel.id && message.author.id !== this.state.me.id && this.#isMine(message)) this.#announce(message);
  }

  #isMine(message) {
    const { id } = this.state.me;
    return message.author.id === id || message.interaction_metadata?.user?.id === id;
  }

  #announce(message) {
    document.getElementById("announcer").textContent = `${this.state.identity(message.author).name}: ${plainText(message, this.state).slice(0, 200)}`;
  }

  #entered() {
    this.#views.clear();
    this.#setNewer(0);
    document.getElementById("announcer").textContent = "";
    const top = this.#places.get(this.#place) ?? null;
    this.#follow(top === null);
    this.list.replaceChildren();
    this.draw();
    if (top !== null) this.scroller.scrollTop = top;
  }

  #schedule() {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.draw();
    });
  }

  draw() {
    const { state } = this;
    // A scroll that no event has told of yet counts.
    if (this.#stick && this.#left()) this.#follow(false);
    const messages = state.visible;
    const rows = messages.map((message, index) => this.#row(message, messages[index - 1]));
    for (const echo of state.pending.values()) {
      if (echo.me === state.me && echo.channelId === state.channel.id) rows.push(pendingView(echo, state));
    }
    fill(this.list, rows.length ? rows : [this.#empty()]);
    state.markSeen();
    if (this.#stick) this.toEnd();
  }

  /** The element of a message: the one on the page when nothing about it changed. */
  #row(message, before) {
    const compact = continues(message, before);
    const busy = [...this.state.busy.keys()].filter((key) => key.startsWith(`${message.id} `)).join();
    const signature = `${compact} ${busy} ${this.state.failures.get(message.id) ?? ""}`;
    const known = this.#views.get(message.id);
    if (known?.message === message && known.signature === signature) return this.#onPage(message.id) ?? messageView(message, compact, this.state, this.actions);
    this.#views.set(message.id, { message, signature });
    return messageView(message, compact, this.state, this.actions);
  }

  #onPage(id) {
    return this.list.querySelector(`:scope > [data-id="${CSS.escape(id)}"]`);
  }

  #empty() {
    const { state } = this;
    const begins = state.channel.kind === "dm" ? state.texts.emptyDirect : state.texts.empty;
    return el("li", { class: "empty", key: "empty" }, el("span", { class: "big", "aria-hidden": "true" }, "🍌"), el("b", null, begins(state.title())), el("span", null, state.texts.emptyHint));
  }
}

function continues(message, before) {
  if (!before || before.author.id !== message.author.id || isPrivate(before) !== isPrivate(message)) return false;
  if (message.interaction_metadata || message.message_reference) return false;
  return new Date(message.timestamp) - new Date(before.timestamp) < GROUP_MS;
}
