// What can be done with a message: react, reply, the bot's message commands, copy, delete.
import { el } from "/static/dom.js";
import { icon } from "/static/icons.js";
import { REACTIONS } from "/static/emoji.js";
import { openMenu } from "/static/menu.js";
import { isPrivate } from "/static/message.js";

const LONG_PRESS_MS = 450;

/** Actions on messages, shared by the hover bar, the long press and the right click. */
export class MessageActions {
  constructor(state, interactions, reply) {
    this.state = state;
    this.interactions = interactions;
    this.reply = reply;
  }

  press(message, customId, values) {
    return this.interactions.press(message, customId, values);
  }

  /** The small bar at a message's corner. */
  toolbar(message) {
    const { texts } = this.state;
    const button = (label, sign, onclick, name) => el("button", { type: "button", class: name, "aria-label": label, title: label, onclick }, sign);
    const open = !isPrivate(message);
    return el("div", { class: "toolbar", role: "group", "aria-label": texts.actions },
      open ? button(texts.react, icon("smile"), (event) => this.pickEmoji(message, event.currentTarget), "wide-only") : null,
      open ? button(texts.reply, icon("reply"), () => this.reply(message), "wide-only") : null,
      button(texts.more, icon("more"), (event) => this.menu(message, event.currentTarget), "more"));
  }

  contextMenu(event, message) {
    if (event.target.closest("a,input,textarea,.person") || String(getSelection())) return;
    event.preventDefault();
    const at = { left: event.clientX, top: event.clientY, bottom: event.clientY };
    this.menu(message, event.currentTarget.querySelector(".toolbar .more") ?? event.currentTarget, event.pointerType === "mouse" ? at : undefined);
  }

  menu(message, anchor, from) {
    const { texts } = this.state;
    const open = !isPrivate(message);
    const apps = open ? this.state.commands.filter((command) => command.type === 3) : [];
    openMenu({ anchor, from, label: texts.actions, items: [
      open && { label: texts.react, icon: icon("smile"), onPick: () => this.pickEmoji(message, anchor) },
      open && { label: texts.reply, icon: icon("reply"), onPick: () => this.reply(message) },
      ...apps.map((command) => ({ label: command.name, detail: texts.apps, icon: "🍌", onPick: () => this.#runApp(command, message) })),
      { label: texts.copyId, icon: "#", onPick: () => navigator.clipboard?.writeText(message.id) },
      open && this.mayDelete(message) && { label: texts.remove, icon: icon("close"), danger: true, onPick: () => this.#act(message, { kind: "delete" }) },
      !open && { label: texts.dismiss, icon: icon("close"), onPick: () => this.state.dismiss(message.id) },
    ].filter(Boolean) });
  }

  /** What a person's own menu offers: the bot's commands for people. */
  personMenu(event, user) {
    const { texts, commands } = this.state;
    const apps = user.id === this.state.config.bot.id ? [] : commands.filter((command) => command.type === 2);
    event.preventDefault();
    event.stopPropagation();
    openMenu({ anchor: event.currentTarget, label: texts.personActions, items: [
      ...apps.map((command) => ({ label: command.name, detail: texts.apps, icon: "🍌", onPick: () => this.interactions.run(command, { kind: "menu", target_id: user.id }) })),
      { label: texts.copyUserId, icon: "#", onPick: () => navigator.clipboard?.writeText(user.id) },
    ] });
  }

  mayDelete(message) {
    const { me, channel } = this.state;
    return message.author.id === me.id || (channel.kind === "guild" && me.role !== "member");
  }

  pickEmoji(message, anchor) {
    openMenu({ anchor, grid: true, label: this.state.texts.react, items: REACTIONS.map((emoji) => ({ icon: emoji, name: emoji, onPick: () => this.react(message, emoji, true) })) });
  }

  react(message, emoji, on) {
    return this.#act(message, { kind: on ? "react" : "unreact", emoji });
  }

  async #act(message, action) {
    this.#settle(message, await this.interactions.act({ message_id: message.id, channel_id: message.channel_id, ...action }));
  }

  async #runApp(command, message) {
    this.#settle(message, await this.interactions.run(command, { kind: "menu", target_id: message.id }));
  }

  #settle(message, answer) {
    if (answer.ok) this.state.failures.delete(message.id);
    else this.state.failures.set(message.id, answer.sentence ?? this.state.texts.away);
    this.state.emit("messages");
  }

  /** A long press on a message opens its menu, where there is no mouse to hover with. */
  listen(list) {
    let timer = 0;
    const stop = () => clearTimeout(timer);
    list.addEventListener("pointerdown", (event) => {
      const row = event.target.closest(".message[data-id]");
      if (event.pointerType === "mouse" || !row || event.target.closest("button,a")) return;
      timer = setTimeout(() => this.menu(this.state.message(row.dataset.id), row.querySelector(".more") ?? row), LONG_PRESS_MS);
    });
    for (const name of ["pointerup", "pointermove", "pointercancel"]) list.addEventListener(name, stop, { passive: true });
  }
}
