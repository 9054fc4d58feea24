// "What Higgsfield sees": the last calls and changes of state, live.
import { el, fill } from "/static/dom.js";
import { followHiggsfield } from "/static/api.js";

const LAST = 30;

/** A section that follows the vendor's log. */
export class HiggsfieldLog {
  #rows = [];

  constructor(url, state) {
    this.state = state;
    this.list = el("ol", { class: "calls" });
    this.title = el("h2");
    this.none = el("p", { class: "faint" });
    this.node = url ? el("section", { class: "higgsfield", key: "higgsfield" }, this.title, this.none, this.list) : null;
    if (url) followHiggsfield(url, (event) => this.#onEvent(event));
    this.translate();
  }

  translate() {
    this.title.textContent = this.state.texts.higgsfield;
    this.none.textContent = this.state.texts.higgsfieldEmpty;
  }

  #onEvent(event) {
    // After a reconnect the log is told again; one row per number.
    this.#rows = [event, ...this.#rows.filter((row) => row.n !== event.n)].sort((a, b) => b.n - a.n).slice(0, LAST);
    this.none.hidden = true;
    fill(this.list, this.#rows.map(view));
  }
}

function view(event) {
  const id = (event.request_id ?? "").slice(0, 8);
  if (event.kind === "state") return el("li", { class: "state", key: event.n, title: event.request_id }, el("span", { class: `dot ${event.state}` }), el("span", { class: "call-text" }, `${id} `, el("b", null, (event.state ?? "").replaceAll("_", " "))));
  // The order is told once, where it was given; asking for its status repeats it needlessly.
  const order = event.method === "POST" && event.prompt && !/\/cancel$/.test(event.path);
  const detail = [order && event.model, order && event.images && `${event.images}×`, event.ms !== null && event.ms !== undefined && `${Math.round(event.ms)} ms`].filter(Boolean).join(" · ");
  const path = (event.path ?? "").replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, (uuid) => `${uuid.slice(0, 8)}…`);
  return el("li", { key: event.n, title: `${event.method} ${event.path}` },
    el("span", { class: `status s${String(event.status ?? "")[0] ?? ""}` }, String(event.status || "✗")),
    el("span", { class: "call-text" }, el("b", null, event.method), " ", path, order ? el("q", null, event.prompt) : null, detail ? el("span", { class: "faint" }, detail) : null));
}
