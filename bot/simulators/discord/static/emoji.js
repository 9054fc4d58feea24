// Emoji as pictures that come with the page, so that no machine needs a font for them; any other is left to the font.
const FOR_REACTIONS = `
  👍 👎 ❤️ 😂 😮 😢 🎉 👀 🔥 🙏 ✅ 💯 🚀 😀 😄 😅 🤣 😊 😍 🥰 😘 😎 🤩 🥳
  🤔 🤨 😏 😐 🙄 😬 😴 😭 😡 🤯 😱 🥺 🤗 🤫 🤡 💀 👻 👽 🤖 👋 👌 ✌️ 🤞 🤝
  👏 🙌 💪 👆 👇 👈 👉 🧡 💛 💚 💙 💜 🖤 🤍 💔 ✨ 💥 🌈 ☀️ 🌙 ❄️ 🌊 🌸 🌵
  🌴 🍀 🍎 🍓 🍕 🍰 ☕ 🍺 🐱 🐶 🦊 🐸 🐵 🦄 🐝 🏆 🎯 🎵 🎮 📚 🏠 🚗 ✈️ ⚽
`;
const MORE = `
  🍌 ✏️ 🔁 🎨 🗑️ 🔗 📩 📜 📄 👁️ ✖️ 🧹 🔔 📦 📌 🆚 ⬆️ ⬇️ ➕ ➖ ⚡ ◀️ ▶️ ↩️
  ⚙️ 🛡️ 🚫 🛑 ⏹️ ⏳ ⌛ ⏰ 💾 🖼️ 📷 📸 📎 📁 🔍 🔎 💡 ℹ️ ❓ ❗ ⚠️ 🚩 🌐 💬
  ✉️ 📬 🪄 🖌️ 🖍️ 🎲 🧩 🏷️ 📊 📈 🔒 🔑 🆕 🆓 🎁 ⏭️ ⏪ ⏩ 1️⃣ 2️⃣ 3️⃣ 4️⃣ 5️⃣ 6️⃣
  7️⃣ 8️⃣ ♾️ ⬅️ 👤 💰 🔤 🔧 🔨 🙈 🙋
  🏡 ⛔ 📥 ⏸️ 📅 ↪️ 📤 ✂️ 🎒 🏙️ 🕘
`;
const words = (list) => list.trim().split(/\s+/);

/** What the picker of reactions offers. */
export const REACTIONS = ["❌", "⭐", ...words(FOR_REACTIONS)];

const SHIPPED = [...REACTIONS, ...words(MORE)];
// A sign that is also plain text, like ✏, is an emoji only with its variation selector.
const ANY = new RegExp([...SHIPPED].sort((a, b) => b.length - a.length).join("|"), "gu");

// Drawn in ink for white paper: on the dark page their colour is turned round.
const INK = /^[✖➕➖]/u;

/** The address of a shipped emoji's picture, or null. */
export function pictureOf(emoji) {
  const points = codePoints(emoji);
  return BY_POINTS.has(points) ? `/static/emoji/${points}.svg` : null;
}

const codePoints = (emoji) => [...emoji].map((sign) => sign.codePointAt(0).toString(16)).filter((point) => point !== "fe0f").join("-");

const BY_POINTS = new Set(SHIPPED.map(codePoints));

/** The nodes of a text: its words, and its emoji as pictures that are still copied, searched and read aloud as text. */
export function withEmoji(text) {
  const nodes = [];
  let from = 0;
  for (const { 0: emoji, index } of text.matchAll(ANY)) {
    if (index > from) nodes.push(document.createTextNode(text.slice(from, index)));
    nodes.push(picture(emoji));
    from = index + emoji.length;
  }
  if (from < text.length) nodes.push(document.createTextNode(text.slice(from)));
  return nodes;
}

/** One emoji that is meant as one, with its variation selector or without. */
export function emojiNode(emoji) {
  return emoji && pictureOf(emoji) ? picture(emoji) : (emoji ?? null);
}

function picture(emoji) {
  const node = document.createElement("span");
  node.className = INK.test(emoji) ? "twemoji ink" : "twemoji";
  node.style.setProperty("--picture", `url("${pictureOf(emoji)}")`);
  node.append(emoji);
  return node;
}
