package evidence

import (
	"fmt"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/process"
	"fairway/model/when"
)

// InForce are rules of the file, and from when until when they were in force.
type InForce struct {
	ID    model.ID
	From  time.Time
	Until time.Time    // zero of those that are
	Rules *model.Rules // nil of those that were not so in the period that is looked at
}

// Within reports whether they were in force at some time of a stretch.
func (i InForce) Within(span when.Span) bool {
	return i.From.Before(span.End) && (i.Until.IsZero() || i.Until.After(span.Start))
}

// inForce are those of the period, the first ones first. Where there were none, why says so.
func (f periodFacts) inForce() (of []InForce, why answer) {
	for _, i := range f.force {
		if i.Rules != nil && i.Within(f.span) && !i.From.After(f.Now) {
			of = append(of, i)
		}
	}
	switch {
	case len(of) > 0:
	case len(f.force) == 0:
		why = missing(nil, "the file has no rules")
	default:
		why = fail(nil, "no rules were in force in the period: the first, %s, are in force since %s", f.force[0].ID, stamp(f.force[0].From))
	}
	return of, why
}

// rulesInForce: those that were in force in the period itself. What was adopted after it says
// nothing of it.
func rulesInForce(f periodFacts, _ process.Proof) answer {
	of, none := f.inForce()
	if len(of) == 0 {
		return none
	}
	var records []model.ID
	var said []string
	for n, i := range of {
		releases := 0
		for _, p := range i.Rules.Processes {
			if p.Of == string(model.KindRelease) {
				releases++
			}
		}
		records = append(records, i.ID)
		text := fmt.Sprintf("%s, version %s, with %s of release", i.ID, i.Rules.Version, count(releases, "type"))
		switch {
		case i.From.After(f.span.Start) && n == 0 && i.ID == f.force[0].ID:
			text += ", from " + stamp(i.From) + "; none were in force before"
		case i.From.After(f.span.Start):
			text += ", from " + stamp(i.From)
		default:
			text += ", in force since " + stamp(i.From)
		}
		said = append(said, text)
	}
	return pass(records, "%s", strings.Join(said, "; "))
}

// measuresDefined: by the rules that were in force last in the period.
func measuresDefined(f periodFacts, _ process.Proof) answer {
	of, none := f.inForce()
	if len(of) == 0 {
		return none
	}
	last := of[len(of)-1]
	var lacks []string
	for _, m := range last.Rules.Measures {
		if m.Owner == "" || m.Formula == "" || m.Frequency == "" {
			lacks = append(lacks, m.Title)
		}
	}
	if len(lacks) > 0 {
		return missing([]model.ID{last.ID}, "without owner, formula or frequency in %s: %s", last.ID, strings.Join(lacks, ", "))
	}
	return pass([]model.ID{last.ID}, "all %d, each with owner, formula and frequency, by %s", len(last.Rules.Measures), last.ID)
}
