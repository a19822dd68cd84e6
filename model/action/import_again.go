package action

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/grammar"
	"fairway/model/intake"
	"fairway/model/when"
)

// What a row speaks about, by kind of record.
var (
	milestoneFacets = []model.Facet{{Name: "title", Fields: []string{"title"}}, {Name: "notes", Fields: []string{"text"}}, {Name: "service", Fields: []string{"service"}},
		{Name: "date", Fields: []string{"at", "until"}}, {Name: "state", Fields: []string{"withdrawn"}}}
	windowFacets = []model.Facet{{Name: "title", Fields: []string{"title"}}, {Name: "class", Fields: []string{"class"}}, {Name: "hard", Fields: []string{"hard"}},
		{Name: "service", Fields: []string{"everything", "services"}}, {Name: "dates", Fields: []string{"slot", "zone", "rule", "lasts", "except"}},
		{Name: "reason", Fields: []string{"reason"}}, {Name: "state", Fields: []string{"withdrawn"}}}
	incidentFacets = []model.Facet{{Name: "title", Fields: []string{"title"}}, {Name: "notes", Fields: []string{"text"}}, {Name: "severity", Fields: []string{"severity"}},
		{Name: "service", Fields: []string{"service"}}, {Name: "opened", Fields: []string{"opened"}}, {Name: "state", Fields: []string{"state", "resolved"}},
		{Name: "references", Fields: []string{"references"}}, {Name: "impact", Fields: []string{"impact_start"}}}
	releaseFacets = []model.Facet{{Name: "name", Fields: []string{"name"}}, {Name: "version", Fields: []string{"version"}}, {Name: "notes", Fields: []string{"notes"}},
		{Name: "service", Fields: []string{"service"}}, {Name: "window", Fields: []string{"window"}}}
)

// revision is what a row makes of the record it stood for.
type revision struct {
	record model.Record   // as it is to stand
	more   []model.Record // what goes with it: approvals that are voided
	voided []model.ID
	lapsed []gate.Lapse
	taken  []string
	left   []Difference
	news   bool // the source says anything else than the last time
	may    bool // whoever imports may note at the record what its source says
}

// again applies a row to the record that it stood for when it was read before.
// What people wrote last stays, and what the row changes is asked for and
// checked as the same change by hand would be.
func (in *importing) again(row intake.Row, origin *model.Origin, found Found, service *named, refusal *model.Refusal) error {
	id := found.Record.Key()
	if kind := kindOfRow(row.Kind); kind != found.Record.Kind() {
		refusal.Add(fmt.Sprintf("its key stands for %s, %s, and the row is %s now", id, grammar.A(found.Record.Kind().Words()), article(row.Kind)),
			model.Say("correct the kind, or give what is new a key of its own"))
		in.refuse(row, refusal)
		return nil
	}
	base, err := in.LastImport(found)
	if err != nil {
		return err
	}
	if base == nil || base.Kind() != found.Record.Kind() {
		return fmt.Errorf("import line %d: what an earlier import wrote of %s can't be found", row.Line, id)
	}
	var r revision
	switch now := found.Record.(type) {
	case *model.Release:
		r, err = in.releaseAgain(row, origin, found, base.(*model.Release), service, refusal)
	case *model.Window:
		r, err = in.windowAgain(origin, now, base.(*model.Window), in.window(row, service.id, now), refusal)
	case *model.Milestone:
		r, err = in.milestoneAgain(origin, found, base.(*model.Milestone), in.milestone(row, service.id, now), refusal)
	case *model.Item:
		r, err = in.itemAgain(origin, found, base.(*model.Item), in.item(row, service.id, now), refusal)
	case *model.Incident:
		r, err = in.incidentAgain(origin, found, base.(*model.Incident), in.incident(row, service.id, now), refusal)
	}
	if err != nil {
		return err
	}
	if len(refusal.Reasons) > 0 {
		in.refuse(row, refusal)
		return nil
	}
	return in.settle(row, found.Record, service, r)
}

// settle counts what became of a row, and writes it.
func (in *importing) settle(row intake.Row, stood model.Record, service *named, r revision) error {
	id := stood.Key()
	if len(r.left) > 0 {
		in.Counts.Kept++
		if in.Kept != nil {
			for i := range r.left {
				r.left[i].Record = id
			}
			in.Kept(row, r.left)
		}
	}
	switch {
	case len(r.taken) > 0:
		in.Counts.Changed++
		in.replans(r)
	case len(r.left) == 0:
		in.Counts.Unchanged++
	}
	if !r.news || (len(r.taken) == 0 && !r.may) {
		return nil
	}
	if err := in.open(service); err != nil { // what the source says names it, taken or kept
		return err
	}
	in.touch(id, r)
	in.stirred(r.record, stood, r.taken)
	in.Voided, in.Lapsed = append(in.Voided, r.voided...), append(in.Lapsed, r.lapsed...)
	for _, one := range append(r.more, r.record) {
		if err := in.write(one); err != nil {
			return err
		}
	}
	return nil
}

// touch keeps for the log what was done to a record that stood.
func (in *importing) touch(id model.ID, r revision) {
	if len(r.taken)+len(r.left) == 0 {
		return
	}
	t := Touched{ID: id, Fields: r.taken}
	for _, d := range r.left {
		t.Kept = append(t.Kept, d.Field)
	}
	if at := slices.IndexFunc(in.Touched, func(t Touched) bool { return t.ID == id }); at >= 0 { // its row comes twice
		one := &in.Touched[at]
		one.Fields, one.Kept = union(one.Fields, t.Fields), union(one.Kept, t.Kept)
	} else if len(in.Touched) < touchedLimit {
		in.Touched = append(in.Touched, t)
	} else {
		in.More++
	}
}

func union(a, b []string) []string {
	for _, name := range b {
		if !slices.Contains(a, name) {
			a = append(a, name)
		}
	}
	return a
}

// sourced is the origin of a record whose row was read again.
func sourced(origin *model.Origin, said map[string]string) *model.Origin {
	o := *origin
	o.Said = said
	return &o
}

// differences lists what was kept, in words.
func differences(kept []string, now, says model.Record, words func(model.Record, string) string) []Difference {
	return model.Each(kept, func(field string) Difference {
		return Difference{Field: field, Stands: words(now, field), File: words(says, field)}
	})
}

func (in *importing) milestoneAgain(origin *model.Origin, found Found, base, says *model.Milestone, refusal *model.Refusal) (revision, error) {
	now := found.Record.(*model.Milestone)
	f, err := model.Follow(base, now, says, base.Origin.Said, milestoneFacets)
	if err != nil {
		return revision{}, err
	}
	n := f.Record
	n.Origin = sourced(origin, f.Said)
	may := in.allowed(found, "milestone.write", f.Taken, refusal, now.Service, n.Service)
	return revision{record: n, taken: f.Taken, news: f.News, may: may, left: differences(f.Kept, now, says, in.words)}, nil
}

func (in *importing) incidentAgain(origin *model.Origin, found Found, base, says *model.Incident, refusal *model.Refusal) (revision, error) {
	now := found.Record.(*model.Incident)
	f, err := model.Follow(base, now, says, base.Origin.Said, incidentFacets)
	if err != nil {
		return revision{}, err
	}
	n := f.Record
	n.Origin = sourced(origin, f.Said)
	may := in.allowed(found, "incident.write", f.Taken, refusal, now.Service, n.Service)
	if why := "as " + in.Source + " has it"; !found.Fresh { // else nobody has seen how it was
		if n.Severity != now.Severity {
			n.Grades = append(slices.Clip(now.Grades), model.Regrade{From: now.Severity, To: n.Severity, Reason: why, By: in.c.Who.ID(), At: in.c.Now})
		}
		if n.State == model.IncidentOpen && now.State != model.IncidentOpen {
			n.Reopenings = append(slices.Clip(now.Reopenings), model.Reopening{Was: now.State, Resolved: now.Resolved, Reason: why, By: in.c.Who.ID(), At: in.c.Now})
		}
	}
	return revision{record: n, taken: f.Taken, news: f.News, may: may, left: differences(f.Kept, now, says, in.words)}, nil
}

// allowed asks for the permission to change a record that stands, as it stands
// and as it is to be. What this import entered itself is nobody's yet.
func (in *importing) allowed(found Found, permission string, taken []string, refusal *model.Refusal, before, after model.ID) bool {
	if found.Fresh {
		permission = importHistory
	}
	if len(taken) == 0 {
		return Can(in.c, permission, before)
	}
	in.asks(refusal, fmt.Sprintf("it would change %s (%s)", found.Record.Key(), strings.Join(taken, ", ")), permission, before, after)
	return true
}

// words is the value of a facet as people read it.
func (in *importing) words(r model.Record, facet string) string {
	switch r := r.(type) {
	case *model.Release:
		switch facet {
		case "name":
			return r.Name
		case "version":
			return r.Version
		case "notes":
			return r.Notes
		case "service":
			return in.serviceWords(r.Service)
		case "window":
			return in.slotWords(r.Window)
		}
	case *model.Item:
		return in.itemWords(r, facet)
	case *model.Milestone:
		switch facet {
		case "title":
			return r.Title
		case "notes":
			return r.Text
		case "service":
			return in.serviceWords(r.Service)
		case "date":
			return in.slotWords(model.Slot{Start: r.At, End: r.Until})
		case "state":
			return offCalendar(r.Withdrawn)
		}
	case *model.Window:
		switch facet {
		case "title":
			return r.Title
		case "class":
			return r.Class
		case "hard":
			return map[bool]string{true: "hard", false: "soft"}[r.Hard]
		case "service":
			if len(r.Services) == 0 {
				return "everything"
			}
			return in.serviceWords(r.Services[0])
		case "dates":
			return strings.TrimSpace(in.slotWords(r.Slot) + " " + r.Rule)
		case "reason":
			return r.Reason
		case "state":
			return offCalendar(r.Withdrawn)
		}
	case *model.Incident:
		switch facet {
		case "title":
			return r.Title
		case "notes":
			return r.Text
		case "severity":
			return r.Severity
		case "service":
			return in.serviceWords(r.Service)
		case "opened":
			return in.timeWords(r.Opened)
		case "state":
			return strings.TrimSpace(model.StateWords(r) + " " + in.timeWords(r.Resolved))
		case "references":
			return strings.Join(model.Each(r.References, model.Reference.String), ", ")
		case "impact":
			return in.timeWords(r.ImpactStart)
		}
	}
	return ""
}

func offCalendar(why string) string {
	if why == "" {
		return "on the calendar"
	}
	return "withdrawn: " + why
}

// serviceWords is what people call a service; its id where it can't be read.
func (in *importing) serviceWords(id model.ID) string {
	if id == "" {
		return ""
	}
	for slug, s := range in.services {
		if s.id == id {
			return slug
		}
	}
	c, err := in.Facts(model.Needs{IDs: []model.ID{id}})
	if err == nil {
		if s := model.Get[*model.Service](c, id); s != nil {
			return s.Handle
		}
	}
	return string(id)
}

func (in *importing) slotWords(s model.Slot) string {
	zone := in.c.Rules.Policy.Location()
	if s.Start.Same(s.End) {
		s.End = when.Moment{}
	}
	return slotWords(in.c, s, zone)
}

func (in *importing) timeWords(t time.Time) string {
	return when.Format(when.Moment{At: t, Precision: when.Minute}, in.c.Rules.Policy.Location(), when.ISO)
}
