// One message as an element.
import { component } from "/static/components.js";
import { el } from "/static/dom.js";
import { emojiNode } from "/static/emoji.js";
import { markdown } from "/static/markdown.js";
import { attachments } from "/static/media.js";
import { lineOf, wording } from "/static/plain-text.js";
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
export function contextFor(message, state, actions) {
  return {
    ...wording(state),
    message,
    press: (customId, values) => actions.press(message, customId, values),
    busy: (customId) => state.busy.has(`${message.id} ${customId}`),
  };
}

/** The whole message: who, when, what, reactions, actions. */
export function messageView(message, compact, state, actions) {
  const context = contextFor(message, state, actions);
  const author = state.identity(message.author);
  const secret = isPrivate(message);
  const open = (event) => actions.personMenu(event, message.author);
  const opens = { onclick: open, oncontextmenu: open };
  const classes = ["message", compact && "compact", secret && "private", mentions(message, state.me) && "mentioned"].filter(Boolean).join(" ");
  return el("li", { class: classes, key: message.id, "data-id": message.id, tabindex: "-1", oncontextmenu: (event) => actions.contextMenu(event, message) },
    lead(message, state),
    compact ? el("div", { class: "face" }, el("span", { class: "hour" }, shortTime(message, state))) : el("div", { class: "face person", ...opens }, avatar(author)),
    el("div", { class: "body" },
      compact ? null : el("div", { class: "head" }, el("button", { type: "button", class: "author person", "aria-haspopup": "menu", ...opens }, author.name), author.bot ? el("span", { class: "badge" }, state.texts.app) : null, el("time", { class: "when", datetime: message.timestamp }, sentAt(message.timestamp, state.locale, state.texts))),
      el("div", { class: "content" }, content(message, context, state)),
      reactions(message, state, actions),
      secret ? privateNote(message, state) : null,
      failure(message, state)),
    isLoading(message) ? null : actions.toolbar(message));
}

const shortTime = (message, state) => new Intl.DateTimeFormat(state.locale, { timeStyle: "short" }).format(new Date(message.timestamp));

const mentions = (message, me) => (message.mentions ?? []).some((user) => user.id === me.id);

/** The line above a message: the command it answers, or the message it replies to. */
function lead(message, state) {
  const { texts } = state;
  if (message.message_snapshots) return el("div", { class: "lead" }, `↪ ${texts.forwarded}`);
  if (message.type === 19 || message.message_reference) return reference(message, state);
  if (message.pg?.command_name && message.interaction_metadata?.user) {
    const user = state.identity(message.interaction_metadata.user);
    return el("div", { class: "lead" }, avatar(user, "small"), el("span", null, texts.used(el("b", null, user.name), el("span", { class: "command" }, commandText(message.pg.command_name, state)))));
  }
  return null;
}

/** A slash command has its slash; a message's menu command is only named. */
function commandText(name, state) {
  const command = state.commands.find((each) => each.raw_name === name);
  return command && command.type !== 1 ? command.name : `/${command?.name ?? name}`;
}

function reference(message, state) {
  const target = message.referenced_message ?? state.message(message.message_reference?.message_id);
  if (!target) return el("div", { class: "lead" }, el("i", null, state.texts.deleted));
  const author = state.identity(target.author);
  const jump = () => document.querySelector(`[data-id="${CSS.escape(target.id)}"]`)?.scrollIntoView({ block: "center", behavior: "smooth" });
  const line = lineOf(target, state);
  return el("button", { type: "button", class: "lead", onclick: jump }, avatar(author, "small"), el("b", null, author.name), el("span", { class: "snippet" }, line.length ? line : state.texts.pictureOf));
}

function content(message, context, state) {
  const { texts } = state;
  if (isLoading(message)) return el("p", { class: "thinking" }, el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i")), texts.thinking(state.config.bot.name));
  const [snapshot] = message.message_snapshots ?? [];
  if (snapshot) return el("blockquote", null, content({ ...snapshot.message, id: message.id }, context, state));
  const edited = message.edited_timestamp ? el("span", { class: "edited", title: sentAt(message.edited_timestamp, state.locale, texts) }, texts.edited) : null;
  const components = (message.components ?? []).map((data) => component(data, context));
  if (message.flags & V2) return [components, behind(components.filter(Boolean).flatMap(textsIn).at(-1), edited)];
  const text = message.content ? el("div", { class: "text" }, markdown(message.content, context)) : null;
  const rest = behind(text, edited);
  return [text, rest, attachments(message, context), components];
}

const textsIn = (node) => (node.matches(".text") ? [node] : [...node.querySelectorAll(".text")]);

/** Put a remark right behind the last words of a text; where there are none, it is given back to stand alone. */
function behind(text, remark) {
  const last = text?.lastElementChild;
  if (!remark || !last?.matches("p,.subtext,.heading")) return remark;
  last.append(" ", remark);
  return null;
}

function reactions(message, state, actions) {
  const chips = (message.reactions ?? []).filter((reaction) => reaction.count > 0).map((reaction) => chip(message, reaction, state, actions));
  if (!chips.length) return null;
  return el("div", { class: "reactions" }, chips, el("button", { type: "button", class: "chip add", key: "add", "aria-label": state.texts.react, onclick: (event) => actions.pickEmoji(message, event.currentTarget) }, "+"));
}

function chip(message, reaction, state, actions) {
  const { name } = reaction.emoji;
  const mine = reaction.by ? reaction.by.includes(state.me.id) : reaction.me;
  const who = (reaction.by ?? []).map((id) => state.identity(state.person(id) ?? { id }).name).join(", ");
  return el("button", { type: "button", class: "chip", key: name, "aria-pressed": String(mine), "aria-label": state.texts.reaction(name, reaction.count), title: who || null, onclick: () => actions.react(message, name, !mine) },
    emojiNode(name), el("span", { class: "count" }, String(reaction.count)));
}

function privateNote(message, state) {
  const dismiss = el("button", { type: "button", class: "plain", onclick: () => state.dismiss(message.id) }, state.texts.dismiss);
  return el("div", { class: "note" }, el("span", null, "👁️ ", state.texts.onlyYou, " · "), dismiss);
}

function failure(message, state) {
  const sentence = state.failures.get(message.id);
  return sentence ? el("p", { class: "failed", role: "alert" }, sentence) : null;
}

/** A command on its way, or one that nobody answered. */
export function pendingView(echo, state) {
  const { texts } = state;
  const me = state.identity(echo.me);
  const status = echo.sentence ? [el("p", { class: "failed", role: "alert" }, echo.sentence), privateNote(echo, state)] : el("p", { class: "thinking" }, texts.sending);
  return el("li", { class: `message pending${echo.sentence ? " private" : ""}`, key: `pending ${echo.id}` },
    el("div", { class: "lead" }, avatar(me, "small"), el("span", null, texts.used(el("b", null, me.name), el("span", { class: "command" }, commandText(echo.command, state))))),
    el("div", { class: "face" }, avatar(state.identity({ ...state.config.bot, bot: true }))),
    el("div", { class: "body" }, el("div", { class: "head" }, el("b", { class: "author" }, state.config.bot.name), el("span", { class: "badge" }, texts.app)), el("div", { class: "content" }, status)));
}
