package level

import (
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/when"
)

// knownAt are the facts with the agreements as they were on record just before a moment.
func (f *Facts) knownAt(t time.Time) *Facts {
	n := *f
	n.Agreements = nil
	for _, a := range f.Agreements {
		if !a.At.Before(t) {
			continue
		}
		if a.Withdrawn != nil && !a.Withdrawn.At.Before(t) {
			still := *a
			still.Withdrawn = nil
			a = &still
		}
		n.Agreements = append(n.Agreements, a)
	}
	return &n
}

// Earlier are the levels by which a stretch was judged before agreements that were entered
// or withdrawn in it or afterwards had it judged otherwise, in order: what was reported then
// stays to be seen. What such an agreement says of the time after it was entered judges
// nothing anew.
func (f *Facts) Earlier(in when.Span) (out []Level) {
	var events []time.Time
	for _, a := range f.Agreements {
		events = append(events, a.At)
		if a.Withdrawn != nil {
			events = append(events, a.Withdrawn.At)
		}
	}
	slices.SortFunc(events, time.Time.Compare)
	now := inForce(f, in)
	for _, at := range slices.CompactFunc(events, time.Time.Equal) {
		past := in.Intersect(when.Span{Start: in.Start, End: at})
		if past.IsZero() || !at.After(in.Start) {
			continue
		}
		before, after := f.knownAt(at), f.knownAt(at.Add(1))
		if was := inForce(before, past); len(was) == 0 || slices.Equal(was, inForce(after, past)) {
			continue
		}
		l := before.In(in)
		if slices.Equal(l.Agreements, now) || slices.ContainsFunc(out, func(o Level) bool { return slices.Equal(o.Agreements, l.Agreements) }) {
			continue
		}
		out = append(out, l)
	}
	return out
}

func inForce(f *Facts, in when.Span) []model.ID {
	return model.Each(f.InForce(in), func(s Stretch) model.ID { return s.Agreement.ID })
}

// JudgedBy says how a stretch stands, and by what: missed by AGR-1.
func (l Level) JudgedBy() string {
	return l.Words() + " by " + strings.Join(model.Each(l.Agreements, func(id model.ID) string { return string(id) }), " and ")
}

// EarlierWords say how a stretch was judged before: "was missed by AGR-1"; "" where it was
// not.
func (f *Facts) EarlierWords(in when.Span) string {
	var words []string
	for _, l := range f.Earlier(in) {
		words = append(words, "was "+l.JudgedBy())
	}
	return strings.Join(words, ", ")
}
