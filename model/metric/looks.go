package metric

import (
	"fmt"
	"time"

	"fairway/model"
	"fairway/model/grammar"
	"fairway/model/process"
	"fairway/model/when"
)

// Look is one look at the whole of the definitive media library. It is of no service, type or
// team: of a part of the releases there is no accuracy.
type Look struct {
	ID model.ID
	At time.Time
	// Entries were looked at; of Digests only a digest is on record: they have no content that
	// could be another.
	Entries, Digests int
	// Wrong are those whose content is not what is on record, and More how many there are
	// besides these.
	Wrong []WrongEntry
	More  int
}

// WrongEntry is an entry of the DML whose content is not what is on record.
type WrongEntry struct {
	ID   model.ID
	Name string
	Is   string // altered, missing, unreadable: see model.MediaSeen
}

// The names of further values.
const (
	PartAltered    = "that were altered"
	PartGone       = "without their content"
	PartUnreadable = "that can't be read"
	PartDigests    = "with only a digest"
	PartLooks      = "checks"
)

const sectionWrong = "not as on record"

// ReadsLooks are the looks at the whole library that were made in the period.
const ReadsLooks Reading = "looks"

var _ = register(dmlAccuracy)

func dmlAccuracy() Metric {
	looks := func(r *Result) string { return grammar.Count(int(r.Part(PartLooks).Num), "check") }
	return Metric{
		Measure: process.Measure{ID: "dml-accuracy", Title: "DML accuracy"}, Form: Share,
		Further: []Further{{PartAltered, Count}, {PartGone, Count}, {PartUnreadable, Count}, {PartDigests, Count}, {PartLooks, Count}},
		Counts:  [2]string{"checked entry of the DML", "checked entries of the DML"},
		Beside:  func(r *Result) string { return fmt.Sprintf("%d looked at, in %s", r.Population, looks(r)) },
		StandsOut: func(r *Result) string {
			return fmt.Sprintf("%s were altered, %s were missing and %s could not be read, in %s", r.Part(PartAltered).Short(), r.Part(PartGone).Short(), r.Part(PartUnreadable).Short(), looks(r))
		},
		Reads: []Reading{ReadsLooks},
		Of:    dmlAccuracyOf,
	}
}

// dmlAccuracyOf is the row 'DML accuracy' of 3-metrics: what looks at the whole library found.
func dmlAccuracyOf(f Facts, span when.Span) Result {
	res := Result{Metric: "dml-accuracy"}
	found := map[string]int{}
	looks, digests, right := 0, 0, 0
	for i := range f.Looks {
		l := &f.Looks[i]
		if !span.Holds(l.At) {
			continue
		}
		looks++
		digests += l.Digests
		checked := l.Entries - l.Digests
		whole := checked - len(l.Wrong) - l.More
		res.Population += checked
		right += whole
		res.list(&f, func() Record {
			return Record{Section: sectionCounted, In: true, ID: l.ID, Title: "Look at the whole DML", At: l.At, Text: fmt.Sprintf("%d of %d hold what is on record", whole, checked)}
		})
		for _, w := range l.Wrong {
			found[w.Is]++
			res.list(&f, func() Record {
				return Record{Section: sectionWrong, ID: w.ID, Title: w.Name, At: l.At, Text: w.Is + ", " + string(l.ID)}
			})
		}
		if l.More > 0 {
			res.list(&f, func() Record {
				return Record{Section: sectionWrong, ID: l.ID, Title: "Look at the whole DML", At: l.At, Text: fmt.Sprintf("and %d more, which it does not name", l.More)}
			})
		}
	}
	res.Value = Value{Share, int64(right), int64(res.Population)}
	res.Parts = []Part{
		{PartAltered, count(int64(found[model.MediaAltered])), Less},
		{PartGone, count(int64(found[model.MediaMissing])), Less},
		{PartUnreadable, count(int64(found[model.MediaUnreadable])), Less},
		{PartDigests, count(int64(digests)), Less},
		{PartLooks, count(int64(looks)), More},
	}
	res.finish(&f)
	return res
}
