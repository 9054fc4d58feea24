// Things to try: a card fills in a command, a reply or somebody's order; nothing of the visitor's is sent.
import { el, isTouch } from "/static/dom.js";
import { isPrivate } from "/static/message.js";

/** The cards with a picture, and below them the rest of the list. */
export function drawTries(state, tryOut) {
  const { texts, locale } = state;
  const label = (each) => each.labels?.[locale] ?? each.label;
  const button = (each, ...content) => el("button", { type: "button", class: "try", key: `${each.command ?? ""} ${promptOf(each, locale)} ${label(each)}`, title: promptOf(each, locale) ?? null, onclick: () => tryOut(each) }, content, el("span", null, label(each)));
  const cards = state.config.tries.filter((each) => each.thumbnail);
  const rest = state.config.tries.filter((each) => !each.thumbnail);
  const list = rest.length ? el("div", { class: "try-list" }, rest.map((each) => button(each))) : null;
  return el("section", { class: "tries", key: "tries" }, el("h2", null, texts.tries),
    el("p", { class: "faint only-fine" }, texts.triesHint), el("p", { class: "faint only-coarse" }, texts.triesHintTouch),
    cards.length ? el("div", { class: "try-cards" }, cards.map((each) => button(each, el("img", { src: each.thumbnail, alt: "", width: 96, height: 60 })))) : null,
    list && cards.length ? el("details", { key: "more" }, el("summary", null, texts.triesMore), list) : list);
}

const promptOf = (each, locale) => each.prompts?.[locale] ?? each.prompt;

/** Does what a card says, up to the visitor's own Enter. */
export class Tries {
  constructor(state, composer, interactions) {
    Object.assign(this, { state, composer, interactions });
  }

  async start(each) {
    const prompt = promptOf(each, this.state.locale);
    const way = { reply: () => this.#reply(each, prompt), moderate: () => this.#moderate(each, prompt), setup: () => this.#setUp() }[each.does] ?? (() => this.#order(each, prompt));
    await way();
  }

  async #order({ command, options, photo }, prompt) {
    const image = photo ? { image: this.composer.image ?? (await fetchFile(photo)) } : {}; // the visitor's own wins
    this.composer.tryOut((command ?? "banana").replace(/^\//, ""), { ...(prompt ? { prompt } : {}), ...options, ...image }, this.#hint);
  }

  /** A reply to the newest card that is finished, as Discord wants it: with the bot's name. */
  #reply({ card }, prompt) {
    const { state } = this;
    const message = state.visible.findLast((each) => JSON.stringify(each.components ?? []).includes(card) && !isPrivate(each));
    if (!message) return this.composer.say(state.texts.triesNoCard);
    this.composer.setReply(message);
    return this.composer.writeText(`@${state.config.bot.name} ${prompt}`, this.#hint);
  }

  /** The visitor becomes the moderator, whose client lists the command. */
  async #setUp() {
    const { state } = this;
    state.setView({ me: this.#moderator, channel: state.channels.find((each) => each.kind === "guild") });
    for (let n = 0; n < 50 && !state.commands.some((each) => each.raw_name === "setup"); n += 1) await new Promise((later) => setTimeout(later, 100));
    this.composer.tryOut("setup", {}, this.#hint);
  }

  get #moderator() {
    return this.state.config.people.find((person) => person.role === "moderator");
  }

  /** Another member orders; the visitor looks on as the moderator. */
  async #moderate({ command }, prompt) {
    const { state } = this;
    const moderator = this.#moderator;
    const member = state.config.people.find((person) => person.role === "member" && person !== state.me) ?? state.me;
    const place = state.channel.kind === "guild" ? state.channel : state.channels.find((each) => each.kind === "guild");
    state.setView({ me: moderator, channel: place });
    const found = state.commands.find((each) => each.raw_name === command);
    const sent = await this.interactions.act({ kind: "slash", command_id: found.id, options: { prompt }, as: member.id });
    this.composer.say(sent.ok ? state.texts.moderating(moderator.name, member.name) : sent.sentence);
    document.addEventListener("click", () => this.composer.say(""), { once: true, capture: true }); // it is done, or left
  }

  get #hint() {
    const { texts } = this.state;
    return isTouch() ? texts.sendHintTouch : texts.sendHint;
  }
}

async function fetchFile(url) {
  const blob = await (await fetch(url)).blob();
  return new File([blob], url.split("/").at(-1), { type: blob.type });
}
