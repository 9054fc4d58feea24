// The calls to Higgsfield: the last ones and the changes of state, live, once somebody opens them.
import { el, fill } from "/static/dom.js";
import { followHiggsfield } from "/static/api.js";

const LAST = 30;

/** A section that follows the vendor's log as long as it was opened once. */
export class HiggsfieldLog {
  #rows = [];
  #follows = false;

  constructor(url, state) {
    this.state = state;
    this.url = url;
    this.list = el("ol", { class: "calls" });
    // What scrolls must be reachable by keyboard; nobody wants to hear every call.
    this.log = el("div", { class: "calls-log", role: "log", "aria-live": "off", tabindex: "0" }, this.list);
    this.title = el("summary");
    this.none = el("p", { class: "faint" });
    this.node = url ? el("section", { class: "higgsfield", key: "higgsfield" }, el("details", { ontoggle: () => this.#follow() }, this.title, this.none, this.log)) : null;
    this.translate();
  }

  translate() {
    const { texts } = this.state;
    this.title.textContent = texts.higgsfield;
    this.log.setAttribute("aria-label", texts.higgsfieldLog);
    this.none.textContent = texts.higgsfieldEmpty;
  }

  #follow() {
    this.node.scrollIntoView({ block: "end" });
    if (this.#follows) return;
    this.#follows = true;
    followHiggsfield(this.url, (event) => this.#onEvent(event));
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
