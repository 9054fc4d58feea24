// The fields of a modal: each knows its element, its value and whether it is filled in.
import { optionsOf } from "/static/choices.js";
import { el } from "/static/dom.js";
import { fileUpload } from "/static/file-field.js";

const field = (node, value, extra = {}) => ({ node, value, problem: () => false, ...extra });
// The browser's own list, but drawn by the page where it can be: only then does it show pictures.
const drawn = CSS.supports("appearance", "base-select");

function textInput(data, id, texts) {
  const long = data.style === 2;
  const node = el(long ? "textarea" : "input", { id, type: long ? null : "text", rows: long ? 5 : null, placeholder: data.placeholder, required: data.required !== false, minlength: data.min_length || null, maxlength: data.max_length ?? 4000 });
  node.value = data.value ?? "";
  const counter = el("span", { class: "counter" });
  const count = () => (counter.textContent = data.max_length && node.value.length > data.max_length * 0.8 ? `${node.value.length}/${data.max_length}` : "");
  node.oninput = count;
  count();
  const short = () => (node.value.length < (data.min_length ?? 0) ? node.value.length > 0 || data.required !== false : data.required !== false && !node.value.trim());
  return field(el("div", { class: "text-input" }, node, counter), () => node.value, { focus: node, problem: () => short() && (node.value ? texts.tooShort(data.label ?? "", data.min_length) : true) });
}

function select(data, id, texts, state) {
  const options = optionsOf(data, state);
  if ((data.max_values ?? 1) > 1) return checks({ ...data, options, max_values: data.max_values }, id, "checkbox");
  const face = drawn ? el("button", null, el("selectedcontent")) : null;
  const node = el("select", { id }, face, el("option", { value: "" }, data.placeholder ?? texts.selectOne), options.map((option) => el("option", { value: option.value, selected: option.default }, drawn ? option.node?.() : null, `${option.emoji?.name ? `${option.emoji.name} ` : ""}${option.label}`)));
  return field(node, () => (node.value ? [node.value] : []), { focus: node, problem: () => data.required !== false && !node.value });
}

function checks(data, id, type) {
  const boxes = data.options.map((option) => el("input", { type, name: id, value: option.value, checked: option.default }));
  const rows = data.options.map((option, index) => el("label", { class: "check" }, boxes[index], option.node?.(), el("span", { class: "menu-text" }, el("span", null, option.label), option.description ? el("span", { class: "faint" }, option.description) : null)));
  const chosen = () => boxes.filter((box) => box.checked).map((box) => box.value);
  const least = data.required === false ? 0 : (data.min_values ?? 1);
  const most = data.max_values ?? boxes.length;
  const wrong = () => chosen().length < least || chosen().length > most;
  return field(el("div", { class: "checks", role: type === "radio" ? "radiogroup" : "group" }, rows), type === "radio" ? () => chosen()[0] ?? null : chosen, { focus: boxes[0], problem: wrong });
}

function checkbox(data, id) {
  const node = el("input", { type: "checkbox", id, checked: data.default });
  return field(node, () => node.checked, { focus: node });
}

const BUILDERS = {
  3: select,
  4: textInput,
  5: select,
  6: select,
  7: select,
  8: select,
  19: (data, id, texts) => field(...fileUpload(data, id, texts)),
  21: (data, id) => checks({ max_values: 1, ...data }, id, "radio"),
  22: (data, id) => checks(data, id, "checkbox"),
  23: checkbox,
};

/** The field for one modal component, or null for one we do not know. */
export function buildField(data, texts, state) {
  const built = BUILDERS[data.type]?.(data, `field-${data.custom_id}`, texts, state);
  return built ? { ...built, id: data.custom_id, required: data.type !== 23 && data.required !== false } : null;
}
