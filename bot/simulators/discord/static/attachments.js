// Files waiting to be sent with a plain message.
import { el, fill } from "/static/dom.js";
import { icon } from "/static/icons.js";
import { sizeText } from "/static/media.js";

const paper = () => el("span", { class: "file-icon" }, "📄");

const MOST = 10;

/** The row of files above the composer's text. */
export class Attachments {
  constructor(state, changed) {
    this.state = state;
    this.changed = changed;
    this.files = [];
    this.previews = new Map();
    this.node = el("ul", { class: "attachments", hidden: true });
  }

  add(files) {
    this.set([...this.files, ...files].slice(0, MOST));
  }

  set(files) {
    for (const [file, url] of this.previews) {
      if (files.includes(file)) continue;
      URL.revokeObjectURL(url);
      this.previews.delete(file);
    }
    this.files = files;
    this.node.hidden = !files.length;
    fill(this.node, files.map((file) => this.#row(file)));
    this.changed();
  }

  /** Empty the attachments into the caller's hands. */
  take() {
    const { files } = this;
    this.set([]);
    return files;
  }

  #row(file) {
    const drop = el("button", { type: "button", class: "round small", "aria-label": this.state.texts.removeFile(file.name), onclick: () => this.set(this.files.filter((each) => each !== file)) }, icon("close"));
    const picture = file.type.startsWith("image/") ? el("img", { src: this.#preview(file), alt: "", onerror: (event) => event.target.replaceWith(paper()) }) : paper();
    return el("li", { key: `${file.name} ${file.size} ${file.lastModified}` }, picture, el("span", { class: "file-name" }, file.name), el("span", { class: "faint" }, sizeText(file.size)), drop);
  }

  #preview(file) {
    if (!this.previews.has(file)) this.previews.set(file, URL.createObjectURL(file));
    return this.previews.get(file);
  }
}

/** Pictures dropped anywhere on the page or pasted go to `take`. */
export function listenForFiles(take, texts) {
  const overlay = el("div", { id: "drop", hidden: true });
  document.body.append(overlay);
  // An open dialogue has what comes: its file field takes it, or nobody.
  const hand = (files) => {
    const dialogue = document.querySelector("[role=dialog]");
    return dialogue ? dialogue.querySelector(".file-field-box")?.take(files) : take(files);
  };
  const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    overlay.textContent = texts().dropHere;
    overlay.hidden = false;
  });
  addEventListener("dragleave", (event) => { if (!event.relatedTarget) overlay.hidden = true; });
  addEventListener("drop", (event) => {
    overlay.hidden = true;
    if (!carries(event)) return;
    event.preventDefault();
    hand([...event.dataTransfer.files]);
  });
  addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    hand(files);
  });
}
