// What people do to the bot, and how it comes back.
import { act } from "/static/api.js";

/** Sends a person's actions and remembers which wait for the bot. */
export class Interactions {
  #waiting = new Map();
  #early = new Map();

  constructor(state) {
    this.state = state;
  }

  /** Do something here, now, as the person looked at. */
  act(action, files) {
    const { me, locale, channel } = this.state;
    return act({ as: me.id, locale, channel_id: channel.id, ...action }, files);
  }

  /** Do it, then wait until the bot answered: {ok, sentence}. */
  async ask(action, files) {
    const sent = await this.act(action, files);
    if (!sent.ok || !sent.interaction_id) return { ...sent, sentence: sent.ok ? null : (sent.sentence ?? this.state.texts.away) };
    const end = await this.settled(sent.interaction_id);
    const ok = end.state !== "failed";
    return { ok, sentence: ok ? null : this.state.texts.failed };
  }

  /** The end of an interaction; its event may have come before the answer to our own post. */
  settled(id) {
    if (this.#early.has(id)) return Promise.resolve(this.#early.get(id));
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  onEvent(event) {
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
    const { state } = this;
    const key = `${message.id} ${customId}`;
    state.busy.set(key, true);
    state.failures.delete(message.id);
    state.emit("messages");
    const answer = await this.ask({ kind: "click", message_id: message.id, channel_id: message.channel_id, custom_id: customId, ...(values ? { values } : {}) });
    state.busy.delete(key);
    if (!answer.ok) state.failures.set(message.id, answer.sentence);
    state.emit("messages");
  }

  /** Run a slash or message command, showing a line of its own until the bot's answer is there. */
  async run(command, action, files) {
    const { state } = this;
    const sent = await this.act({ command_id: command.id, ...action }, files);
    if (!sent.ok) return { ok: false, sentence: sent.sentence ?? state.texts.away };
    this.#watch(command, sent.interaction_id);
    return { ok: true };
  }

  async #watch(command, id) {
    const { state } = this;
    const echo = { id, command: command.raw_name, me: state.me, channelId: state.channel.id, sentence: null };
    state.pending.set(id, echo);
    state.emit("messages");
    const end = await this.settled(id);
    if (end.state === "failed") echo.sentence = state.texts.noAnswer;
    else state.pending.delete(id);
    state.emit("messages");
  }
}
