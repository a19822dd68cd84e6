package action

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/intake"
)

// Import takes a file's records in, all or none: one action, one log entry
// with the file's SHA-256 and the counts. What comes in is marked with its
// origin, enters at its mapped stage without gates, and is the same record
// when the file comes again.
type Import struct {
	Source  string `json:"source"` // names the origin; the same file again has the same source
	File    string `json:"file"`
	SHA256  string `json:"sha256"`
	Mapping string `json:"mapping"`
	Counts  Counts `json:"counts"`

	// Rows yields the file's rows once more; they were checked before.
	Rows func(yield func(intake.Row) error) error `json:"-"`
	// Find looks up a record by the identity it had in the source.
	Find func(external string) (model.Record, error) `json:"-"`
	// Service looks up a service by its handle.
	Service func(handle string) (model.ID, error) `json:"-"`
	// Progress is told after each row.
	Progress func(Counts) `json:"-"`
	// Kept is told of each row that would change a record which people have
	// taken over since.
	Kept func(row intake.Row, why string) `json:"-"`
}

// Counts says what an import did.
type Counts struct {
	Rows      int `json:"rows"`
	New       int `json:"new"`
	Changed   int `json:"changed"`
	Unchanged int `json:"unchanged"`
	Kept      int `json:"kept"`     // changed in the file, but taken over by people
	Skipped   int `json:"skipped"`  // rows that the mapping leaves out
	Bad       int `json:"bad"`      // rows with an error
	Warnings  int `json:"warnings"` // rows taken in all the same
	Releases  int `json:"releases"`
	Others    int `json:"others"`
	Services  int `json:"services"` // created because the file names them
}

// Name is the word the log keeps.
func (*Import) Name() string { return "import" }

// Needs are none: rows are looked up one by one.
func (*Import) Needs() model.Needs { return model.Needs{} }

// Asks is the permission it takes.
func (*Import) Asks(*model.Case) (string, model.ID) { return "history.import", "" }

// Do streams the rows as records.
func (a *Import) Do(c *model.Case) (Outcome, error) {
	out := Outcome{Subject: "", Note: "imported " + a.File}
	out.Stream = func(write func(model.Record) error) error {
		in := &importing{Import: a, c: c, write: write, services: map[string]model.ID{}}
		return a.Rows(in.row)
	}
	return out, nil
}

// MarshalJSON writes the values for the log, once the counts are known.
func (a *Import) MarshalJSON() ([]byte, error) {
	type plain Import
	return json.Marshal((*plain)(a))
}

// RowProblem says what keeps a row from being taken in, or "": what depends on
// the rules rather than on the file.
func RowProblem(b *model.Book, row intake.Row) string {
	if row.Kind != intake.KindRelease {
		return ""
	}
	kind := row.Fields["type"]
	if kind == "" {
		kind = "normal"
	}
	if p, ok := b.Process(kind); !ok || p.Of != string(model.KindRelease) {
		return fmt.Sprintf("there is no release process %q", kind)
	}
	return ""
}

type importing struct {
	*Import
	c        *model.Case
	write    func(model.Record) error
	services map[string]model.ID
}

func (in *importing) row(row intake.Row) error {
	defer func() {
		if in.Progress != nil {
			in.Progress(in.Counts)
		}
	}()
	in.Counts.Rows++
	if row.Kind == "" || row.Kind == intake.KindSkip {
		in.Counts.Skipped++
		return nil
	}
	if RowProblem(in.c.Book, row) != "" {
		in.Counts.Bad++
		return nil
	}
	origin := &model.Origin{Source: in.Source, Key: row.Key, Digest: row.Digest}
	before, err := in.Find(origin.External())
	if err != nil {
		return err
	}
	if before != nil {
		if old := originOf(before); old != nil && old.Digest == row.Digest {
			in.Counts.Unchanged++
			return nil
		}
	}
	record, why, err := in.record(row, origin, before)
	if err != nil {
		return err
	}
	if why != "" {
		in.Counts.Kept++
		if in.Kept != nil {
			in.Kept(row, why)
		}
		return nil
	}
	if before != nil {
		in.Counts.Changed++
	} else {
		in.Counts.New++
		if record.Kind() == model.KindRelease {
			in.Counts.Releases++
		} else {
			in.Counts.Others++
		}
	}
	return in.write(record)
}

func originOf(r model.Record) *model.Origin {
	switch r := r.(type) {
	case *model.Release:
		return r.Origin
	case *model.Milestone:
		return r.Origin
	case *model.Window:
		return r.Origin
	case *model.Incident:
		return r.Origin
	}
	return nil
}

// service resolves a service the file names; one that isn't there is created.
func (in *importing) service(handle string) (model.ID, error) {
	if handle == "" {
		return "", nil
	}
	slug := slugOf(handle)
	if id, ok := in.services[slug]; ok {
		return id, nil
	}
	id, err := in.Service(slug)
	if err != nil {
		return "", err
	}
	if id == "" {
		const permission = "service.write" // what it takes to make one by itself
		if !Can(in.c, permission, "") {
			return "", model.Refuse("import "+in.File, fmt.Sprintf("there is no service %q, and %s has no role with the permission %s to make it; nothing was imported", handle, in.c.PersonName(in.c.Who.ID()), permission),
				"correct the name, or have it made first: fairway service add "+slug+"; the permission belongs to: "+strings.Join(in.c.Book.RolesWith(permission), ", "))
		}
		id = in.c.Mint(model.KindService)
		in.Counts.Services++
		if err := in.write(&model.Service{ID: id, Handle: slug, Name: handle, State: "active"}); err != nil {
			return "", err
		}
	}
	in.services[slug] = id
	return id, nil
}

// slugOf makes a handle of a name.
func slugOf(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '.', r == '_':
			b.WriteRune(r)
		default:
			b.WriteByte('-')
		}
	}
	slug := strings.Trim(b.String(), "-._")
	if len(slug) > 40 {
		slug = slug[:40]
	}
	if slug == "" {
		slug = "service"
	}
	return slug
}

// record makes the record a row stands for, or changes the one it stood for.
// why says that people have taken the record over, so the row is not applied.
func (in *importing) record(row intake.Row, origin *model.Origin, before model.Record) (_ model.Record, why string, _ error) {
	service, err := in.service(row.Fields["service"])
	if err != nil {
		return nil, "", err
	}
	slot := model.Slot{Start: row.Start, End: row.End}
	switch row.Kind {
	case intake.KindRelease:
		return in.release(row, origin, before, service, slot)
	case intake.KindMilestone:
		m := &model.Milestone{Service: service, Title: title(row), Text: row.Fields["notes"], At: row.Start, Until: row.End, Origin: origin}
		if cancelled(row) {
			m.Withdrawn = "cancelled in " + in.Source
		}
		if old, ok := before.(*model.Milestone); ok {
			m.ID, m.Release = old.ID, old.Release
		} else {
			m.ID = in.c.Mint(model.KindMilestone)
		}
		return m, "", nil
	case intake.KindFreeze, intake.KindMaintenance, intake.KindHoliday:
		w := &model.Window{Title: title(row), Class: row.Kind, Hard: row.Fields["hard"] == "true", Slot: slot, Zone: row.Zone, Rule: row.Rule, Except: row.Except, Reason: row.Fields["reason"], Origin: origin}
		if cancelled(row) {
			w.Withdrawn = "cancelled in " + in.Source
		}
		if service != "" {
			w.Services = []model.ID{service}
		} else {
			w.Everything = true
		}
		if old, ok := before.(*model.Window); ok {
			w.ID, w.Exceptions = old.ID, old.Exceptions
			if old.Withdrawn != "" {
				w.Withdrawn = old.Withdrawn
			}
		} else {
			w.ID = in.c.Mint(model.KindWindow)
		}
		return w, "", nil
	case intake.KindIncident:
		i := &model.Incident{Title: title(row), Text: row.Fields["notes"], Severity: severity(row.Fields["severity"]), State: "open", Service: service, Opened: row.Start.At, Origin: origin}
		if i.Opened.IsZero() {
			i.Opened = in.c.Now
		}
		i.Text = withUnmapped(i.Text, row)
		if !row.End.IsZero() && row.End.At.After(row.Start.At) {
			i.Resolved, i.State = row.End.At, "resolved"
		}
		if s := strings.ToLower(row.Fields["state"]); s == "closed" || s == "resolved" {
			i.State = s
		}
		for _, field := range []string{"resolved", "closed"} {
			if at := momentOf(row.Fields[field], in.c.Book.Policy.Location()); i.Resolved.IsZero() && at.After(i.Opened) {
				i.Resolved = at
				if i.State == "open" {
					i.State = "resolved"
				}
			}
		}
		if old, ok := before.(*model.Incident); ok {
			i.ID, i.By, i.CausedBy, i.Suspects, i.Problem, i.Items = old.ID, old.By, old.CausedBy, old.Suspects, old.Problem, old.Items
		} else {
			i.ID = in.c.Mint(model.KindIncident)
		}
		return i, "", nil
	}
	return nil, "", fmt.Errorf("import line %d: a row of kind %q can't be taken in", row.Line, row.Kind)
}

// cancelled reports whether the source says that it will not take place.
func cancelled(row intake.Row) bool { return strings.EqualFold(row.Fields["state"], "cancelled") }

// withUnmapped keeps what an incident has no field for: the source's words for
// the change and the cause name no record here.
func withUnmapped(text string, row intake.Row) string {
	for _, field := range []string{"caused_by", "change", "problem", "ci", "category", "location"} {
		if v := row.Fields[field]; v != "" {
			text = strings.TrimSpace(text + "\n" + field + " in the source: " + v)
		}
	}
	return text
}

// momentOf reads a date field as intake writes it; zero when it is empty.
func momentOf(text string, zone *time.Location) time.Time {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t.UTC()
	}
	if t, err := time.ParseInLocation(time.DateOnly, text, zone); err == nil {
		return t.UTC()
	}
	return time.Time{}
}

func (in *importing) release(row intake.Row, origin *model.Origin, before model.Record, service model.ID, slot model.Slot) (model.Record, string, error) {
	name := row.Fields["name"]
	if name == "" {
		name = title(row)
	}
	version := row.Fields["version"]
	if version != "" { // the title shows both
		name = strings.Join(strings.Fields(strings.Replace(name, version, "", 1)), " ")
	}
	if name == "" {
		name = title(row)
	}
	stage := row.Fields["stage"]
	kind := row.Fields["type"]
	if kind == "" {
		kind = "normal"
	}
	p, ok := in.c.Book.Process(kind)
	if !ok || p.Of != string(model.KindRelease) {
		return nil, "", fmt.Errorf("import line %d: there is no release process %q", row.Line, kind)
	}
	if _, n := p.Stage(stage); n < 0 {
		stage = p.Stages[0].ID
	}
	if old, ok := before.(*model.Release); ok {
		if len(old.Passed)+len(old.Returned) > 0 || old.Cancelled != nil {
			return nil, fmt.Sprintf("%s has moved on in Fairway: change it there", old.ID), nil
		}
		n := old.Clone()
		n.Name, n.Version, n.Notes, n.Service, n.Origin = name, version, row.Fields["notes"], service, origin
		if !n.Window.Same(slot) {
			n.Moves = append(n.Moves, model.Move{From: old.Window, To: slot, Reason: "import", Sentence: "the source says so", By: in.c.Who.ID(), At: in.c.Now})
			n.Window = slot
		}
		if n.Stage != stage {
			n.Stage, n.Since, n.Deployed = stage, in.c.Now, stage == model.StageClosed
		}
		return n, "", nil
	}
	r := &model.Release{
		ID: in.c.Mint(model.KindRelease), Name: name, Version: version, Type: kind, Notes: row.Fields["notes"], Service: service,
		Book: in.c.Book.ID, Stage: stage, Since: in.c.Now, Registered: in.c.Now, Revision: 1, Window: slot, Origin: origin,
	}
	if row.Fields["stage"] == "cancelled" || row.Fields["state"] == "cancelled" {
		r.Cancelled = &model.Ending{Reason: "cancelled in " + in.Source, By: in.c.Who.ID(), At: in.c.Now}
	}
	if stage == model.StageClosed {
		r.Deployed = true
		if !slot.Start.IsZero() {
			r.Since = slot.Start.At
		}
	}
	return r, "", nil
}

func title(row intake.Row) string {
	for _, k := range []string{"title", "name", "summary", "version"} {
		if t := strings.TrimSpace(row.Fields[k]); t != "" {
			if len(t) > model.TitleLimit {
				return strings.ToValidUTF8(t[:model.TitleLimit], "")
			}
			return t
		}
	}
	return row.Key
}

// severity reads "1", "P1", "1 - Critical" and the like; anything else is P3.
func severity(text string) string {
	for _, r := range text {
		if r >= '1' && r <= '4' {
			return "P" + string(r)
		}
	}
	return "P3"
}
