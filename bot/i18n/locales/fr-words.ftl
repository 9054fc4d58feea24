# Les mots d'un serveur : ce qu'ils bloquent, le panneau de la modération, les questions sur un prompt bloqué.

refused-prompt-blocked = Ce serveur bloque « { $entry } ». Rien n'a été décompté.{ $standing ->
    [asked] {" "}Tu as posé la question à la modération : je te dirai sa réponse.
    [nobody] {" "}Ce serveur ne prend pas de questions à ce sujet.
    [used] {" "}La modération avait accepté ce prompt une fois, et c'est fait.
    [no] {" "}La modération a dit non{ $sentence ->
        [none] .
       *[other] {" "}: « { $sentence } »
    }
   *[none] {""}
}
refused-too-many-entries = Cela ferait { $count } entrées ; un serveur peut en avoir { $most }. Rien n'a changé.
refused-bad-entries = { $fault ->
    [long] « { $entry } » est trop long : une entrée a 60 caractères au plus.
    [wildcard] « { $entry } » a une * au milieu. Elle ne peut être qu'au début ou à la fin d'une entrée.
    [short] « { $entry } » bloquerait presque tous les prompts : écris au moins deux lettres avec une *.
   *[empty] « { $entry } » n'a ni lettre, ni chiffre, ni emoji à chercher.
}{ $others ->
    [0] {""}
    [one] {" "}Une autre entrée ne va pas non plus.
   *[other] {" "}{ $others } autres entrées ne vont pas non plus.
} Rien n'a changé.
refused-no-entries = Je ne trouve aucune entrée là-dedans. Écris une entrée par ligne, ou sépare-les par des virgules. Rien n'a changé.
refused-not-listed = Aucune de ces entrées n'est sur une liste. Rien n'a changé.
refused-bad-word-file = { $reason ->
    [big] Ce fichier est trop gros pour une liste de mots : 1 Mo au plus.
    [gone] Je n'ai pas pu récupérer ce fichier. Envoie-le encore une fois.
   *[text] Je n'arrive pas à lire ce fichier. Enregistre-le en texte brut (UTF-8), une entrée par ligne.
} Rien n'a changé.
refused-not-age-restricted = { $channel } n'a pas de limite d'âge, et ne peut donc pas être plus souple. Tu peux le changer dans Discord : Modifier le salon → Salon avec limite d'âge. Rien n'a changé.
refused-already-asked = Tu as déjà posé la question pour ce prompt. Je te dirai la réponse.
refused-too-many-questions = Tu as { $most } questions en attente. Attends une réponse, puis repose la tienne.
refused-nobody-to-ask = Personne ne peut répondre sur ce serveur pour l'instant.
refused-ask-expired = C'est trop tard pour celui-là. Renvoie le prompt, puis pose la question.
refused-question-gone = Cette question a expiré ou a été supprimée.
refused-question-answered = { $owner_id } a déjà répondu : { $answer ->
    [once] accepté une fois
    [always] accepté pour toujours
   *[no] non
}. Ta réponse n'a pas été prise.
refused-still-blocked = Le prompt ne passerait pas pour autant : « { $entry } » le bloque encore. Rien n'a changé.

button-ask-moderator = Demander à la modération

button-words = Mots
button-wordsadd = Ajouter
button-wordsdrop = Retirer
button-wordslist = Tout voir
button-wordstry = Essayer un prompt
words-title = ### 💬 Les mots de ce serveur
words-none = Aucun mot n'est bloqué ici.
words-blocked = Mots bloqués : **{ $count }**.
words-mild = Dont non bloqués dans les salons plus souples : { $count }.
words-strict = Bloqués en plus dans les salons plus stricts : { $count }.
words-allowed = Toujours acceptés : { $count }.
words-stricter = Plus stricts : { $channels }.
words-laxer = Plus souples : { $channels }.
words-gone = { $count ->
    [one] ⚠️ Un salon plus strict ou plus souple a été supprimé.
   *[other] ⚠️ { $count } salons plus stricts ou plus souples ont été supprimés.
}
words-not-laxer = ⚠️ Sans limite d'âge désormais, donc aussi stricts que les autres : { $channels }.
words-folding =
    -# Je reconnais aussi majuscules, accents, lettres ressemblantes, r3nard, r.e.n.a.r.d et renaaaard.
    -# Une nouvelle entrée vaut tout de suite, quelle que soit la façon de commander. Les commandes en cours continuent.
words-size = -# Entrées utilisées : { $count } sur { $most }.
words-channels = **Salons :** un salon plus souple doit avoir une limite d'âge. Les fils et les posts suivent leur salon.
wordsstrict-placeholder = Salons plus stricts
wordslax-placeholder = Salons plus souples (avec limite d'âge)
words-added = { $count ->
    [0] Rien de nouveau à ajouter.
    [one] ✅ Une entrée ajoutée à « { $list ->
        [deny] Bloqué partout
        [mild] Bloqué, sauf dans les salons plus souples
        [strict] Bloqué seulement dans les salons plus stricts
       *[allow] Toujours accepté
    } ».
   *[other] ✅ { $count } entrées ajoutées à « { $list ->
        [deny] Bloqué partout
        [mild] Bloqué, sauf dans les salons plus souples
        [strict] Bloqué seulement dans les salons plus stricts
       *[allow] Toujours accepté
    } ».
}
words-known = { $count ->
    [one] Une entrée y était déjà.
   *[other] { $count } entrées y étaient déjà.
}
words-removed = { $count ->
    [one] ✅ Une entrée retirée.
   *[other] ✅ { $count } entrées retirées.
}
words-list = { $list ->
    [deny] Bloqué partout
    [mild] Bloqué, sauf dans les salons plus souples
    [strict] Bloqué seulement dans les salons plus stricts
   *[allow] Toujours accepté
}
words-file = { $list ->
    [deny] bloque
    [mild] bloque-sauf-salons-souples
    [strict] bloque-salons-stricts
   *[allow] accepte
}
words-files = { $count ->
    [one] Une entrée, une par ligne. Tu peux renvoyer le fichier avec Ajouter ou Retirer.
   *[other] { $count } entrées, une par ligne. Tu peux renvoyer un fichier avec Ajouter ou Retirer.
}
words-tried-in = { $strictness ->
    [stricter] Dans { $channel } (plus strict) :
    [laxer] Dans { $channel } (plus souple) :
   *[usual] Dans { $channel } :
}
words-tried-blocked = 🚫 refusé, à cause de « { $entry } » ({ $list ->
    [deny] bloqué partout
    [mild] bloqué, sauf dans les salons plus souples
   *[strict] bloqué seulement dans les salons plus stricts
}).
words-tried-allowed = ✅ accepté. « { $entry } » le bloquerait, mais « { $by } » est toujours accepté.
words-tried-passes = ✅ accepté. Aucune entrée ne le bloque.

modal-wordsadd = Ajouter des mots
modal-wordsdrop = Retirer des mots
modal-wordstry = Essayer un prompt
form-words-add = Entrées
form-words-drop = Entrées à retirer
form-words-description = Une par ligne, ou avec des virgules : mot, pré*, *fixe, *partie*, plusieurs mots
form-words-placeholder = renard, renard*, *renard*, renard roux
form-words-file = Ou un fichier texte
form-words-file-description = Pour les longues listes : texte brut, une entrée par ligne
form-words-list = Ce qui leur arrive
form-words-prompt = Prompt
form-words-channel = Salon
form-words-channel-description = Ce salon, sauf si tu en choisis un autre
button-why-blocked = Pourquoi ?
words-asked = J'ai posé la question à la modération. Je te dirai la réponse ici ou en message privé.
words-blocked-public = La liste de mots de ce serveur n'autorise pas ce prompt. Rien n'a été décompté.
button-wordsonce = Accepter une fois
button-wordsalways = Toujours accepter…
button-wordsno = Non…
button-wordsread = Prompt entier
modal-wordsalways = Toujours accepter
modal-wordsno = Dire non
form-words-allow = Entrée pour la liste des mots acceptés
form-words-allow-description = Elle doit couvrir le mot bloqué : le mot lui-même, ou plusieurs mots autour
form-words-no = Une phrase pour le membre
form-words-no-description = Il la reçoit avec la réponse. Tu peux la laisser vide.
words-answered = { $answer ->
    [once] 👍 { $by } l'a accepté une fois.
    [always] ✅ { $by } l'accepte pour toujours.
   *[no] ✖️ { $by } a dit non.
}
words-answer-from = **{ $server }** :
words-answer = { $answer ->
    [once] ✅ La modération accepte ce prompt une fois. Renvoie-le sans rien changer ; l'autorisation prend fin { $until }.
    [always] ✅ La modération a changé la liste de mots : ce prompt passe maintenant. Renvoie-le.
   *[no] ✖️ La modération a dit non à ce prompt{ $sentence ->
        [none] .
       *[other] {" "}: « { $sentence } »
    }
}
log-questions-asked = { $user } demande à la modération : « { $entry } » a bloqué ceci
log-acts-question-once = { $by } a accepté une fois un prompt de { $user }
log-acts-question-always = { $by } accepte toujours un prompt de { $user }
log-acts-question-no = { $by } a dit non à un prompt de { $user }{ $sentence ->
    [none] {""}
   *[other] {" "}: « { $sentence } »
}
log-refused-prompt-blocked = mot bloqué « { $entry } »
words-no-questions = -# Les membres pourront poser une question à la modération sur un prompt bloqué dès que le journal prendra les questions : /setup → Journal.
