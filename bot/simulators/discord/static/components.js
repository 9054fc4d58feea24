// Components V2 to elements.
import { optionsOf } from "/static/choices.js";
import { el } from "/static/dom.js";
import { icon } from "/static/icons.js";
import { emojiNode } from "/static/emoji.js";
import { markdown } from "/static/markdown.js";
import { fileLink, gallery, thumbnail } from "/static/media.js";
import { openMenu } from "/static/menu.js";

const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link" };

const VIEWS = {
  1: (row, context) => el("div", { class: "row" }, row.components.map((child) => component(child, context))),
  2: (data, context) => button(data, context),
  3: (data, context) => select(data, context),
  5: (data, context) => select(data, context),
  6: (data, context) => select(data, context),
  7: (data, context) => select(data, context),
  8: (data, context) => select(data, context),
  9: (data, context) => section(data, context),
  10: (data, context) => el("div", { class: "text" }, markdown(data.content, context)),
  11: (data, context) => thumbnail(data, context),
  12: (data, context) => gallery(data.items, context),
  13: (data, context) => covered(data.spoiler, fileLink({ url: data.file.url, filename: data.name ?? data.file.url.split("/").pop(), size: data.size }), context),
  14: (data) => el("hr", { class: `separator${data.divider === false ? " blank" : ""}${data.spacing === 2 ? " wide" : ""}` }),
  17: (data, context) => container(data, context),
};

/** One component; context = {message, state, texts, locale, press, busy, userName, channelName}. */
export function component(data, context) {
  return VIEWS[data.type]?.(data, context) ?? null;
}

function container(data, context) {
  const bar = typeof data.accent_color === "number" ? `--accent:#${data.accent_color.toString(16).padStart(6, "0")}` : null;
  const box = el("div", { class: `container${bar ? " accented" : ""}`, style: bar }, data.components.map((child) => component(child, context)));
  return covered(data.spoiler, box, context);
}

function covered(spoiler, node, context) {
  if (!spoiler) return node;
  const reveal = (event) => event.currentTarget.setAttribute("data-open", "");
  return el("div", { class: "covered", onclick: reveal }, node, el("button", { type: "button", class: "reveal" }, context.texts.spoiler));
}

function section(data, context) {
  const texts = el("div", { class: "section-text" }, data.components.map((child) => component(child, context)));
  return el("div", { class: "section" }, texts, component(data.accessory, context));
}

const emojiText = (emoji) => (emoji ? el("span", { class: "emoji", "aria-hidden": "true" }, emojiNode(emoji.name)) : null);

function button(data, context) {
  const label = [emojiText(data.emoji), data.label ? el("span", null, data.label) : null];
  const name = data.label ? null : data.emoji?.name;
  if (data.style === 5) {
    return el("a", { class: "button link", href: data.url, target: "_blank", rel: "noopener noreferrer", "aria-label": name }, label, icon("out"));
  }
  const busy = context.busy(data.custom_id);
  return el("button", {
    type: "button", class: `button ${STYLES[data.style]}`, key: data.custom_id, disabled: data.disabled, "aria-busy": busy ? "true" : null, "aria-label": name,
    onclick: () => !busy && context.press(data.custom_id),
  }, label);
}

function select(data, context) {
  const options = optionsOf(data, context.state);
  const chosen = options.filter((option) => option.default);
  const label = chosen.map((option) => option.label).join(", ") || data.placeholder || context.texts.selectOne;
  const open = (event) => openMenu({
    anchor: event.currentTarget,
    items: options.map((option) => ({ label: option.label, detail: option.description, icon: option.node?.() ?? emojiNode(option.emoji?.name), value: option.value, checked: option.default })),
    many: data.max_values > 1 || data.min_values === 0,
    least: data.min_values ?? 1,
    most: data.max_values ?? 1,
    done: context.texts.submit,
    onPick: (values) => context.press(data.custom_id, values),
  });
  return el("button", { type: "button", class: "select", key: data.custom_id, disabled: data.disabled, "aria-haspopup": "listbox", "aria-busy": context.busy(data.custom_id) ? "true" : null, onclick: open },
    el("span", { class: chosen.length ? "" : "faint" }, label), icon("down"));
}
