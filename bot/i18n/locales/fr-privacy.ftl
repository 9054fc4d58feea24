# Ce qui est gardé des gens, et ce qu'ils peuvent y faire.

refused-own-pictures-only = Sur ce serveur, personne ne dessine avec l'image d'un autre membre. Rien n'a été décompté. Envoie une image à toi.
refused-picture-protected = Personne d'autre ne dessine avec les images de { $owner_id }. Rien n'a été décompté. Envoie une image à toi.
card-picture-of = d'après une image de { $user }
me-protect = **Protéger mes images** : personne d'autre ne dessine avec.
button-protect-on = Protéger mes images : oui
button-protect-off = Protéger mes images : non
