package action

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/intake"
	"fairway/model/process"
)

// Import takes a file's records in: one action, one log entry with the file's
// SHA-256, the counts, and what it changed. What comes in is marked with its
// origin, enters at its mapped stage without gates, and is the same record when
// the file comes again.
//
// Each row is an action of its own: it asks for the permission that the same
// would take by hand, for its service, and follows the same rules. A row that
// is refused stays out, and the others come in.
type Import struct {
	Source  string `json:"source"` // names the origin; the same file again has the same source
	File    string `json:"file"`
	SHA256  string `json:"sha256"`
	Mapping string `json:"mapping"`
	Strict  bool   `json:"strict,omitempty"` // nothing is written when a row is wrong or refused
	Void    bool   `json:"void,omitempty"`   // confirmed that approvals go
	Counts  Counts `json:"counts"`
	// Touched are the standing records that were changed, and those of which
	// something was kept as people left it; at most touchedLimit, with More
	// beyond them. What is new is counted.
	Touched []Touched  `json:"touched,omitempty"`
	More    int        `json:"more,omitempty"`
	Voided  []model.ID `json:"voided,omitempty"` // the approvals that went with it

	// Lapsed are the exceptions and accepted conflicts that count no more.
	Lapsed []gate.Lapse `json:"-"`
	// Collisions are what windows and dates that came in collide with; of Unlooked
	// more that wasn't looked at.
	Collisions []gate.Conflict `json:"-"`
	Unlooked   int             `json:"-"`
	// Words are what other tools call how incidents stand.
	Words intake.Words `json:"-"`
	// Rows yields the file's rows once more; they were checked before.
	Rows func(yield func(intake.Row) error) error `json:"-"`
	// Find looks up a record by the identity it had in the source.
	Find func(external string) (Found, error) `json:"-"`
	// Removed says what a redaction took away that had come of the same row.
	Removed func(*model.Origin) (Removed, error) `json:"-"`
	// LastImport is a record as the last import wrote it: what the source said
	// of it then.
	LastImport func(Found) (model.Record, error) `json:"-"`
	// Referred reports whether any record points at one.
	Referred func(model.ID) (bool, error) `json:"-"`
	// Facts loads what else has to be known of a standing record.
	Facts func(model.Needs) (*model.Case, error) `json:"-"`
	// Service looks up a service by its handle.
	Service func(handle string) (model.ID, error) `json:"-"`
	// Progress is told after each row.
	Progress func(Counts) `json:"-"`
	// Refused is told of each row that stays out, with every reason.
	Refused func(intake.Row, *model.Refusal) `json:"-"`
	// Kept is told of what stands as people left it, though the row says
	// something else.
	Kept func(intake.Row, []Difference) `json:"-"`
	// Retired is told of each row whose service is retired: it comes in all the same.
	Retired func(intake.Row, string) `json:"-"`
	// Out is told of each row that a redaction keeps out.
	Out func(intake.Row, Removed) `json:"-"`
	// Dates are those of what was entered or moved.
	Dates PlannedDates `json:"-"`
}

// Removed is a record that was redacted, when and by whom.
type Removed struct {
	ID model.ID // "" when there is none
	At time.Time
	By string
}

// Found is the record that a row stood for when it was read before.
type Found struct {
	Record model.Record // nil when there is none
	Since  int64        // log position that wrote this state
	Fresh  bool         // this very import entered it: its row comes twice
}

// Touched says what an import did to a record that stood.
type Touched struct {
	ID     model.ID `json:"id"`
	Fields []string `json:"fields,omitempty"` // taken from the file
	Kept   []string `json:"kept,omitempty"`   // left as people wrote them, though the file says something else
}

// Difference is a field of a record in which people and the source changed
// different things: people's value stands.
type Difference struct {
	Record model.ID
	Field  string
	Stands string
	File   string
}

// Counts says what an import did.
type Counts struct {
	Rows      int `json:"rows"`
	New       int `json:"new"`
	Changed   int `json:"changed"`
	Unchanged int `json:"unchanged"`
	// Kept are the rows of which something was not taken, because people wrote
	// something else; where the rest of the row was taken, it counts as changed
	// too.
	Kept       int `json:"kept"`
	Refused    int `json:"refused,omitempty"`  // rows that whoever imports may not apply, or that the rules forbid
	KeptOut    int `json:"kept_out,omitempty"` // rows of what was redacted
	Skipped    int `json:"skipped"`            // rows that the mapping leaves out
	Bad        int `json:"bad"`                // rows with an error
	Warnings   int `json:"warnings"`           // rows taken in all the same
	Releases   int `json:"releases"`           // new, as the next ones
	Others     int `json:"others"`
	Milestones int `json:"milestones,omitempty"` // of the others
	Windows    int `json:"windows,omitempty"`
	Incidents  int `json:"incidents,omitempty"`
	Items      int `json:"items,omitempty"`
	Relations  int `json:"relations,omitempty"`
	Services   int `json:"services"`         // created because the file names them
	Passed     int `json:"passed,omitempty"` // releases planned for a start that has passed
}

// touchedLimit is how many standing records the log names of one import.
const touchedLimit = 200

// Needs are none: rows are looked up one by one.
func (*Import) Needs() model.Needs { return model.Needs{} }

// Takes is the permission to import history, or to keep the CMDB of whoever has that
// alone: what else a file has is refused to them row by row.
func (*Import) Takes(c *model.Case) string {
	if p := c.Who.Person; p != nil && !Holds(c.Rules, p, importHistory) && Holds(c.Rules, p, writeItems) {
		return writeItems
	}
	return importHistory
}

// For is one service for which the person may import, where they may not for
// all: each row asks for the permission it takes itself.
func (*Import) For(c *model.Case) model.ID {
	takes := (*Import)(nil).Takes(c)
	if p := c.Who.Person; p != nil && !Can(c, takes, "") {
		for _, g := range p.Roles {
			if Can(c, takes, g.Service) {
				return g.Service
			}
		}
	}
	return ""
}

// Do streams the rows as records.
func (a *Import) Do(c *model.Case) (Outcome, error) {
	out := Outcome{Subject: "", Note: "imported " + a.File}
	out.Stream = func(write func(model.Record) error) error {
		in := &importing{Import: a, c: c, write: write, services: map[string]*named{}, windows: map[model.ID]*model.Window{}, entered: map[model.ID]bool{}, retired: map[model.ID]string{}}
		if err := a.Rows(in.row); err != nil {
			return err
		}
		if err := a.strict(); err != nil {
			return err
		}
		if err := in.relate(); err != nil {
			return err
		}
		return in.collides()
	}
	return out, nil
}

// strict refuses the whole file where one row is wrong or was refused.
func (a *Import) strict() error {
	if !a.Strict || a.Counts.Bad+a.Counts.Refused == 0 {
		return nil
	}
	return model.Refuse("import "+a.File, fmt.Sprintf("%d rows are wrong and %d were refused, and all or nothing was asked for: nothing was written", a.Counts.Bad, a.Counts.Refused),
		model.Say("mend them, or import what is right without asking for all or nothing"))
}

// Sentence says what was done, for those who read the log: the records that
// stood are named, a few at least.
func (a *Import) Sentence() string {
	const few = 3
	text := "imported " + a.File
	var parts []string
	if a.Counts.New > 0 {
		parts = append(parts, fmt.Sprintf("%d new", a.Counts.New))
	}
	if a.Counts.Changed > 0 {
		var names []string
		for _, t := range a.Touched {
			if len(t.Fields) > 0 {
				names = append(names, fmt.Sprintf("%s (%s)", t.ID, strings.Join(t.Fields, ", ")))
			}
		}
		if n := len(names) + a.More; n > few {
			names = append(names[:min(few, len(names))], fmt.Sprintf("%d more", n-few))
		}
		parts = append(parts, fmt.Sprintf("%d changed: %s", a.Counts.Changed, strings.Join(names, ", ")))
	}
	if a.Counts.Kept > 0 {
		parts = append(parts, fmt.Sprintf("%d kept as people left them", a.Counts.Kept))
	}
	if a.Counts.Refused > 0 {
		parts = append(parts, fmt.Sprintf("%d refused", a.Counts.Refused))
	}
	if a.Counts.KeptOut > 0 {
		parts = append(parts, fmt.Sprintf("%d kept out, as redacted", a.Counts.KeptOut))
	}
	if said := a.Dates.words(); said != "" {
		parts = append(parts, said)
	}
	if a.Counts.Passed > 0 {
		parts = append(parts, fmt.Sprintf("%d to start at a time that has passed", a.Counts.Passed))
	}
	if len(parts) == 0 {
		return text
	}
	return text + ": " + strings.Join(parts, "; ")
}

// SentenceOn is Sentence for the history of one record that stood.
func (a *Import) SentenceOn(id model.ID) string {
	at := slices.IndexFunc(a.Touched, func(t Touched) bool { return t.ID == id })
	if at < 0 {
		return "imported " + a.File
	}
	text := fmt.Sprintf("imported %s: changed %s (%s)", a.File, id, strings.Join(a.Touched[at].Fields, ", "))
	if len(a.Touched[at].Fields) == 0 {
		text = fmt.Sprintf("imported %s: left %s as it was", a.File, id)
	}
	if kept := a.Touched[at].Kept; len(kept) > 0 {
		text += ", kept " + strings.Join(kept, ", ")
	}
	return text
}

// MarshalJSON writes the values for the log, once the counts are known.
func (a *Import) MarshalJSON() ([]byte, error) {
	type plain Import
	return json.Marshal((*plain)(a))
}

// RowProblem says what keeps a row from being taken in, or "": what depends on
// the rules rather than on the file.
func RowProblem(b *model.Rules, row intake.Row) string {
	switch row.Kind {
	case intake.KindFreeze, intake.KindMaintenance, intake.KindHoliday:
		if _, ok := isHard(row); !ok {
			return fmt.Sprintf("hard is yes or no, not %.40q", row.Fields["hard"])
		}
		return ""
	case intake.KindRelease:
	default:
		return ""
	}
	_, wrong := processFor(b, row.Fields["type"])
	return wrong
}

// processFor is the release process that a source names, or the normal one where
// it names none; or what is wrong with the name.
func processFor(b *model.Rules, kind string) (*process.Process, string) {
	if p := b.Normal(); kind == "" && p != nil {
		return p, ""
	}
	p, ok := b.Process(kind)
	if !ok || p.Of != string(model.KindRelease) {
		return nil, fmt.Sprintf("there is no release process %q", kind)
	}
	return p, ""
}

type importing struct {
	*Import
	c        *model.Case
	write    func(model.Record) error
	services map[string]*named
	stir     []model.ID                 // windows that are other ones now, and releases that were moved
	windows  map[model.ID]*model.Window // these as they were before; nil of new ones
	looked   int                        // windows of which it was asked what rests on them
	*inventory
	entered map[model.ID]bool   // items that this import entered
	retired map[model.ID]string // what is to be said of services that rows are about
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
	if RowProblem(in.c.Rules, row) != "" {
		in.Counts.Bad++
		return nil
	}
	if row.Kind == intake.KindRelation {
		return in.relation(row)
	}
	origin := &model.Origin{Source: in.Source, Key: row.Key, Digest: row.Digest}
	found, err := in.Find(origin.External())
	if err != nil {
		return err
	}
	if found.Record != nil {
		if old := OriginOf(found.Record); old != nil && old.Digest == row.Digest {
			in.Counts.Unchanged++
			return nil
		}
	} else if gone, err := in.Removed(origin); err != nil {
		return err
	} else if gone.ID != "" { // the source doesn't know that it was removed by law
		in.Counts.KeptOut++
		if in.Out != nil {
			in.Out(row, gone)
		}
		return nil
	}
	refusal := &model.Refusal{Doing: fmt.Sprintf("import line %d", row.Line)}
	if row.Kind == intake.KindIncident {
		if in.incidentWrong(row, refusal); len(refusal.Reasons) > 0 {
			in.refuse(row, refusal)
			return nil
		}
	}
	service, err := in.service(row.Fields["service"], refusal)
	if err != nil {
		return err
	}
	if row.Kind == intake.KindItem {
		same, err := in.itemWrong(row, service.id, found, refusal)
		if err != nil {
			return err
		}
		if same != nil && len(refusal.Reasons) == 0 { // it is there already, whichever way it came
			in.Counts.Unchanged++
			return nil
		}
	}
	in.outOfService(row, service.id)
	if found.Record == nil {
		return in.enter(row, origin, service, refusal)
	}
	return in.again(row, origin, found, service, refusal)
}

// enter takes in what was not there before.
func (in *importing) enter(row intake.Row, origin *model.Origin, service *named, refusal *model.Refusal) error {
	in.mayEnter(row, service.id, refusal)
	if len(refusal.Reasons) > 0 {
		in.refuse(row, refusal)
		return nil
	}
	if err := in.open(service); err != nil {
		return err
	}
	record, err := in.record(row, origin, service.id)
	if err != nil {
		return err
	}
	in.Counts.New++
	switch record.Kind() {
	case model.KindRelease:
		in.Counts.Releases++
	case model.KindMilestone:
		in.Counts.Milestones++
	case model.KindWindow:
		in.Counts.Windows++
	case model.KindIncident:
		in.Counts.Incidents++
	case model.KindItem:
		in.Counts.Items++
		in.inventory.add(record.(*model.Item))
		in.entered[record.Key()] = true
	}
	in.Counts.Others = in.Counts.New - in.Counts.Releases
	in.plans(record)
	in.stirred(record, nil, nil)
	return in.write(record)
}

func (in *importing) refuse(row intake.Row, refusal *model.Refusal) {
	in.Counts.Refused++
	if in.Refused != nil {
		in.Refused(row, refusal)
	}
}

// OriginOf is where a record was imported from, nil where it was not.
func OriginOf(r model.Record) *model.Origin {
	switch r := r.(type) {
	case *model.Release:
		return r.Origin
	case *model.Milestone:
		return r.Origin
	case *model.Window:
		return r.Origin
	case *model.Incident:
		return r.Origin
	case *model.Item:
		return r.Origin
	}
	return nil
}
