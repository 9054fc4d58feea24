// Puts the page together.
import { Composer } from "/static/composer.js";
import { Conversation } from "/static/conversation.js";
import { MessageActions } from "/static/message-actions.js";
import { Interactions } from "/static/interactions.js";
import { closeMenu } from "/static/menu.js";
import { contextFor } from "/static/message.js";
import { openModal } from "/static/modal.js";
import { drawChannels, drawPanel } from "/static/sidebars.js";
import { FirstOrder } from "/static/first-order.js";
import { State } from "/static/state.js";
import { Tries } from "/static/tries.js";
import { keepTicking } from "/static/timestamps.js";
import { listenForFiles } from "/static/attachments.js";
import { HiggsfieldLog } from "/static/higgsfield-log.js";
import { follow, getCommands, getConfig } from "/static/api.js";

const $ = (id) => document.getElementById(id);

class Page {
  constructor(config) {
    this.state = new State(config);
    this.interactions = new Interactions(this.state);
    this.actions = new MessageActions(this.state, this.interactions, (message) => this.composer.setReply(message));
    this.conversation = new Conversation(this.state, this.actions);
    this.composer = new Composer(this.state, this.interactions, () => this.conversation.toEnd());
    this.tries = new Tries(this.state, this.composer, this.interactions);
    this.higgsfieldLog = new HiggsfieldLog(config.vendor_events, this.state);
    this.modal = null;
  }

  async start() {
    this.state.on("view", (before) => this.#viewed(before));
    this.state.on("messages", () => this.#drawChannels());
    this.state.on("presence", () => this.#drawBanner());
    this.actions.listen($("messages"));
    $("skip").onclick = (event) => {
      event.preventDefault();
      this.composer.focus();
    };
    listenForFiles((files) => this.composer.takeFiles(files), () => this.state.texts);
    this.#listenForDrawers();
    keepTicking(document.body);
    this.#draw();
    this.#follow();
    this.composer.restoreDraft();
    await this.#loadCommands();
    await new FirstOrder(this.state, this.composer, this.interactions).start();
  }

  #viewed(before) {
    closeMenu();
    this.#draw();
    if (before.me !== this.state.me) this.#follow();
    if (before.locale !== this.state.locale || before.me !== this.state.me || before.channel !== this.state.channel) this.#loadCommands();
  }

  #follow() {
    this.line?.stop();
    this.modal?.();
    this.line = follow(this.state.me.id, (name, data) => this.#onEvent(name, data), (linked) => this.state.setPresence({ linked }));
  }

  async #loadCommands() {
    const { locale, me, channel } = this.state;
    const commands = await getCommands(locale, me, channel).catch(() => null);
    if (!commands || locale !== this.state.locale || me !== this.state.me || channel !== this.state.channel) return;
    this.state.commands = commands;
    this.state.emit("commands");
    this.composer.commandsChanged();
  }

  #onEvent(name, data) {
    const hear = {
      snapshot: () => this.#snapshot(data),
      message: () => this.state.upsert(data),
      reaction: () => this.state.upsert(data),
      message_delete: () => this.state.remove(data),
      interaction: () => this.interactions.onEvent(data),
      autocomplete: () => this.interactions.onEvent({ ...data, id: data.interaction_id }),
      modal: () => this.#openModal(data),
      commands: () => this.#loadCommands(),
      presence: () => this.state.setPresence({ online: data.online }),
      places: () => this.#placesChanged(),
    };
    hear[name]();
  }

  /** Another channel may be seen now, with all that stands in it. */
  async #placesChanged() {
    const config = await getConfig().catch(() => null);
    if (!config) return;
    this.state.setConfig(config);
    this.#follow();
    await this.#loadCommands();
  }

  #snapshot(data) {
    this.state.replaceAll(data);
    if (this.version !== undefined && this.version !== data.commands_version) this.#loadCommands();
    this.version = data.commands_version;
  }

  #openModal(data) {
    this.modal?.();
    this.interactions.onEvent({ id: data.interaction_id, state: "answered" });
    this.modal = openModal(data, contextFor({ id: "modal" }, this.state, this.actions), (action, files) => this.interactions.ask(action, files));
  }

  #draw() {
    const { state } = this;
    document.documentElement.lang = state.locale;
    $("notice").textContent = state.texts.notice;
    document.title = `${state.title()} · ${state.config.title}`;
    $("channel-name").textContent = state.title();
    $("open-channels").setAttribute("aria-label", state.texts.menu);
    $("skip").textContent = state.texts.skip;
    $("open-panel").textContent = state.texts.tryShort;
    this.higgsfieldLog.translate();
    drawPanel(state, this.higgsfieldLog.node, (each) => this.#tryOut(each));
    this.#drawChannels();
    this.#drawBanner();
  }

  #drawChannels() {
    drawChannels(this.state, () => this.#closeDrawers());
  }

  #drawBanner() {
    const { texts, linked, online } = this.state;
    $("banner").textContent = linked ? (online ? "" : texts.restarting) : texts.away;
    $("banner").hidden = linked && online;
  }

  #tryOut(each) {
    this.#closeDrawers();
    this.tries.start(each);
  }

  #listenForDrawers() {
    for (const side of ["channels", "panel"]) $(`open-${side}`).onclick = () => this.#openDrawer(side);
    $("overlay").onclick = () => this.#closeDrawers();
    addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#closeDrawers();
      else if (startsTyping(event)) this.composer.focus();
    });
  }

  #openDrawer(side) {
    $(side).classList.add("open");
    $("overlay").hidden = false;
    $(`open-${side}`).setAttribute("aria-expanded", "true");
    $(side).querySelector("button")?.focus();
  }

  #closeDrawers() {
    if ($("overlay").hidden) return;
    $("overlay").hidden = true;
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
