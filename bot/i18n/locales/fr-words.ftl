# Les mots d'un serveur : ce qu'ils bloquent, le panneau de la modération, les questions sur un prompt bloqué.

refused-prompt-blocked = Ce serveur bloque « { $entry } ». Rien n'a été décompté.{ $standing ->
    [asked] {" "}Tu as posé la question à la modération : je te dirai sa réponse.
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
