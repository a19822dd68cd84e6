-- Projections: what views filter, sort and count on. Each row belongs to one
-- version (same n, same since and until) and can be dropped and rebuilt.

CREATE TABLE log_row (
  pos INTEGER PRIMARY KEY, at INTEGER NOT NULL, happened INTEGER, who TEXT NOT NULL, action TEXT NOT NULL,
  action_id TEXT NOT NULL UNIQUE, subject TEXT NOT NULL, note TEXT NOT NULL
) STRICT;
CREATE INDEX log_row_subject ON log_row(subject, pos);
CREATE INDEX log_row_at ON log_row(at);
-- Entries of which the time needs a word: behind is the time of the entry before,
-- where the clock stood before it; corrected is what an administrator set it to,
-- and by the entry that says so. Mostly there are none.
CREATE TABLE log_bent (pos INTEGER PRIMARY KEY, behind INTEGER, corrected INTEGER, by INTEGER) STRICT;

CREATE TABLE record_row (
  n INTEGER PRIMARY KEY, since INTEGER NOT NULL, until INTEGER, id TEXT NOT NULL, kind TEXT NOT NULL,
  title TEXT NOT NULL, state TEXT NOT NULL, service TEXT NOT NULL, person TEXT NOT NULL, subject TEXT NOT NULL,
  at INTEGER, at_day INTEGER NOT NULL, ends INTEGER, ends_day INTEGER NOT NULL, grade TEXT NOT NULL, means TEXT NOT NULL, handle TEXT NOT NULL, external TEXT NOT NULL, number INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX record_row_now ON record_row(id) WHERE until IS NULL;
CREATE INDEX record_row_kind ON record_row(kind, number) WHERE until IS NULL;
CREATE INDEX record_row_at ON record_row(kind, at) WHERE until IS NULL AND kind <> 'release';
CREATE INDEX record_row_long ON record_row(kind, ends) WHERE until IS NULL AND ends - at > 259200000;
CREATE INDEX record_row_pending ON record_row(at) WHERE until IS NULL AND kind = 'approval' AND state = 'pending';
CREATE INDEX record_row_subject ON record_row(subject, kind) WHERE until IS NULL AND subject <> '';
CREATE INDEX record_row_handle ON record_row(kind, handle) WHERE until IS NULL AND handle <> '';
CREATE INDEX record_row_external ON record_row(external) WHERE until IS NULL AND external <> '';
CREATE INDEX record_row_old ON record_row(id, since) WHERE until IS NOT NULL;
CREATE INDEX record_row_then ON record_row(kind, until) WHERE until IS NOT NULL;

CREATE TABLE release_row (
  n INTEGER PRIMARY KEY, since INTEGER NOT NULL, until INTEGER, id TEXT NOT NULL, number INTEGER NOT NULL, entity INTEGER NOT NULL,
  name TEXT NOT NULL, folded TEXT NOT NULL, version TEXT NOT NULL, type TEXT NOT NULL, means TEXT NOT NULL, stage TEXT NOT NULL, state TEXT NOT NULL, ended INTEGER NOT NULL,
  service TEXT NOT NULL, team TEXT NOT NULL, owner TEXT NOT NULL, coordinator TEXT NOT NULL, requester TEXT NOT NULL,
  score INTEGER NOT NULL, band TEXT NOT NULL, major INTEGER NOT NULL, imported INTEGER NOT NULL, deployed INTEGER NOT NULL,
  begins INTEGER, begins_day INTEGER NOT NULL, due INTEGER, ends INTEGER, ends_day INTEGER NOT NULL, long INTEGER NOT NULL,
  stage_since INTEGER NOT NULL, registered INTEGER NOT NULL,
  authorised INTEGER, base INTEGER, base_day INTEGER NOT NULL, cancelled INTEGER, rebased INTEGER NOT NULL, moves TEXT NOT NULL,
  declared INTEGER NOT NULL, incident TEXT NOT NULL, outcome TEXT NOT NULL, passed TEXT NOT NULL, items TEXT NOT NULL, changes TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX release_row_now ON release_row(id) WHERE until IS NULL;
CREATE INDEX release_row_stage ON release_row(ended, stage, begins, number, deployed, due) WHERE until IS NULL;
CREATE INDEX release_row_emergency ON release_row(ended, stage, begins, number, deployed, due) WHERE until IS NULL AND means = 'emergency';
-- These hold all that finding and counting a stretch of calendar asks for.
CREATE INDEX release_row_begins ON release_row(begins, number, state, begins_day, ends, ends_day) WHERE until IS NULL;
CREATE INDEX release_row_long ON release_row(ends, begins, state) WHERE until IS NULL AND long = 1;
-- The first authorised starts of a period.
CREATE INDEX release_row_base ON release_row(base, id) WHERE until IS NULL AND base IS NOT NULL;
-- What stands apart in measures: history.
CREATE INDEX release_row_imported ON release_row(begins) WHERE until IS NULL AND imported = 1;
CREATE INDEX release_row_cancelled ON release_row(cancelled) WHERE until IS NULL AND cancelled IS NOT NULL;
-- Each stretch on hold is the states that were written in it, whether they still hold or not.
CREATE INDEX release_row_held ON release_row(id, since, until) WHERE state = 'hold';
CREATE INDEX release_row_service ON release_row(service, stage) WHERE until IS NULL;
CREATE INDEX release_row_old ON release_row(id, since) WHERE until IS NOT NULL;
CREATE INDEX release_row_then ON release_row(until) WHERE until IS NOT NULL;

-- What measures ask of a deployment: each production run with its times, how long the
-- release plan says that it takes (what = 'plan'), how its acceptance criteria stand
-- (wanted, tested, accepted: their ids in said), and whether an emergency was judged to
-- be one (judgement: yes or no in said).
CREATE TABLE deploy_row (
  n INTEGER PRIMARY KEY, since INTEGER NOT NULL, until INTEGER, id TEXT NOT NULL, release TEXT NOT NULL, what TEXT NOT NULL,
  started INTEGER, ended INTEGER, result TEXT NOT NULL, decided INTEGER, back INTEGER, planned INTEGER,
  partial INTEGER NOT NULL, intervention TEXT NOT NULL, failed INTEGER, restored INTEGER, said TEXT NOT NULL
) STRICT;
CREATE INDEX deploy_row_ended ON deploy_row(ended, release, started, result, decided, back, partial, intervention, failed, restored, id) WHERE until IS NULL AND ended IS NOT NULL;
CREATE INDEX deploy_row_release ON deploy_row(release, what, started, ended, result, decided, back, planned, partial, intervention, failed, restored, said, id) WHERE until IS NULL;
CREATE INDEX deploy_row_old ON deploy_row(release, since) WHERE until IS NOT NULL;
CREATE INDEX deploy_row_then ON deploy_row(until) WHERE until IS NOT NULL;
-- What is being rolled back, which boards and calendars say.
CREATE INDEX deploy_row_back ON deploy_row(release) WHERE until IS NULL AND what = 'run' AND decided IS NOT NULL AND back IS NULL AND result <> 'rolled-back';

-- What measures ask of a release with its runs and papers, in one value (fact_pack.go),
-- once for each moment by which a period asks for it: what says which that is (fact_rows.go).
-- Worked out of release_row and deploy_row, and so that the facts of a period lie side by
-- side: a row holds as long as none of those that it is worked out of changes.
CREATE TABLE fact_row (
  what INTEGER NOT NULL, at INTEGER NOT NULL, day INTEGER NOT NULL, release TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER, facts BLOB NOT NULL
) STRICT;
CREATE INDEX fact_row_now ON fact_row(what, at, day, since, until, release, facts) WHERE until IS NULL;
CREATE INDEX fact_row_then ON fact_row(until, what, at) WHERE until IS NOT NULL;
CREATE INDEX fact_row_release ON fact_row(release, until);

-- i counts the links of one version.
CREATE TABLE link (
  n INTEGER NOT NULL, i INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER, src TEXT NOT NULL, rel TEXT NOT NULL, dst TEXT NOT NULL,
  PRIMARY KEY (n, i)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_src ON link(src, rel, dst) WHERE until IS NULL;
CREATE INDEX link_dst ON link(dst, rel, src) WHERE until IS NULL;
-- Few links are those of incidents to what caused them; measures ask for them of
-- each deployment.
CREATE INDEX link_incident ON link(dst, rel, src) WHERE until IS NULL AND rel IN ('caused-by', 'suspects');
CREATE INDEX link_src_then ON link(src, since) WHERE until IS NOT NULL;
CREATE INDEX link_dst_then ON link(dst, since) WHERE until IS NOT NULL;

CREATE VIRTUAL TABLE search USING fts5(id, title, body, tokenize = "unicode61 remove_diacritics 2", prefix = '1 2 3');
