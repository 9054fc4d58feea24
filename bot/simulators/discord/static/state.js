// What the page knows: who looks, where, at which messages.
import { textsFor } from "/static/texts.js";

const compareIds = (a, b) => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

/** The page's state; `on(name, listener)` hears "view", "messages", "arrival", "presence". */
export class State {
  #listeners = new Map();
  #messages = new Map();
  #seen = new Map();
  #dismissed = new Set(JSON.parse(sessionStorage.getItem("dismissed") ?? "[]"));

  constructor(config) {
    this.config = displayed(config);
    this.commands = [];
    this.pending = new Map();
    this.busy = new Map();
    this.failures = new Map();
    this.online = config.online;
    this.linked = true;
    const wanted = new URLSearchParams(location.hash.slice(1));
    this.me = this.person(wanted.get("as")) ?? this.config.people[0];
    this.locale = wanted.get("lang") in config.languages ? wanted.get("lang") : spokenBy(navigator.languages, Object.keys(config.languages));
    this.channel = this.channels.find((channel) => channel.id === wanted.get("in")) ?? this.#home;
    this.#saveHash();
  }

  get #home() {
    return this.channels.find((channel) => channel.kind === "guild") ?? this.channels[0];
  }

  on(name, listener) {
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener]);
  }

  emit(name, detail) {
    for (const listener of this.#listeners.get(name) ?? []) listener(detail);
  }

  get texts() {
    return textsFor(this.locale);
  }

  /** The channels that the person can see: the guild's and their own DM. */
  get channels() {
    return this.config.channels.filter((channel) => (channel.kind === "guild" ? channel.seen_by.includes(this.me.id) : channel.person_id === this.me.id));
  }

  /** A channel's name as written in a sentence. */
  title(channel = this.channel) {
    return channel.kind === "dm" ? this.config.bot.name : `#${channel.name}`;
  }

  person(id) {
    return this.config.people.find((person) => person.id === id);
  }

  /** Name, colour and initial for any author. */
  identity(user) {
    const person = this.person(user?.id);
    if (person) return { name: person.name, color: person.avatar_color, initial: person.initial, bot: false };
    const name = user?.id === this.config.bot.id ? this.config.bot.name : (user?.global_name ?? user?.username ?? "?");
    return { name, color: "#3a3420", initial: user?.bot ? "🍌" : name[0], bot: Boolean(user?.bot) };
  }

  /** The messages of the open channel, oldest first. */
  get visible() {
    const all = [...(this.#messages.get(this.channel.id)?.values() ?? [])];
    return all.filter((message) => !this.#dismissed.has(message.id)).sort((a, b) => compareIds(a.id, b.id));
  }

  message(id) {
    for (const channel of this.#messages.values()) if (channel.has(id)) return channel.get(id);
    return null;
  }

  setView({ me = this.me, channel = this.channel, locale = this.locale }) {
    const before = { me: this.me, channel: this.channel, locale: this.locale };
    this.emit("leave", before);
    if (me !== this.me) this.#forgetPrivate();
    Object.assign(this, { me, channel, locale });
    if (!this.channels.includes(this.channel)) this.channel = this.channels.find((each) => each.kind === channel.kind) ?? this.#home;
    this.#saveHash();
    this.emit("view", before);
  }

  /** Another person's eyes: what was private goes before their own view has come. */
  #forgetPrivate() {
    this.failures.clear();
    for (const channel of this.#messages.values()) {
      for (const message of channel.values()) if (message.pg?.ephemeral_for) channel.delete(message.id);
    }
  }

  /** Roles, channels or rights have changed. */
  setConfig(config) {
    this.config = displayed(config);
    this.me = this.person(this.me.id) ?? this.me;
    this.channel = this.channels.find(({ id }) => id === this.channel.id) ?? this.#home;
    this.#saveHash();
    this.emit("view", { me: this.me, channel: this.channel, locale: this.locale });
  }

  #saveHash() {
    const hash = new URLSearchParams({ as: this.me.id, in: this.channel.id, lang: this.locale });
    history.replaceState(null, "", `#${hash}`);
  }

  replaceAll(snapshot) {
    this.#messages = new Map(
      Object.entries(snapshot.messages).map(([channel, list]) => [channel, new Map(list.map((message) => [message.id, message]))]),
    );
    for (const channel of this.channels) {
      const key = this.#seenKey(channel);
      if (!this.#seen.has(key)) this.#seen.set(key, this.#newest(channel));
    }
    this.online = snapshot.online;
    this.emit("messages");
    this.emit("presence");
  }

  upsert(message) {
    if (!this.#messages.has(message.channel_id)) this.#messages.set(message.channel_id, new Map());
    const channel = this.#messages.get(message.channel_id);
    const fresh = !channel.has(message.id);
    channel.set(message.id, message);
    this.emit(fresh ? "arrival" : "change", message);
    this.emit("messages");
  }

  remove({ id, channel_id: channelId }) {
    this.#messages.get(channelId)?.delete(id);
    this.emit("messages");
  }

  /** Hide a private answer; it stays hidden after a reload. */
  dismiss(id) {
    this.#dismissed.add(id);
    sessionStorage.setItem("dismissed", JSON.stringify([...this.#dismissed].slice(-200)));
    this.pending.delete(id);
    this.emit("messages");
  }

  setPresence({ online = this.online, linked = this.linked }) {
    Object.assign(this, { online, linked });
    this.emit("presence");
  }

  markSeen() {
    this.#seen.set(this.#seenKey(this.channel), this.#newest(this.channel));
  }

  unread(channel) {
    const newest = this.#newest(channel);
    return newest !== "" && channel !== this.channel && compareIds(newest, this.#seen.get(this.#seenKey(channel)) ?? "") > 0;
  }

  #seenKey(channel) {
    return `${this.me.id}/${channel.id}`;
  }

  #newest(channel) {
    return [...(this.#messages.get(channel.id)?.keys() ?? [])].reduce((a, b) => (compareIds(a, b) > 0 ? a : b), "");
  }
}

/** Accounts are written small; a client shows the display name. */
function displayed(config) {
  const people = config.people.map((person) => ({ ...person, name: person.name[0].toUpperCase() + person.name.slice(1) }));
  return { ...config, people };
}

/** The first of a browser's languages that the bot speaks, else the bot's first. */
function spokenBy(wanted, spoken) {
  const language = (locale) => locale.split("-")[0];
  const found = wanted.find((locale) => spoken.some((each) => language(each) === language(locale)));
  return spoken.find((each) => found && language(each) === language(found)) ?? spoken[0];
}
