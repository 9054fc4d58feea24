// What people do to the bot, and how it comes back.
import { act } from "/static/api.js";

/** Sends a person's doings and remembers which wait for the bot. */
export class Interactions {
  #waiting = new Map();
  #early = new Map();

  constructor(store) {
    this.store = store;
  }

  /** Do something here, now, as the person looked at. */
  act(doing, files) {
    const { me, locale, channel } = this.store;
    return act({ as: me.id, locale, channel_id: channel.id, ...doing }, files);
  }

  /** Do it, then wait until the bot answered: {ok, sentence}. */
  async ask(doing, files) {
    const sent = await this.act(doing, files);
    if (!sent.ok || !sent.interaction_id) return { ...sent, sentence: sent.ok ? null : (sent.sentence ?? this.store.words.away) };
    const state = await this.settled(sent.interaction_id);
    const ok = state.state !== "failed";
    return { ok, sentence: ok ? null : this.store.words.failed };
  }

  /** The end of an interaction; its event may have come before the answer to our own post. */
  settled(id) {
    if (this.#early.has(id)) return Promise.resolve(this.#early.get(id));
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  heard(event) {
    if (event.state === "pending") return;
    const id = event.id ?? event.interaction_id;
    this.#early.set(id, event);
    if (this.#early.size > 100) this.#early.delete(this.#early.keys().next().value);
    this.#waiting.get(id)?.(event);
    this.#waiting.delete(id);
  }

  /** Choices for an option being typed. */
  async autocomplete(commandId, options, focused) {
    const sent = await this.act({ kind: "autocomplete", command_id: commandId, options, focused });
    if (!sent.ok || !sent.interaction_id) return [];
    return (await this.settled(sent.interaction_id)).choices ?? [];
  }

  /** Press a button or choose in a select. */
  async press(message, customId, values) {
    const { store } = this;
    const key = `${message.id} ${customId}`;
    store.busy.set(key, true);
    store.failures.delete(message.id);
    store.emit("messages");
    const answer = await this.ask({ kind: "click", message_id: message.id, channel_id: message.channel_id, custom_id: customId, ...(values ? { values } : {}) });
    store.busy.delete(key);
    if (!answer.ok) store.failures.set(message.id, answer.sentence);
    store.emit("messages");
  }

  /** Run a slash or message command, showing a line of its own until the bot's answer is there. */
  async run(command, doing, files) {
    const { store } = this;
    const sent = await this.act({ command_id: command.id, ...doing }, files);
    if (!sent.ok) return { ok: false, sentence: sent.sentence ?? store.words.away };
    this.#watch(command, sent.interaction_id);
    return { ok: true };
  }

  async #watch(command, id) {
    const { store } = this;
    const echo = { id, command: command.raw_name, me: store.me, channelId: store.channel.id, sentence: null };
    store.pending.set(id, echo);
    store.emit("messages");
    const end = await this.settled(id);
    if (end.state === "failed") echo.sentence = store.words.noAnswer;
    else store.pending.delete(id);
    store.emit("messages");
  }
}
