// Discord's markdown to elements. A member's text only ever become text nodes.
import { el, safeUrl } from "/static/dom.js";
import { timeNode } from "/static/timestamps.js";

// One or more characters, an escaped one counting as one: "\*" never closes anything.
const SOME = "((?:\\\\[\\s\\S]|[^\\\\])+?)";
const rule = (pattern, build) => ({ pattern: new RegExp(pattern, "y"), build });
const wrap = (tag, index = 1) => (match, context) => el(tag, null, inline(match[index], context));

const INLINE = [
  rule("\\\\([^A-Za-z0-9\\s])", (match) => match[1]),
  rule("(`+)([\\s\\S]*?[^`])\\1(?!`)", (match) => el("code", null, match[2])),
  rule(`\\*\\*${SOME}\\*\\*(?!\\*)`, wrap("strong")),
  rule(`__${SOME}__(?!_)`, wrap("u")),
  rule(`\\*(?![\\s*])${SOME}\\*(?!\\*)`, wrap("em")),
  rule(`_(?![\\s_])${SOME}_(?![_A-Za-z0-9])`, wrap("em")),
  rule(`~~${SOME}~~`, wrap("s")),
  rule(`\\|\\|${SOME}\\|\\|`, (match, context) => spoiler(match[1], context)),
  rule("\\[((?:\\\\.|[^\\]\\\\])+)\\]\\((https?://[^\\s)]+)\\)", (match, context) => link(match[2], inline(match[1], context))),
  rule("<(https?://[^\\s>]+)>", (match) => link(match[1], match[1])),
  rule("https?://[^\\s<>]*[^\\s<>.,:;\"'\\])]", (match) => link(match[0], match[0])),
  rule("<@!?(\\d+)>", (match, context) => chip(`@${context.userName(match[1])}`)),
  rule("<@&(\\d+)>", (match, context) => chip(`@${context.roleName(match[1])}`)),
  rule("<#(\\d+)>", (match, context) => chip(`#${context.channelName(match[1])}`)),
  rule("</([^:>]+):\\d+>", (match) => chip(`/${match[1]}`)),
  rule("<a?:(\\w+):\\d+>", (match) => `:${match[1]}:`),
  rule("<t:(-?\\d{1,13})(?::([tTdDfFR]))?>", (match, context) => timeNode(Number(match[1]), match[2] ?? "f", context.locale)),
];

const chip = (text) => el("span", { class: "mention" }, text);

function link(address, label) {
  const href = safeUrl(address);
  return href ? el("a", { href, target: "_blank", rel: "noopener noreferrer" }, label) : label;
}

function spoiler(text, context) {
  const reveal = (event) => event.currentTarget.setAttribute("data-open", "");
  return el("button", { type: "button", class: "spoiler", "aria-label": context.texts.spoiler, onclick: reveal }, el("span", null, inline(text, context)));
}

/** The nodes of one run of text. */
export function inline(text, context) {
  const nodes = [];
  let plain = "";
  for (let at = 0; at < text.length; ) {
    const [match, build] = firstMatch(text, at);
    if (!match || (plain.match(/\w$/) && match[0][0] === "_")) {
      plain += text[at++];
      continue;
    }
    if (plain) nodes.push(plain);
    plain = "";
    nodes.push(build(match, context));
    at += match[0].length;
  }
  if (plain) nodes.push(plain);
  return nodes.flat();
}

function firstMatch(text, at) {
  if (!"\\`*_~|[<h".includes(text[at])) return [];
  for (const { pattern, build } of INLINE) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) return [match, build];
  }
  return [];
}

const BLOCKS = [
  { start: /^(#{1,3})\s+(.+)$/, build: (match, context) => el("div", { class: `heading h${match[1].length}`, role: "heading", "aria-level": match[1].length + 2 }, inline(match[2], context)) },
  { start: /^-#\s+(.+)$/, build: (match, context) => el("div", { class: "subtext" }, inline(match[1], context)) },
];
const ITEM = /^(\s*)(?:([-*])|(\d+)\.)\s+(.+)$/;

/** The block elements of a message's text. */
export function markdown(text, context) {
  const lines = text.split("\n");
  const blocks = [];
  while (lines.length) blocks.push(takeBlock(lines, context));
  return blocks.filter(Boolean);
}

function takeBlock(lines, context) {
  if (/^```/.test(lines[0])) return takeFence(lines);
  if (/^>>> /.test(lines[0])) return quote([lines[0].slice(4), ...takeAll(lines)], context);
  if (/^> /.test(lines[0])) return quote(takeWhile(lines, (line) => /^>( |$)/.test(line)).map((line) => line.slice(2)), context);
  for (const { start, build } of BLOCKS) {
    const match = lines[0].match(start);
    if (match) return lines.shift() && build(match, context);
  }
  if (ITEM.test(lines[0])) return list(takeWhile(lines, (line) => ITEM.test(line)), context);
  return paragraph(lines, context);
}

const takeAll = (lines) => lines.splice(0).slice(1);

function takeWhile(lines, test) {
  const end = lines.findIndex((line) => !test(line));
  return lines.splice(0, end < 0 ? lines.length : end);
}

function takeFence(lines) {
  const end = lines.findIndex((line, index) => index > 0 && /```\s*$/.test(line));
  const body = lines.splice(0, end < 0 ? lines.length : end + 1);
  return el("pre", null, el("code", null, body.slice(1, end < 0 ? undefined : -1).join("\n")));
}

const quote = (lines, context) => el("blockquote", null, markdown(lines.join("\n"), context));

function list(lines, context) {
  const ordered = ITEM.exec(lines[0])[3];
  return el(ordered ? "ol" : "ul", ordered ? { start: ordered } : null, lines.map((line) => el("li", null, inline(ITEM.exec(line)[4], context))));
}

function paragraph(lines, context) {
  const opens = (line) => /^(```|> |>>> )/.test(line) || ITEM.test(line) || BLOCKS.some(({ start }) => start.test(line));
  const body = [lines.shift(), ...takeWhile(lines, (line) => !opens(line))];
  return body.join("") === "" && lines.length === 0 ? null : el("p", null, inline(body.join("\n"), context));
}
