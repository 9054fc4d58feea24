// A dialogue that the bot opened.
import { el, rewrite, trapTab } from "/static/dom.js";
import { icon } from "/static/icons.js";
import { buildField } from "/static/modal-fields.js";
import { markdown } from "/static/markdown.js";

const lists = CSS.supports("selector(:open)");

/** Show the modal; `ask(action, files)` sends it and tells how it went. */
export function openModal(data, context, ask) {
  const { texts } = context;
  const opener = document.activeElement;
  const fields = [];
  const rows = data.components.map((child) => row(child, fields, context));
  const error = el("p", { class: "failed", role: "alert" });
  const submit = el("button", { type: "submit", class: "button primary" }, texts.submit);
  const close = () => {
    overlay.remove();
    if (opener?.isConnected) opener.focus({ preventScroll: true });
  };
  const send = async (event) => {
    event.preventDefault();
    const wrong = fields.find((field) => field.problem());
    if (wrong) return complain(wrong, error, texts);
    submit.disabled = true;
    error.textContent = "";
    const { values, files } = collect(fields);
    const answer = await ask({ kind: "modal", interaction_id: data.interaction_id, custom_id: data.custom_id, fields: values }, files);
    submit.disabled = false;
    if (answer.ok) return close();
    rewrite(error, answer.sentence);
    return null;
  };
  const form = el("form", { novalidate: true, onsubmit: send, oninput: () => { error.textContent = ""; } },
    el("div", { class: "modal-head" }, el("h2", { id: "modal-title" }, data.title), el("button", { type: "button", class: "round", "aria-label": texts.close, onclick: close }, icon("close"))),
    el("div", { class: "fields" }, rows, error),
    el("div", { class: "modal-foot" }, el("button", { type: "button", class: "button secondary", onclick: close }, texts.cancel), submit));
  const box = el("div", { class: "modal", role: "dialog", "aria-modal": "true", "aria-labelledby": "modal-title" }, form);
  const overlay = el("div", { class: "overlay" }, box);
  overlay.onkeydown = (event) => {
    trapTab(box, event);
    // A list that is open inside has its own Escape.
    if (event.key === "Escape" && !(lists && box.querySelector("select:open"))) close();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    event.stopPropagation();
  };
  document.body.append(overlay);
  focusFirst(fields, box);
  return close;
}

function focusFirst(fields, box) {
  const first = fields[0]?.focus ?? box.querySelector("button");
  first.focus();
  if (first.matches("textarea,input[type=text]") && first.value) first.setSelectionRange(first.value.length, first.value.length);
}

function row(data, fields, context) {
  if (data.type === 10) return el("div", { class: "text" }, markdown(data.content, context));
  const inner = data.type === 18 ? data.component : (data.components?.[0] ?? data);
  const field = buildField(inner, context.texts, context.state);
  if (!field) return null;
  fields.push({ ...field, label: data.label ?? inner.label });
  const name = el("label", { class: "field-label", id: `field-${inner.custom_id}-label`, for: `field-${inner.custom_id}` }, data.label ?? inner.label, field.required ? el("span", { class: "star", title: context.texts.needed }, " *") : null);
  return el("div", { class: "field" }, name, data.description ? el("p", { class: "faint" }, data.description) : null, field.node);
}

function complain(wrong, error, texts) {
  const problem = wrong.problem();
  rewrite(error, typeof problem === "string" ? problem : texts.required(wrong.label));
  wrong.focus.focus();
}

function collect(fields) {
  const files = {};
  const values = {};
  for (const field of fields) {
    const value = field.value();
    values[field.id] = field.files ? { files: value.map((file, index) => keep(files, `${field.id}-${index}`, file)) } : value;
  }
  return { values, files };
}

function keep(files, key, file) {
  files[key] = file;
  return key;
}
