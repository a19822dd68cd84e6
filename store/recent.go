package store

import (
	"errors"
	"maps"
	"slices"

	"fairway/model"
)

// recent is what a file that is being filled holds now: every current version
// with its body, so that an action need not ask the file for what a moment ago
// was written into it. What is read is decoded from the body, as always.
//
// The words of the search wait here too: they are put in once, at the end.
type recent struct{ versions map[model.ID]*version }

type version struct {
	kind          model.Kind
	since, entity int64
	body          []byte
	digest        string
	record        model.Record // decoded once, then shared: records are never changed in place
	title, words  string
}

func newRecent() *recent { return &recent{versions: map[model.ID]*version{}} }

// put takes note of a version; there is nothing to do where no file is filled.
func (r *recent) put(rec model.Record, since, entity int64, body []byte, digest string) {
	if r != nil {
		r.versions[rec.Key()] = &version{kind: rec.Kind(), since: since, entity: entity, body: body, digest: digest}
	}
}

// words takes note of what a record is found by.
func (r *recent) words(id model.ID, title, words string) {
	r.versions[id].title, r.versions[id].words = title, words
}

// fact reads the current version of a record; false when there is none.
func (r *recent) fact(id model.ID) (model.Fact, bool, error) {
	v, ok := r.versions[id]
	if !ok {
		return model.Fact{}, false, nil
	}
	if v.record == nil {
		rec, err := model.Decode(v.kind, v.body)
		if err != nil {
			return model.Fact{}, false, err
		}
		v.record = rec
	}
	return model.Fact{Record: v.record, Since: v.since, Digest: v.digest}, true, nil
}

// index makes everything be found by its words.
func (r *recent) index(w *writer) error {
	ids := slices.SortedFunc(maps.Keys(r.versions), func(a, b model.ID) int { return int(r.versions[a].entity - r.versions[b].entity) })
	var errs []error
	for _, id := range ids {
		v := r.versions[id]
		_, err := w.exec(insertSearch, v.entity, string(id), v.title, v.words)
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}
