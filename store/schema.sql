-- What is kept for ever.

CREATE TABLE counter (kind TEXT PRIMARY KEY, next INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE entity (n INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL UNIQUE, born INTEGER NOT NULL) STRICT;

-- Each state of each record. body is kept verbatim and is NULL once redacted;
-- until is derived: the position that wrote the next state.
CREATE TABLE version (
  n      INTEGER PRIMARY KEY,
  kind   TEXT NOT NULL,
  id     TEXT NOT NULL REFERENCES entity(id),
  since  INTEGER NOT NULL,
  until  INTEGER,
  body   TEXT,
  digest TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX version_now ON version(id) WHERE until IS NULL;
CREATE UNIQUE INDEX version_id ON version(id, since);
CREATE INDEX version_since ON version(since);
CREATE INDEX version_until ON version(until) WHERE until IS NOT NULL;

-- One line of canonical JSON per entry; hash = sha256(previous ‖ \n ‖ line ‖ \n).
CREATE TABLE log (pos INTEGER PRIMARY KEY, line TEXT NOT NULL, hash TEXT NOT NULL) STRICT;

-- Desk data: drafts, preferences, marks. Not records, not logged, deletable.
CREATE TABLE desk (person TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (person, key)) STRICT, WITHOUT ROWID;
