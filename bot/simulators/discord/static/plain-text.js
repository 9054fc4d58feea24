// A message's words in one line, for reply lines and screen readers: what stands on the page, without its form.
import { markdown } from "/static/markdown.js";

const BLOCKS = "p,div,li,ul,ol,blockquote,pre";
const COVERED = "▮▮▮";

/** What markdown needs to know of the page. */
export function wording(state) {
  return {
    state,
    texts: state.texts,
    locale: state.locale,
    userName: (id) => state.identity(state.person(id) ?? { id }).name,
    roleName: (id) => state.config.roles.find((role) => role.id === id)?.name ?? "?",
    channelName: (id) => state.config.channels.find((channel) => channel.id === id)?.name ?? state.texts.gone,
  };
}

/** All text of a message as strings and, kept ticking by the page, its time stamps. */
export function lineOf(message, state) {
  const context = wording(state);
  const pieces = textsOf(message).flatMap((text) => markdown(text, context)).flatMap(flat);
  // One space between two blocks, none after the last.
  return pieces.filter((piece, index) => piece !== " " || (index < pieces.length - 1 && pieces[index + 1] !== " "));
}

/** The same as one string, its times as they read now. */
export function plainText(message, state) {
  return lineOf(message, state).map((piece) => piece.textContent ?? piece).join("").trim();
}

function textsOf(message) {
  const texts = [message.content];
  const walk = (list) => list?.forEach((data) => {
    if (data.type === 10) texts.push(data.content);
    walk(data.components);
  });
  walk(message.components);
  return texts.filter(Boolean);
}

function flat(node) {
  if (node.nodeType === Node.TEXT_NODE) return [node.data.replace(/\s+/g, " ")];
  if (node.matches("time")) return [node];
  if (node.matches(".spoiler")) return [COVERED];
  const inner = [...node.childNodes].flatMap(flat);
  return node.matches(BLOCKS) ? [...inner, " "] : inner;
}
