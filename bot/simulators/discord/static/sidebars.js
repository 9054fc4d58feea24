// The two side columns: channels on the left, the demo's own panel on the right.
import { el, fill } from "/static/dom.js";
import { avatar } from "/static/message.js";
import { drawTries } from "/static/tries.js";

/** The list of channels. */
export function drawChannels(state, close) {
  const row = (channel) => el("button", { type: "button", key: channel.id, class: `channel${channel.parent_id ? " thread" : ""}`, "aria-current": channel === state.channel ? "page" : null, onclick: () => { state.setView({ channel }); close(); } },
    channel.kind === "dm" ? avatar(state.identity({ ...state.config.bot, bot: true }), "small") : el("span", { class: "hash", "aria-hidden": "true" }, channel.parent_id ? "↳" : "#"),
    el("span", null, channel.kind === "dm" ? state.config.bot.name : channel.name),
    marks(channel, state),
    state.unread(channel) ? el("span", { class: "unread", role: "img", "aria-label": state.texts.unread }) : null);
  const guild = state.channels.filter((channel) => channel.kind === "guild");
  const direct = state.channels.filter((channel) => channel.kind === "dm");
  fill(document.getElementById("channels"), [
    el("h2", { class: "guild" }, state.config.guild.name), el("h3", null, state.texts.channels), ...guild.map(row),
    el("h3", { key: "direct" }, state.texts.direct), ...direct.map(row),
    el("div", { class: "self", key: "self" }, avatar(state.identity(state.me)), el("span", { class: "menu-text" }, el("b", null, state.me.name), el("span", { class: "faint" }, state.texts[state.me.role]))),
  ]);
}

/** What a client shows beside a channel's name: that it is for adults, or that not everybody sees it. */
function marks(channel, state) {
  if (channel.is_age_restricted) return el("span", { class: "mark", title: state.texts.adults, "aria-label": state.texts.adults, role: "img" }, "18+");
  const hidden = channel.kind === "guild" && channel.seen_by.length < state.config.people.length;
  return hidden ? el("span", { class: "mark", title: state.texts.hiddenChannel, "aria-label": state.texts.hiddenChannel, role: "img" }, "🔒") : null;
}

/** Who you are, the language, and things to try; the vendor's log has a place of its own. */
export function drawPanel(state, logNode, tryOut) {
  const { texts } = state;
  fill(document.getElementById("panel"), [
    el("section", { class: "who" }, el("h2", null, texts.you), el("div", { class: "choices people", role: "group", "aria-label": texts.you }, state.config.people.map((person) => personButton(person, state)))),
    el("section", { class: "speech" }, el("h2", null, texts.language), el("div", { class: "choices", role: "group", "aria-label": texts.language }, Object.entries(state.config.languages).map(([locale, name]) => el("button", { type: "button", key: locale, lang: locale, "aria-pressed": String(locale === state.locale), onclick: () => state.setView({ locale }) }, name)))),
    state.config.tries.length ? drawTries(state, tryOut) : null,
    logNode,
  ]);
}

function personButton(person, state) {
  return el("button", { type: "button", key: person.id, "aria-pressed": String(person.id === state.me.id), onclick: () => state.setView({ me: person }) },
    avatar(state.identity(person), "small"), el("span", { class: "menu-text" }, el("span", null, person.name), el("span", { class: "faint" }, person.roles[0] ?? state.texts[person.role])));
}
