// A field for files in a dialogue: chosen, dropped or pasted, each with its name and a way back.
import { el, fill } from "/static/dom.js";
import { icon } from "/static/icons.js";
import { sizeText } from "/static/media.js";

/** The element, how to read its files, and what a field of a modal has beside them. */
export function fileUpload(data, id, texts) {
  const most = data.max_values ?? 1;
  const least = data.required === false ? 0 : (data.min_values ?? 1);
  let files = [];
  const set = (next) => {
    files = next;
    fill(list, files.map((file) => row(file)));
    node.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const add = (more) => set(most === 1 ? [...more].slice(0, 1) : [...files, ...more]);
  const row = (file) => el("li", { key: `${file.name} ${file.size} ${file.lastModified}` },
    el("span", { class: "file-name" }, file.name), el("span", { class: "faint" }, sizeText(file.size)),
    el("button", { type: "button", class: "round small", "aria-label": texts.removeFile(file.name), onclick: () => { set(files.filter((each) => each !== file)); choose.focus(); } }, icon("close")));
  // The dialogue's label names the browser's own field; the button that people meet is described by it.
  const input = el("input", { type: "file", id, class: "unseen", tabindex: "-1", "aria-hidden": "true", multiple: most > 1, onchange: () => { add(input.files); input.value = ""; } });
  const choose = el("button", { type: "button", class: "choose", "aria-describedby": `${id}-label`, onclick: () => input.click() }, el("b", null, most > 1 ? texts.chooseFiles : texts.filePick), el("span", { class: "faint only-fine" }, texts.orDrop));
  const list = el("ul", { class: "chosen" });
  const node = el("div", { class: "file-field-box" }, input, choose, list);
  node.take = add;
  const problem = () => (files.length > most ? texts.mostFiles(most) : files.length < least);
  return [node, () => files, { focus: choose, files: true, problem }];
}
