// What Discord itself lists in a select: people, roles, channels.
import { el } from "/static/dom.js";
import { avatar } from "/static/message.js";

const USER = 5, ROLE = 6, MENTIONABLE = 7, CHANNEL = 8;

/** The options {label, value, detail, node, default} of any select; of a list that Discord fills, what the person may see. */
export function optionsOf(data, state) {
  const chosen = new Set((data.default_values ?? []).map((value) => value.id));
  const mark = (option) => ({ ...option, default: chosen.has(option.value) });
  if (data.type === ROLE) return roles(state).map(mark);
  if (data.type === USER) return people(state).map(mark);
  if (data.type === MENTIONABLE) return [...roles(state), ...people(state)].map(mark);
  if (data.type === CHANNEL) return channels(data, state).map(mark);
  return data.options ?? [];
}

const roles = ({ config }) => config.roles.map((role) => ({ label: role.name.startsWith("@") ? role.name : `@${role.name}`, value: role.id, node: () => el("span", { class: "role-dot", style: role.color ? `--disc:${role.color}` : null, "aria-hidden": "true" }) }));

const people = (state) => [...state.config.people, { ...state.config.bot, bot: true }].map((person) => ({ label: person.name, value: person.id, node: () => avatar(state.identity(person), "small") }));

function channels(data, { channels: all }) {
  const wanted = data.channel_types ?? [];
  const kind = (channel) => (channel.parent_id ? 11 : channel.type);
  return all.filter((channel) => channel.kind === "guild" && (!wanted.length || wanted.includes(kind(channel)))).map((channel) => ({ label: channel.name, value: channel.id, node: () => el("span", { class: "hash", "aria-hidden": "true" }, channel.parent_id ? "↳" : "#") }));
}
