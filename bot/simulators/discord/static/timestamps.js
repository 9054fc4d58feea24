// Discord's <t:…> stamps, counted by the page itself.
import { el } from "/static/dom.js";

const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
};
// The third number is where the larger unit begins to say it better: 59 minutes and a half are an hour.
const UNITS = [["year", 31_536_000, 30_240_000], ["month", 2_592_000, 2_548_800], ["day", 86_400, 84_600], ["hour", 3600, 3570], ["minute", 60, 60], ["second", 1, 0]];

/** "5 seconds ago", "in 3 hours". */
export function relative(unix, locale, now = Date.now() / 1000) {
  const gap = Math.round(unix - now);
  const [unit, size] = UNITS.find(([, , from]) => Math.abs(gap) >= from);
  return new Intl.RelativeTimeFormat(locale, { numeric: gap === 0 ? "auto" : "always" }).format(Math.round(gap / size), unit);
}

/** A moment in one of Discord's styles. */
export function formatTime(unix, style, locale) {
  if (style === "R") return relative(unix, locale);
  return new Intl.DateTimeFormat(locale, STYLES[style] ?? STYLES.f).format(new Date(unix * 1000));
}

/** The time stamp element; relative ones are kept right by `keepTicking`. */
export function timeNode(unix, style, locale) {
  const title = formatTime(unix, "F", locale);
  const ticking = style === "R" ? { "data-unix": unix, "data-locale": locale } : {};
  return el("time", { class: "stamp", datetime: new Date(unix * 1000).toISOString(), title, ...ticking }, formatTime(unix, style, locale));
}

/** Once a second, bring all relative stamps up to date. */
export function keepTicking(root) {
  return setInterval(() => {
    for (const node of root.querySelectorAll("time[data-unix]")) {
      const text = relative(Number(node.dataset.unix), node.dataset.locale);
      if (node.textContent !== text) node.textContent = text;
    }
  }, 1000);
}

/** When a message was sent, as a chat shows it. */
export function sentAt(iso, locale, texts) {
  const date = new Date(iso);
  const time = new Intl.DateTimeFormat(locale, { timeStyle: "short" }).format(date);
  const days = Math.round((startOfDay(new Date()) - startOfDay(date)) / 86_400_000);
  if (days === 0) return texts.today(time);
  if (days === 1) return texts.yesterday(time);
  return new Intl.DateTimeFormat(locale, { dateStyle: "short", timeStyle: "short" }).format(date);
}

const startOfDay = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());
