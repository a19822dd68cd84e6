package decision

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/process"
	"fairway/model/when"
)

// entries are decisions on entries of the catalogue: what follows one is
// authorised by it.
var entries = &Kind{
	Act: "decide-entry", Permission: "catalogue.decide", Verb: "decide", What: "entry", Plural: "entries of the catalogue", Relations: []string{author},
	Before: []process.Duty{{Act: "decide-entry", Not: []string{author}, Text: "nobody approves their own"}},
	meant: func(_ *model.Case, q Request) any {
		w := q.Entry.Work
		w.NextReview = when.Moment{} // a day is the same, whenever it begins
		return []any{q.Entry.ID, q.Entry.Version, w, q.Entry.NextReview.Meant()}
	},
	retract: func(q Request, _ Word, back model.Ending) model.Record {
		e := *q.Entry
		e.Retracted = append(slices.Clone(e.Retracted), model.Retracted{Decided: *e.Decided, Back: back})
		e.Decided = nil
		e.State = e.Stands()
		return &e
	},
	abstained: func(q Request) (model.Record, *[]model.Abstention) {
		e := *q.Entry
		return &e, &e.Abstained
	},
}

// Entry is the decision on an entry of the catalogue as it stands, which waits from
// its proposal on.
func Entry(e *model.Entry) Request {
	q := Request{Kind: entries, Record: e, Entry: e, By: e.Author, At: e.Proposed, Abstained: e.Abstained, Waits: e.State == model.EntryProposed, Title: fmt.Sprintf("%s %s", e.ID, e.Title)}
	if v := e.Decided; v != nil {
		q.Words = []Word{{By: v.By, At: v.At, Yes: v.Yes, Basis: v.Basis, entered: v.Recorded}}
	}
	return q
}

// Unfollowed says why an entry does not authorise what follows one of its versions,
// as it follows its id: "is suspended by Milan: …"; "" where it does. What was begun
// goes on under the version that it was begun under, also when there is a newer one.
func Unfollowed(c *model.Case, e *model.Entry, version int, begun bool) string {
	v, ok := e.At(version)
	switch {
	case e.Retired != nil:
		return fmt.Sprintf("was retired by %s: %s", c.Signatory(e.Retired.By, e.Retired.At), e.Retired.Reason)
	case e.Suspended != nil:
		return fmt.Sprintf("is suspended by %s: %s", c.Signatory(e.Suspended.By, e.Suspended.At), e.Suspended.Reason)
	case !ok:
		return fmt.Sprintf("has no version %d that was authorised", version)
	case v.Suspended != nil:
		return fmt.Sprintf("was suspended by %s in its version %d: %s", c.Signatory(v.Suspended.By, v.Suspended.At), version, v.Suspended.Reason)
	case !begun && version != e.Version:
		return fmt.Sprintf("is at version %d now, and this follows version %d", e.Version, version)
	case v.Decided == nil:
		return "is " + string(e.State) + ", not authorised"
	case !v.Decided.Yes:
		return fmt.Sprintf("was rejected by %s: %s", Signed(c, v.Decided.By, v.Decided.At, v.Decided.Basis), v.Decided.Text)
	}
	asked := *e
	asked.Version, asked.Work, asked.Author, asked.Authors, asked.Decided = v.Version, v.Work, v.Author, v.Authors, v.Decided
	q := Entry(&asked)
	if why := Against(c, q, q.Words[0]); why != "" {
		return fmt.Sprintf("was authorised by %s, %s", Signed(c, v.Decided.By, v.Decided.At, v.Decided.Basis), why)
	}
	for _, k := range v.Decided.Conditions() {
		if k.Met == nil {
			return fmt.Sprintf("was authorised on condition, and %s has to meet it: %s", c.PersonName(k.By), k.Text)
		}
	}
	return ""
}

// byEntry says why an RFC's entry authorises it no more, as it follows "authorised
// by Carla, "; "" where it does.
func byEntry(c *model.Case, ch *model.Change) string {
	e := model.Get[*model.Entry](c, ch.Entry.Entry)
	if e == nil {
		return fmt.Sprintf("through %s, which can't be read", ch.Entry.Entry)
	}
	if why := Unfollowed(c, e, ch.Entry.Version, ch.State != model.ChangeAuthorised); why != "" {
		return fmt.Sprintf("through %s, which %s", e.ID, why)
	}
	if beyond := Beyond(e, ch.Entry.Version, ch); len(beyond) > 0 {
		return fmt.Sprintf("through %s, which does not cover %s", e.ID, strings.Join(beyond, ", "))
	}
	return ""
}

// Beyond lists in what an RFC goes beyond a version of its entry, as it follows "does
// not cover". An entry that states no impact is for the least.
func Beyond(e *model.Entry, version int, ch *model.Change) []string {
	v, _ := e.At(version)
	var out []string
	if !slices.Contains(v.Services, ch.Service) {
		service := "an RFC of no service"
		if ch.Service != "" {
			service = "service " + string(ch.Service)
		}
		out = append(out, service)
	}
	for _, id := range ch.Items {
		if !slices.Contains(v.Items, id) {
			out = append(out, string(id))
		}
	}
	if may := max(v.Impact, 1); ch.Impact > may {
		out = append(out, fmt.Sprintf("an impact of %d (it goes to %d)", ch.Impact, may))
	}
	if v.Category != "" && ch.Category != v.Category {
		out = append(out, "an RFC about "+strings.ReplaceAll(ch.Category, "-", " "))
	}
	return out
}
