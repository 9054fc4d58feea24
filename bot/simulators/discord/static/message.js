// One message as an element.
import { component, plainText } from "/static/components.js";
import { el } from "/static/dom.js";
import { markdown } from "/static/markdown.js";
import { attachments } from "/static/media.js";
import { sentAt } from "/static/timestamps.js";

const V2 = 1 << 15;
const EPHEMERAL = 1 << 6;

export const isPrivate = (message) => Boolean(message.flags & EPHEMERAL || message.pg?.ephemeral_for);
const isLoading = (message) => Boolean(message.pg?.loading || message.flags & (1 << 7));

/** A round letter that stands for a person. */
export function avatar({ color, initial }, small = "") {
  return el("span", { class: `avatar ${small}${isLight(color) ? " light" : ""}`, style: `--disc:${color}`, "aria-hidden": "true" }, initial);
}

function isLight(color) {
  const [red, green, blue] = color.match(/[0-9a-f]{2}/gi).map((pair) => parseInt(pair, 16));
  return 0.3 * red + 0.59 * green + 0.11 * blue > 140;
}

/** The context that components and markdown need for one message. */
export function contextFor(message, store, doings) {
  return {
    message,
    words: store.words,
    locale: store.locale,
    press: (customId, values) => doings.press(message, customId, values),
    busy: (customId) => store.busy.has(`${message.id} ${customId}`),
    userName: (id) => store.identity(store.person(id) ?? { id }).name,
    channelName: (id) => store.config.channels.find((channel) => channel.id === id)?.name ?? store.words.gone,
  };
}

/** The whole message: who, when, what, reactions, actions. */
export function messageView(message, compact, store, doings) {
  const context = contextFor(message, store, doings);
  const author = store.identity(message.author);
  const secret = isPrivate(message);
  const classes = ["message", compact && "compact", secret && "private", mentions(message, store.me) && "mentioned"].filter(Boolean).join(" ");
  return el("li", { class: classes, key: message.id, "data-id": message.id, tabindex: "-1", oncontextmenu: (event) => doings.contextMenu(event, message) },
    lead(message, store),
    el("div", { class: "face" }, compact ? el("span", { class: "hour" }, shortTime(message, store)) : avatar(author)),
    el("div", { class: "body" },
      compact ? null : el("div", { class: "head" }, el("b", { class: "author" }, author.name), author.bot ? el("span", { class: "badge" }, store.words.app) : null, el("time", { class: "when", datetime: message.timestamp }, sentAt(message.timestamp, store.locale, store.words))),
      el("div", { class: "content" }, content(message, context, store)),
      reactions(message, store, doings),
      secret ? privateNote(message, store) : null,
      failure(message, store)),
    isLoading(message) ? null : doings.toolbar(message));
}

const shortTime = (message, store) => new Intl.DateTimeFormat(store.locale, { timeStyle: "short" }).format(new Date(message.timestamp));

const mentions = (message, me) => (message.mentions ?? []).some((user) => user.id === me.id);

/** The line above a message: the command it answers, or the message it replies to. */
function lead(message, store) {
  const { words } = store;
  if (message.type === 19 || message.message_reference) return reference(message, store);
  if (message.pg?.command_name && message.interaction_metadata?.user) {
    const user = store.identity(message.interaction_metadata.user);
    return el("div", { class: "lead" }, avatar(user, "small"), el("span", null, words.used(el("b", null, user.name), el("span", { class: "command" }, commandText(message.pg.command_name, store)))));
  }
  return null;
}

/** A slash command has its slash; a message's menu command is only named. */
function commandText(name, store) {
  const command = store.commands.find((each) => each.raw_name === name);
  return command && command.type !== 1 ? command.name : `/${command?.name ?? name}`;
}

function reference(message, store) {
  const target = message.referenced_message ?? store.message(message.message_reference?.message_id);
  if (!target) return el("div", { class: "lead" }, el("i", null, store.words.deleted));
  const author = store.identity(target.author);
  const jump = () => document.querySelector(`[data-id="${CSS.escape(target.id)}"]`)?.scrollIntoView({ block: "center", behavior: "smooth" });
  return el("button", { type: "button", class: "lead", onclick: jump }, avatar(author, "small"), el("b", null, author.name), el("span", { class: "snippet" }, plainText(target, store) || store.words.pictureOf));
}

function content(message, context, store) {
  const { words } = store;
  if (isLoading(message)) return el("p", { class: "thinking" }, el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i")), words.thinking(store.config.bot.name));
  const edited = message.edited_timestamp ? el("span", { class: "edited", title: sentAt(message.edited_timestamp, store.locale, words) }, words.edited) : null;
  const components = (message.components ?? []).map((data) => component(data, context));
  if (message.flags & V2) return [components, edited];
  const text = message.content ? el("div", { class: "text" }, markdown(message.content, context), edited) : null;
  return [text, attachments(message, context), components];
}

function reactions(message, store, doings) {
  const chips = (message.reactions ?? []).filter((reaction) => reaction.count > 0).map((reaction) => chip(message, reaction, store, doings));
  if (!chips.length) return null;
  return el("div", { class: "reactions" }, chips, el("button", { type: "button", class: "chip add", key: "add", "aria-label": store.words.react, onclick: (event) => doings.pickEmoji(message, event.currentTarget) }, "+"));
}

function chip(message, reaction, store, doings) {
  const { name } = reaction.emoji;
  const mine = reaction.by ? reaction.by.includes(store.me.id) : reaction.me;
  const who = (reaction.by ?? []).map((id) => store.identity(store.person(id) ?? { id }).name).join(", ");
  return el("button", { type: "button", class: "chip", key: name, "aria-pressed": String(mine), "aria-label": store.words.reaction(name, reaction.count), title: who || null, onclick: () => doings.react(message, name, !mine) },
    el("span", { class: "emoji" }, name), el("span", { class: "count" }, String(reaction.count)));
}

function privateNote(message, store) {
  const dismiss = el("button", { type: "button", class: "plain", onclick: () => store.dismiss(message.id) }, store.words.dismiss);
  return el("div", { class: "note" }, el("span", null, "👁 ", store.words.onlyYou, " · "), dismiss);
}

function failure(message, store) {
  const sentence = store.failures.get(message.id);
  return sentence ? el("p", { class: "failed", role: "alert" }, sentence) : null;
}

/** A command on its way, or one that nobody answered. */
export function pendingView(echo, store) {
  const { words } = store;
  const me = store.identity(echo.me);
  const state = echo.sentence ? [el("p", { class: "failed", role: "alert" }, echo.sentence), el("div", { class: "note" }, el("span", null, "👁 ", words.onlyYou, " · "), el("button", { type: "button", class: "plain", onclick: () => store.dismiss(echo.id) }, words.dismiss))] : el("p", { class: "thinking" }, words.sending);
  return el("li", { class: `message pending${echo.sentence ? " private" : ""}`, key: `pending ${echo.id}` },
    el("div", { class: "lead" }, avatar(me, "small"), el("span", null, words.used(el("b", null, me.name), el("span", { class: "command" }, commandText(echo.command, store))))),
    el("div", { class: "face" }, avatar(store.identity({ ...store.config.bot, bot: true }))),
    el("div", { class: "body" }, el("div", { class: "head" }, el("b", { class: "author" }, store.config.bot.name), el("span", { class: "badge" }, words.app)), el("div", { class: "content" }, state)));
}
