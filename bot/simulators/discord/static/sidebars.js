// The two side columns: channels on the left, the demo's own panel on the right.
import { el, fill } from "/static/dom.js";
import { avatar } from "/static/message.js";

const LANGUAGES = { "en-US": "English", fr: "Français" };

/** The list of channels. */
export function drawChannels(store, close) {
  const row = (channel) => el("button", { type: "button", key: channel.id, class: "channel", "aria-current": channel === store.channel ? "page" : null, onclick: () => { store.look({ channel }); close(); } },
    channel.kind === "dm" ? avatar(store.identity({ ...store.config.bot, bot: true }), "small") : el("span", { class: "hash", "aria-hidden": "true" }, "#"),
    el("span", null, channel.kind === "dm" ? store.config.bot.name : channel.name),
    store.unread(channel) ? el("span", { class: "unread", role: "img", "aria-label": store.words.unread }) : null);
  const guild = store.channels.filter((channel) => channel.kind === "guild");
  const direct = store.channels.filter((channel) => channel.kind === "dm");
  fill(document.getElementById("channels"), [
    el("h2", { class: "guild" }, store.config.guild.name), el("h3", null, store.words.channels), ...guild.map(row),
    el("h3", { key: "direct" }, store.words.direct), ...direct.map(row),
    el("div", { class: "self", key: "self" }, avatar(store.identity(store.me)), el("span", { class: "menu-text" }, el("b", null, store.me.name), el("span", { class: "faint" }, store.words[store.me.role]))),
  ]);
}

/** Who you are, the language, and things to try; the vendor's log has a place of its own. */
export function drawPanel(store, vendorNode, tryOut) {
  const { words } = store;
  fill(document.getElementById("panel"), [
    el("section", { class: "who" }, el("h2", null, words.you), el("div", { class: "choices people", role: "group", "aria-label": words.you }, store.config.people.map((person) => personButton(person, store)))),
    el("section", { class: "speech" }, el("h2", null, words.language), el("div", { class: "choices", role: "group", "aria-label": words.language }, store.config.locales.map((locale) => el("button", { type: "button", key: locale, lang: locale, "aria-pressed": String(locale === store.locale), onclick: () => store.look({ locale }) }, LANGUAGES[locale] ?? locale)))),
    store.config.tries.length ? el("section", { class: "tries" }, el("h2", null, words.tries), el("p", { class: "faint" }, words.triesHint), el("div", { class: "try-list" }, store.config.tries.map((each) => tryButton(each, store.locale, tryOut)))) : null,
    vendorNode,
  ]);
}

function personButton(person, store) {
  return el("button", { type: "button", key: person.id, "aria-pressed": String(person.id === store.me.id), onclick: () => store.look({ me: person }) },
    avatar(store.identity(person), "small"), el("span", { class: "menu-text" }, el("span", null, person.name), el("span", { class: "faint" }, store.words[person.role])));
}

function tryButton(each, locale, tryOut) {
  return el("button", { type: "button", class: "try", key: `${each.command ?? ""} ${each.prompt} ${each.label}`, onclick: () => tryOut(each) }, el("span", null, each.labels?.[locale] ?? each.label), el("span", { class: "faint" }, each.prompt ?? `/${each.command}`));
}
