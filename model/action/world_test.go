package action_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/gate"
	"fairway/model/when"
)

// tb is what tests and rapid's properties share.
type tb interface {
	Helper()
	Fatalf(format string, args ...any)
}

// world is a file in memory: it holds records, mints ids, shows an action
// everything there is, and applies what the action wants written. Around each
// action it looks at what has to hold whatever was done.
type world struct {
	t      tb
	now    time.Time
	facts  map[model.ID]model.Fact
	bodies map[model.ID]string
	past   map[model.ID][]model.Fact // every state a record was in
	minted map[model.Kind]int64
	// written is when each was last written.
	written map[model.ID]time.Time
	log     []entry
	rules   *model.Rules
	people  map[string]model.ID       // by handle
	shop    model.ID                  // the service the releases are for
	parts   map[model.ID][]model.Part // who had a hand in a record before its present state
	// imported is each record as the last import wrote it.
	imported map[model.ID]model.Record
	first    bool
	// session says what is known of whoever acts over SSH; nil on the host.
	session func(*model.Case)
	quick   bool // leave out what costs much and is looked at elsewhere
}

type entry struct {
	position int64
	at       time.Time
	who      model.ID
	action   string
	subject  model.ID
	wrote    []model.ID
	before   map[model.ID]model.Record
	out      action.Outcome
}

// monday is when every world begins; window is where its releases are planned.
var (
	monday = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	window = slot("2026-03-12 20:00", "2026-03-13 00:00")
)

func slot(start, end string) model.Slot {
	read := func(text string) when.Moment {
		at, err := time.Parse("2006-01-02 15:04", text)
		if err != nil {
			panic(err)
		}
		return when.Moment{At: at, Precision: when.Minute}
	}
	return model.Slot{Start: read(start), End: read(end)}
}

var defaults = sync.OnceValue(func() model.Rules {
	rules, err := assets.Rules()
	if err != nil {
		panic(err)
	}
	return rules
})

// roles are the people of every world, by handle, with what they are.
var roles = map[string]string{
	"req": "requester", "coord": "release-coordinator", "relmgr": "release-manager", "chgmgr": "change-manager",
	"cab1": "cab-member", "cab2": "cab-member", "cab3": "cab-member", "conf": "configuration-manager", "test": "test-manager",
	"deploy": "deployment-team", "desk": "service-desk", "owner": "service-owner", "audit": "auditor", "nobody": "",
}

// newWorld is a file with one person per role and one service.
func newWorld(t tb) *world {
	t.Helper()
	w := &world{t: t, now: monday, facts: map[model.ID]model.Fact{}, bodies: map[model.ID]string{}, past: map[model.ID][]model.Fact{}, written: map[model.ID]time.Time{}, minted: map[model.Kind]int64{}, people: map[string]model.ID{}, parts: map[model.ID][]model.Part{}, imported: map[model.ID]model.Record{}, first: true}
	w.must("", action.Init{Person: model.Person{Handle: "admin", Name: "Ada Admin"}, Rules: defaults()})
	w.first = false
	w.people["admin"] = "PER-1"
	for _, handle := range slices.Sorted(maps.Keys(roles)) {
		p := model.Person{Handle: handle, Name: strings.ToUpper(handle)}
		if role := roles[handle]; role != "" {
			p.Roles = []model.Grant{{Role: role}}
		}
		w.people[handle] = w.must("admin", action.WritePerson{Person: p}).Subject
	}
	w.shop = w.must("admin", action.WriteService{Service: model.Service{Handle: "shop", Name: "Web shop", Owner: w.people["owner"]}}).Subject
	return w
}

// at moves the clock.
func (w *world) at(text string) *world {
	t, err := time.Parse("2006-01-02 15:04", text)
	if err != nil {
		w.t.Fatalf("%v", err)
	}
	w.now = t
	return w
}

// seen is the case as shown to somebody.
func (w *world) seen(who string) *model.Case {
	c := model.NewCase(w.now, model.Actor{Auth: "test"}, w.rules)
	for _, id := range slices.Sorted(maps.Keys(w.facts)) {
		c.Add(w.facts[id])
	}
	for id, list := range w.parts {
		for _, p := range list {
			c.AddPart(id, p)
		}
	}
	c.AddEverybody()
	c.Who.Person = model.Get[*model.Person](c, w.people[who])
	c.First = w.first
	if w.session != nil {
		w.session(c)
	}
	c.Mint = func(k model.Kind) model.ID { w.minted[k]++; return model.MakeID(k, w.minted[k]) }
	return c
}

func (w *world) history(id model.ID) []model.Touch {
	var out []model.Touch
	for i := len(w.log) - 1; i >= 0; i-- {
		if e := w.log[i]; e.subject == id || e.action == "import" && slices.Contains(e.wrote, id) {
			out = append(out, model.Touch{Position: e.position, Who: e.who, Action: e.action, Wrote: e.wrote, Before: e.before})
		}
	}
	return out
}

// do performs an action for somebody, as the store does.
func (w *world) do(who string, a action.Action) (action.Outcome, error) {
	w.t.Helper()
	c := w.seen(who)
	a = w.looked(c, a)
	if id := action.Needs(a).History; id != "" {
		c.History = w.history(id)
	}
	for _, at := range action.Needs(a).Seen {
		for _, f := range w.past[at.ID] {
			if f.Since <= at.Position {
				c.AddSeen(at, f.Record)
			}
		}
	}
	if action.Needs(a).Earlier {
		for id, list := range w.past {
			for _, f := range list[:len(list)-1] {
				if id.Kind() == model.KindDocument {
					c.AddEarlier(f.Record)
				}
			}
		}
	}
	for _, id := range action.Needs(a).Written {
		c.AddWritten(id, w.written[id])
	}
	out, err := action.Perform(c, a)
	w.unharmed(a)
	if err != nil {
		w.reasoned(a, err)
		return out, err
	}
	w.readBack(a)
	e := entry{position: int64(len(w.log) + 1), at: w.now, who: w.people[who], action: action.Name(a), subject: out.Subject, before: map[model.ID]model.Record{}, out: out}
	for _, r := range out.Writes {
		if f, ok := w.facts[r.Key()]; ok {
			e.before[r.Key()] = f.Record
			w.parts[r.Key()] = append(w.parts[r.Key()], partsNamed(f.Record)...)
			if was, is := f.Record, r; e.action == "edit-change" && is.Kind() == model.KindChange && says(was.(*model.Change)) != says(is.(*model.Change)) {
				w.parts[r.Key()] = append(w.parts[r.Key()], model.Part{Relation: model.PartAuthor, Person: e.who})
			}
		} else if p, ok := model.PartBorn(r.Kind(), e.who, e.action); ok {
			w.parts[r.Key()] = append(w.parts[r.Key()], p)
		}
		e.wrote = append(e.wrote, r.Key())
		w.keep(r, e.position)
	}
	w.log = append(w.log, e)
	return out, nil
}

// says is what is decided about an RFC.
func says(ch *model.Change) string {
	return fmt.Sprint(ch.Title, ch.Text, ch.Category, ch.Type, ch.Service, ch.Items, ch.Closes)
}

// keep stores a record as its body and reads it back, as a file would.
func (w *world) keep(r model.Record, position int64) {
	w.t.Helper()
	body, err := model.Encode(r)
	if err != nil {
		w.t.Fatalf("%v", err)
	}
	back, err := model.Decode(r.Kind(), body)
	if err != nil {
		w.t.Fatalf("%v", err)
	}
	sum := sha256.Sum256(body)
	w.facts[r.Key()] = model.Fact{Record: back, Since: position, Digest: hex.EncodeToString(sum[:])}
	w.past[r.Key()] = append(w.past[r.Key()], w.facts[r.Key()])
	w.bodies[r.Key()], w.written[r.Key()] = string(body), w.now
	if b, ok := back.(*model.Rules); ok {
		w.rules = b
	}
}

// looked has the actions after which the rules, which are long, were looked at.
var looked sync.Map

// unharmed fails when the action changed a record that it was shown; of the
// rules, when the first of its kind did.
func (w *world) unharmed(a action.Action) {
	w.t.Helper()
	_, met := looked.LoadOrStore(action.Name(a), true)
	for id, f := range w.facts {
		if id.Kind() == model.KindRules && (w.quick || met) {
			continue
		}
		body, err := model.Encode(f.Record)
		if err != nil || string(body) != w.bodies[id] {
			w.t.Fatalf("%s changed %s, which it was only shown:\n%s\n%s", action.Name(a), id, w.bodies[id], body)
		}
	}
}

// reasoned fails when an action was refused without a word.
func (w *world) reasoned(a action.Action, err error) {
	w.t.Helper()
	var refusal *model.Refusal
	var missing *model.NotFound
	var changed *model.Changed
	switch {
	case errors.As(err, &refusal):
		if len(refusal.Reasons) == 0 || refusal.Doing == "" {
			w.t.Fatalf("%s was refused without a reason", action.Name(a))
		}
		for _, r := range refusal.Reasons {
			if strings.TrimSpace(r.Text) == "" {
				w.t.Fatalf("%s was refused with an empty reason: %v", action.Name(a), err)
			}
		}
	case errors.As(err, &missing), errors.As(err, &changed):
	default:
		w.t.Fatalf("%s failed with an error nobody can act upon: %v", action.Name(a), err)
	}
}

// readBack fails when the log could not give the action back as it was.
func (w *world) readBack(a action.Action) {
	w.t.Helper()
	if w.quick {
		if _, ok := a.(action.Init); ok {
			return
		}
	}
	values, err := model.Encode(a)
	if err != nil {
		w.t.Fatalf("%v", err)
	}
	back, err := action.Decode(action.Name(a), json.RawMessage(values))
	if err != nil {
		w.t.Fatalf("%v", err)
	}
	again, err := model.Encode(back)
	if err != nil || string(again) != string(values) {
		w.t.Fatalf("%s was written as %s and reads back as %s (%v)", action.Name(a), values, again, err)
	}
	if got, want := reflect.TypeOf(back).Elem(), reflect.TypeOf(a); got != want {
		w.t.Fatalf("%s reads back as %s, want %s", action.Name(a), got, want)
	}
}

// looked is what the store does before a run starts: all that is in the package is in the
// library, and is what was put there.
func (w *world) looked(c *model.Case, a action.Action) action.Action {
	start, ok := a.(action.StartRun)
	r := model.Get[*model.Release](c, start.Release)
	if !ok || r == nil || start.Looked != nil {
		return a
	}
	start.Looked = &action.Looked{Entries: len(r.Package), Position: 1}
	for _, id := range r.Package {
		if m := model.Get[*model.Media](c, id); m != nil {
			start.Looked.Seen = append(start.Looked.Seen, model.MediaSeen{Media: id, SHA256: m.SHA256, Is: model.MediaWhole})
		}
	}
	return start
}

// must performs an action that has to be possible.
func (w *world) must(who string, a action.Action) action.Outcome {
	w.t.Helper()
	out, err := w.do(who, a)
	if err != nil {
		w.t.Fatalf("%s, as %q: %v", action.Name(a), who, err)
	}
	return out
}

// refused performs an action that must be refused for a reason with these words.
func (w *world) refused(who string, a action.Action, words ...string) {
	w.t.Helper()
	_, err := w.do(who, a)
	if err == nil {
		w.t.Fatalf("%s, as %q, was not refused", action.Name(a), who)
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			w.t.Fatalf("%s, as %q: want a refusal with %q, got: %v", action.Name(a), who, word, err)
		}
	}
}

func (w *world) release(id model.ID) *model.Release { return model.Get[*model.Release](w.seen(""), id) }

// stage fails unless the release is in the stage.
func (w *world) stage(id model.ID, want string) {
	w.t.Helper()
	if got := w.release(id).Stage; got != want {
		w.t.Fatalf("%s is in %s, want %s", id, got, want)
	}
}

// advance moves the release on, as its coordinator.
func (w *world) advance(id model.ID, to string) {
	w.t.Helper()
	w.must("coord", action.Advance{Release: id})
	w.stage(id, to)
}

// blocked fails unless the gate of the release is blocked by exactly these checks.
func (w *world) blocked(id model.ID, checks ...string) {
	w.t.Helper()
	g, err := gate.At(w.seen(""), w.release(id), "")
	if err != nil {
		w.t.Fatalf("%v", err)
	}
	var got []string
	for _, f := range g.Findings {
		if f.Blocks() {
			got = append(got, f.Check)
		}
	}
	if !slices.Equal(got, checks) {
		w.t.Fatalf("the gate of %s is blocked by %v, want %v", g.Stage, got, checks)
	}
}

// fill writes a form: "field", "value" pairs; rows begin with a table's name
// and list its cells.
func (w *world) fill(who, name string, of model.ID, pairs ...string) action.Outcome {
	w.t.Helper()
	return w.must(who, action.WriteForm{Form: name, Of: of, Answers: answers(pairs...)})
}

func answers(pairs ...string) form.Answers {
	a := form.Answers{Values: map[string]string{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		if table, ok := strings.CutSuffix(pairs[i], "[]"); ok {
			row := form.Cells{}
			for cell := range strings.SplitSeq(pairs[i+1], "; ") {
				k, v, _ := strings.Cut(cell, ": ")
				row[k] = v
			}
			if a.Tables == nil {
				a.Tables = map[string][]form.Cells{}
			}
			a.Tables[table] = append(a.Tables[table], row)
			continue
		}
		a.Values[pairs[i]] = pairs[i+1]
	}
	return a
}

// approve asks for an approval and has these people approve it.
func (w *world) approve(id model.ID, purpose string, who ...string) model.ID {
	w.t.Helper()
	out := w.must("coord", action.RequestApproval{Release: id, Purpose: purpose})
	apr := out.Writes[0].Key()
	for _, p := range who {
		w.must(p, action.Decide{Approval: apr, Verdict: model.Approve})
	}
	return apr
}

func (w *world) approval(id model.ID) *model.Approval {
	return model.Get[*model.Approval](w.seen(""), id)
}

func sha(text string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(text))) }

func TestTheWorldItselfStands(t *testing.T) {
	w := newWorld(t)
	if len(w.facts) != 2+len(roles)+1 {
		t.Fatalf("%d records", len(w.facts))
	}
}

// partsNamed are the parts that one state of a record names.
func partsNamed(r model.Record) []model.Part {
	var out []model.Part
	add := func(relation string, who model.ID) {
		if who != "" {
			out = append(out, model.Part{Relation: relation, Person: who})
		}
	}
	switch r := r.(type) {
	case *model.Release:
		add("requester", r.Requester)
		add("coordinator", r.Coordinator)
	case *model.Change:
		add("requester", r.Requester)
		add("builder", r.Builder)
	case *model.Document:
		add(model.PartAuthor, r.Author)
	}
	return out
}
