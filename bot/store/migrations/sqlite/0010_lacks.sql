-- What the account was found to lack (a model, its input pictures, a resolution), so that it is learned once.

CREATE TABLE lack (
    model    TEXT    NOT NULL,
    what     TEXT    NOT NULL,                           -- model | locked | inputs | a resolution
    since    INTEGER NOT NULL,
    tried_at INTEGER NOT NULL,
    PRIMARY KEY (model, what)
) STRICT, WITHOUT ROWID;
