// Puts the page together.
import { Composer } from "/static/composer.js";
import { Conversation } from "/static/conversation.js";
import { Doings } from "/static/message-actions.js";
import { Interactions } from "/static/interactions.js";
import { closeMenu } from "/static/menu.js";
import { contextFor } from "/static/message.js";
import { openModal } from "/static/modal.js";
import { drawChannels, drawPanel } from "/static/sidebars.js";
import { Store } from "/static/state.js";
import { keepTicking } from "/static/timestamps.js";
import { listenForFiles } from "/static/attachments.js";
import { VendorLog } from "/static/higgsfield-log.js";
import { follow, getCommands, getConfig } from "/static/api.js";

const $ = (id) => document.getElementById(id);

class Page {
  constructor(config) {
    this.store = new Store(config);
    this.interactions = new Interactions(this.store);
    this.doings = new Doings(this.store, this.interactions, (message) => this.composer.setReply(message));
    this.conversation = new Conversation(this.store, this.doings);
    this.composer = new Composer(this.store, this.interactions, () => this.conversation.toEnd());
    this.vendor = new VendorLog(config.vendor_events, this.store);
    this.modal = null;
  }

  async start() {
    this.store.on("view", (before) => this.#viewed(before));
    this.store.on("messages", () => this.#drawChannels());
    this.store.on("presence", () => this.#drawBanner());
    this.doings.listen($("messages"));
    listenForFiles((files) => this.composer.takeFiles(files), () => this.store.words);
    this.#listenForDrawers();
    keepTicking(document.body);
    this.#draw();
    this.#follow();
    this.composer.start();
    await this.#loadCommands();
  }

  #viewed(before) {
    closeMenu();
    this.#draw();
    if (before.me !== this.store.me) this.#follow();
    if (before.locale !== this.store.locale) this.#loadCommands();
  }

  #follow() {
    this.line?.stop();
    this.modal?.();
    this.line = follow(this.store.me.id, (name, data) => this.#heard(name, data), (linked) => this.store.setPresence({ linked }));
  }

  async #loadCommands() {
    const { locale } = this.store;
    const commands = await getCommands(locale).catch(() => null);
    if (!commands || locale !== this.store.locale) return;
    this.store.commands = commands;
    this.store.emit("commands");
    this.composer.commandsChanged();
  }

  #heard(name, data) {
    const hear = {
      snapshot: () => this.#snapshot(data),
      message: () => this.store.upsert(data),
      reaction: () => this.store.upsert(data),
      message_delete: () => this.store.remove(data),
      interaction: () => this.interactions.heard(data),
      autocomplete: () => this.interactions.heard({ ...data, id: data.interaction_id }),
      modal: () => this.#openModal(data),
      commands: () => this.#loadCommands(),
      presence: () => this.store.setPresence({ online: data.online }),
    };
    hear[name]();
  }

  #snapshot(data) {
    this.store.replaceAll(data);
    if (this.version !== undefined && this.version !== data.commands_version) this.#loadCommands();
    this.version = data.commands_version;
  }

  #openModal(data) {
    this.modal?.();
    this.interactions.heard({ id: data.interaction_id, state: "answered" });
    this.modal = openModal(data, contextFor({ id: "modal" }, this.store, this.doings), (doing, files) => this.interactions.ask(doing, files));
  }

  #draw() {
    const { store } = this;
    document.documentElement.lang = store.locale;
    $("notice").textContent = store.config.notice && store.locale !== "fr" ? store.config.notice : store.words.notice;
    document.title = `${store.title()} · ${store.config.title}`;
    $("channel-name").textContent = store.title();
    $("open-channels").setAttribute("aria-label", store.words.menu);
    $("open-panel").setAttribute("aria-label", store.words.panel);
    $("open-panel").textContent = store.words.tryShort;
    this.vendor.translate();
    drawPanel(store, this.vendor.node, (each) => this.#tryOut(each));
    this.#drawChannels();
    this.#drawBanner();
  }

  #drawChannels() {
    drawChannels(this.store, () => this.#closeDrawers());
  }

  #drawBanner() {
    const { words, linked, online } = this.store;
    $("banner").textContent = linked ? (online ? "" : words.restarting) : words.away;
    $("banner").hidden = linked && online;
  }

  #tryOut({ command, prompt, options }) {
    this.#closeDrawers();
    this.composer.tryOut((command ?? "banana").replace(/^\//, ""), { ...(prompt ? { prompt } : {}), ...options });
  }

  #listenForDrawers() {
    for (const side of ["channels", "panel"]) $(`open-${side}`).onclick = () => this.#openDrawer(side);
    $("veil").onclick = () => this.#closeDrawers();
    addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#closeDrawers();
      else if (startsTyping(event)) this.composer.focus();
    });
  }

  #openDrawer(side) {
    $(side).classList.add("open");
    $("veil").hidden = false;
    $(`open-${side}`).setAttribute("aria-expanded", "true");
    $(side).querySelector("button")?.focus();
  }

  #closeDrawers() {
    if ($("veil").hidden) return;
    $("veil").hidden = true;
    for (const side of ["channels", "panel"]) {
      $(side).classList.remove("open");
      $(`open-${side}`).setAttribute("aria-expanded", "false");
    }
  }
}

/** A letter typed outside any field belongs to the composer; the space bar presses buttons. */
function startsTyping(event) {
  const taken = document.activeElement?.matches("input,textarea,select,[role=menu] *") || document.querySelector("[role=dialog]");
  return !taken && event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
}

const page = new Page(await getConfig());
await page.start();
