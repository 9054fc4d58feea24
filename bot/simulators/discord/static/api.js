// All talk with the playground's server.

async function readJson(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

/** What the page shows and who is in it. */
export const getConfig = () => readJson("/app/config");

/** The bot's commands that a person may use in a channel, named in a locale. */
export const getCommands = (locale, person, channel) => readJson(`/app/commands?${new URLSearchParams({ locale, as: person.id, channel_id: channel.id })}`);

const isOk = (asked) => asked.then((answer) => answer.json()).then(({ ok }) => ok, () => false);

/** Ask for the first order, which only the first page of a start may show: true or false. */
export const claimFirstOrder = () => isOk(fetch("/app/first-order", { method: "POST" }));

/** Wait until the channel is furnished; false when the demo ended before. */
export const awaitOpening = () => isOk(fetch("/app/opening"));

/** Do something as a person; `files` maps keys named in the payload to File objects. */
export async function act(payload, files = {}) {
  const body = new FormData();
  body.append("payload", JSON.stringify(payload));
  for (const [key, file] of Object.entries(files)) body.append(`file:${key}`, file, file.name);
  try {
    const answer = await fetch("/app/act", { method: "POST", body });
    return await answer.json();
  } catch {
    return { ok: false, sentence: null };
  }
}

const EVENTS = ["snapshot", "message", "message_delete", "reaction", "modal", "interaction", "autocomplete", "commands", "presence", "places"];

/** Follow what a person can see: `onEvent(name, data)` for each event, `linked(bool)` as the line comes and goes. */
export function follow(personId, onEvent, linked) {
  const line = { stop: () => {} };
  const open = () => {
    const source = new EventSource(`/app/events?as=${encodeURIComponent(personId)}`);
    for (const name of EVENTS) source.addEventListener(name, (event) => onEvent(name, JSON.parse(event.data)));
    source.onopen = () => linked(true);
    source.onerror = () => {
      linked(false);
      // A closed source never comes back by itself (the server answered with an error); open a new one.
      if (source.readyState === EventSource.CLOSED) retry = setTimeout(again, 1000);
    };
    let retry = 0;
    line.stop = () => {
      clearTimeout(retry);
      source.close();
    };
  };
  const again = async () => {
    const config = await getConfig().catch(() => null);
    // A demo started anew has new people: begin anew with it.
    if (config && !config.people.some((person) => person.id === personId)) location.reload();
    else open();
  };
  open();
  return line;
}

/** Follow the vendor's log on its own port. */
export function followHiggsfield(url, onEvent) {
  const whole = new URL(url, location.origin);
  whole.searchParams.set("after", "0");
  const source = new EventSource(whole);
  for (const name of ["message", "call", "state"]) source.addEventListener(name, (event) => onEvent(JSON.parse(event.data)));
}
