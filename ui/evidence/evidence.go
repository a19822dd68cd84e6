// Package evidence makes evidence packs: one archive for an auditor, of a release or of a
// period, with its records byte for byte as they are stored and as people read them, what was
// decided, the entries of the log with their hashes, what shows each clause of the standard,
// and a script that verifies all of it with sha256sum alone.
//
// A pack hangs on the file and the place in the log alone: neither on the clock, nor on who
// makes it, where, in which zone, or with which terminal. Which version of the program wrote
// it stands nowhere in it. What was removed by law since is missing from one that is made
// later.
package evidence

import (
	"context"
	"fmt"
	"strings"

	"fairway/assets"
	"fairway/model"
	"fairway/model/evidence"
	"fairway/model/when"
	"fairway/store"
)

// Edition is that of what packs are made of. It is raised where they get something else in
// them, or the words of their papers change: two of one edition can be compared byte for byte.
const Edition = 1

// Asked is what is looked at.
type Asked struct {
	Release model.ID    // or
	Period  when.Period // with
	Sample  int         // how many releases are drawn; 0 is all
	Seed    int64       // 0 is the position
	AsOf    store.Position
	// Progress is told how many steps are done, of how many, if it is there.
	Progress func(done, all int)
}

// Found is what shows each clause, as it is at a place in the log.
type Found struct {
	At       store.EvidenceAt
	Matrix   evidence.Matrix
	Releases []evidence.Matrix // those that were drawn, or the one
}

// Look works out what shows each clause.
func Look(ctx context.Context, db *store.DB, q Asked) (Found, error) {
	at, err := db.EvidenceAt(ctx, q.AsOf)
	if err != nil {
		return Found{}, err
	}
	f, _, err := look(ctx, db, q, at, func(evidence.Matrix, *model.Case) error { return nil })
	return f, err
}

// look hands each release over with its facts as it is looked at, and comes back with the facts
// of the whole: those of a period, or of the one release.
func look(ctx context.Context, db *store.DB, q Asked, at store.EvidenceAt, each func(evidence.Matrix, *model.Case) error) (Found, *model.Case, error) {
	ask := store.EvidenceAsk{At: at, Lay: assets.Explained}
	if q.Release != "" {
		m, c, err := db.Evidence(ctx, ask, q.Release)
		if err == nil {
			err = each(m, c)
		}
		return Found{at, m, []evidence.Matrix{m}}, c, err
	}
	l, err := db.BeginEvidence(ctx, ask, q.Period, q.Sample, q.Seed)
	if err != nil {
		return Found{}, nil, err
	}
	for more := true; more; {
		if more, err = l.Step(ctx); err != nil {
			return Found{}, nil, err
		}
		if m, c := l.Last(); c != nil {
			if err := each(m, c); err != nil {
				return Found{}, nil, err
			}
		}
		if q.Progress != nil {
			q.Progress(l.Done())
		}
		if err := ctx.Err(); err != nil {
			return Found{}, nil, err
		}
	}
	p := l.Result()
	return Found{at, p.Matrix, p.Releases}, p.Case, nil
}

// Text is a matrix for people to read, line by line.
func Text(m evidence.Matrix, at store.EvidenceAt) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Evidence of %s, %s\n", m.Of, line(m.Title))
	if m.Sample != nil {
		fmt.Fprintf(&b, "%s\n", m.Sample.Words())
	} else {
		fmt.Fprintf(&b, "It is in %s, and follows %s.\n", m.Stage, m.Rules)
	}
	fmt.Fprintf(&b, "As of entry %d of the log, %s\n%s\n", at.Position, at.Time.UTC().Format("2006-01-02 15:04 UTC"), m.Words())
	for _, r := range m.Rows {
		fmt.Fprintf(&b, "\n%-14s  %s\n", r.Answer, r.Clause)
		wrapped(&b, "", r.Text)
		wrapped(&b, "", r.Why)
		if len(r.Records) > 0 {
			word := "see "
			if r.Answer == evidence.Pass {
				word = "shown by "
			}
			wrapped(&b, "", word+named(r.Records))
		}
		for _, g := range r.Groups() {
			text := fmt.Sprintf("%s: %s", g.Answer, g.Words())
			if len(g.Records) > 0 {
				text += " (" + named(g.Records) + ")"
			}
			wrapped(&b, "- ", text)
		}
	}
	return b.String()
}

func named(ids []model.ID) string {
	return strings.Join(model.Each(ids, func(id model.ID) string { return string(id) }), ", ")
}
