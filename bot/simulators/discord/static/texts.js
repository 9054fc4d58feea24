// Every string of the page itself, in English and French. The bot's own texts come from the bot, in its languages.

const ENGLISH = {
  notice: "Demo: the bot is real, the pictures are stand-ins painted on this computer.",
  forwarded: "Forwarded", adults: "Age-restricted", hiddenChannel: "Not everyone can see this channel",
  channels: "Channels", direct: "Direct messages", menu: "Open channels", panel: "Demo panel", close: "Close",
  you: "You are", language: "Language of Discord and the server", member: "member", moderator: "moderator", host: "bot's owner",
  tries: "Things to try", tryShort: "Try it", triesHint: "A click fills it in; Enter sends it.", triesHintTouch: "A tap fills it in; ➤ sends it.", triesMore: "More to try",
  triesNoCard: "There is no finished card here to reply to. Draw a picture first.", sendHint: "Enter sends it.", sendHintTouch: "Tap ➤ to send it.",
  moderating: (moderator, member) => `You are ${moderator}, a moderator: cancel ${member}'s order.`,
  showing: (name) => `${name} shows how. Press a key or tap to take over.`, yourTurn: "Your turn: type /banana, or drop a picture here", yourTurnTouch: "Your turn: type /banana",
  higgsfield: "Show the calls to Higgsfield", higgsfieldLog: "Calls to Higgsfield", higgsfieldEmpty: "No request yet. The calls appear here as the bot makes them.",
  used: (name, command) => [name, " used ", command], edited: "(edited)", app: "APP", today: (time) => `Today at ${time}`, yesterday: (time) => `Yesterday at ${time}`,
  onlyYou: "Only you can see this", dismiss: "Dismiss", thinking: (name) => `${name} is thinking…`, sending: "Sending…",
  deleted: "The original message was deleted.", replyTo: (name) => `Replying to ${name}`, gone: "a message",
  react: "Add a reaction", reply: "Reply", more: "More", apps: "Apps", copyId: "Copy message ID", copyUserId: "Copy user ID", personActions: "Member actions", remove: "Delete message", pictureOf: "Picture", actions: "Message actions",
  reaction: (emoji, count) => `${emoji}, ${count}`, spoiler: "Spoiler",
  newer: (count) => (count === 1 ? "1 new message ↓" : `${count} new messages ↓`),
  write: (channel) => `Message ${channel} or type /`, attach: "Attach a file", send: "Send", leave: "Leave this command",
  commands: "Commands", noCommand: "No command starts with this.", noMatch: "Nothing matches.", searching: "Looking…",
  required: (name) => `${name} is needed.`, tooLong: (name, max) => `${name}: at most ${max} characters.`, tooShort: (name, min) => `${name}: at least ${min} characters.`,
  range: (name, low, high) => `${name}: a whole number${low === undefined ? "" : ` from ${low}`}${high === undefined ? "" : ` to ${high}`}.`, pick: (name) => `${name}: pick one from the list.`,
  chooseFile: "choose a picture", removeFile: (name) => `Remove ${name}`, dropHere: "Drop the picture to use it",
  restarting: "The bot is restarting…", away: "The demo has stopped. Trying to reach it again…", noAnswer: "The application did not respond", failed: "This interaction failed",
  cancel: "Cancel", submit: "Submit", needed: "required", selectOne: "Make a selection", filePick: "Choose a file", chooseFiles: "Choose files", orDrop: "or drop them here", mostFiles: (count) => (count === 1 ? "1 file at most." : `${count} files at most.`), members: "Members",
  skip: "Skip to the message field (or just start typing)", pings: (on) => (on ? "@ ON" : "@ OFF"), pingHint: (name) => `Mention ${name} in this reply`, empty: (channel) => `This is the start of ${channel}.`, emptyDirect: (name) => `This is the start of your conversation with ${name}.`,
  emptyHint: "Type /banana and say what you would like to see.", previous: "Previous picture", next: "Next picture", download: "Download", copied: "Copied.", unread: "unread", yes: "True", no: "False",
};

const FRENCH = {
  notice: "Démo : le bot est vrai, les images sont factices, peintes sur cet ordinateur.",
  forwarded: "Transféré", adults: "Salon soumis à une limite d'âge", hiddenChannel: "Ce salon n'est pas visible par tout le monde",
  channels: "Salons", direct: "Messages privés", menu: "Ouvrir les salons", panel: "Panneau de démo", close: "Fermer",
  you: "Tu es", language: "Langue de Discord et du serveur", member: "membre", moderator: "modératrice", host: "gère le bot",
  tries: "À essayer", tryShort: "Essayer", triesHint: "Un clic remplit tout ; Entrée envoie.", triesHintTouch: "Touche une carte, puis ➤ pour envoyer.", triesMore: "D'autres essais",
  triesNoCard: "Aucune carte terminée ici à laquelle répondre. Dessine d'abord une image.", sendHint: "Entrée envoie.", sendHintTouch: "Touche ➤ pour envoyer.",
  moderating: (moderator, member) => `Tu es ${moderator}, modératrice : annule la commande de ${member}.`,
  showing: (name) => `${name} montre comment faire. Une touche ou un clic, et c'est à toi.`, yourTurn: "À toi : tape /banana, ou dépose une image ici", yourTurnTouch: "À toi : tape /banana",
  higgsfield: "Voir les appels à Higgsfield", higgsfieldLog: "Appels à Higgsfield", higgsfieldEmpty: "Aucune requête pour l'instant. Les appels du bot s'affichent ici.",
  used: (name, command) => [name, " a utilisé ", command], edited: "(modifié)", app: "APPLI", today: (time) => `Aujourd'hui à ${time}`, yesterday: (time) => `Hier à ${time}`,
  onlyYou: "Toi seul·e vois ce message", dismiss: "Masquer", thinking: (name) => `${name} réfléchit…`, sending: "Envoi…",
  deleted: "Le message d'origine a été supprimé.", replyTo: (name) => `Réponse à ${name}`, gone: "un message",
  react: "Ajouter une réaction", reply: "Répondre", more: "Plus", apps: "Applications", copyId: "Copier l'identifiant", copyUserId: "Copier l'identifiant du membre", personActions: "Actions du membre", remove: "Supprimer le message", pictureOf: "Image", actions: "Actions du message",
  reaction: (emoji, count) => `${emoji}, ${count}`, spoiler: "Spoiler",
  newer: (count) => (count === 1 ? "1 nouveau message ↓" : `${count} nouveaux messages ↓`),
  write: (channel) => `Écris dans ${channel} ou tape /`, attach: "Joindre un fichier", send: "Envoyer", leave: "Quitter cette commande",
  commands: "Commandes", noCommand: "Aucune commande ne commence ainsi.", noMatch: "Aucun résultat.", searching: "Recherche…",
  required: (name) => `Il manque ${name}.`, tooLong: (name, max) => `${name} : ${max} caractères au plus.`, tooShort: (name, min) => `${name} : ${min} caractères au moins.`,
  range: (name, low, high) => `${name} : un nombre entier${low === undefined ? "" : ` de ${low}`}${high === undefined ? "" : ` à ${high}`}.`, pick: (name) => `${name} : choisis dans la liste.`,
  chooseFile: "choisis une image", removeFile: (name) => `Retirer ${name}`, dropHere: "Dépose l'image pour l'utiliser",
  restarting: "Le bot redémarre…", away: "La démo est arrêtée. Nouvel essai…", noAnswer: "L'application ne répond pas", failed: "Échec de l'interaction",
  cancel: "Annuler", submit: "Envoyer", needed: "obligatoire", selectOne: "Fais un choix", filePick: "Choisir un fichier", chooseFiles: "Choisir des fichiers", orDrop: "ou dépose-les ici", mostFiles: (count) => (count === 1 ? "1 fichier au plus." : `${count} fichiers au plus.`), members: "Membres",
  skip: "Aller au champ de message (ou commence à taper)", pings: (on) => (on ? "@ OUI" : "@ NON"), pingHint: (name) => `Mentionner ${name} dans cette réponse`, empty: (channel) => `C'est le début de ${channel}.`, emptyDirect: (name) => `C'est le début de ta conversation avec ${name}.`,
  emptyHint: "Tape /banana et dis ce que tu veux voir.", previous: "Image précédente", next: "Image suivante", download: "Télécharger", copied: "Copié.", unread: "non lu", yes: "Vrai", no: "Faux",
};

/** The page's strings in a locale; English where there are none. */
export function textsFor(locale) {
  return locale === "fr" ? FRENCH : ENGLISH;
}
