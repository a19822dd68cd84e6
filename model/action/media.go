package action

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/grammar"
	"fairway/model/process"
)

// Looked is what the program found as it read content of the DML, before an action that
// rests on it: an action opens no file. It is filled in by the store, whichever way the
// action comes in, and by nobody else.
type Looked struct {
	Entries  int   `json:"entries"`
	Digests  int   `json:"digests,omitempty"` // of these only a digest is on record
	Bytes    int64 `json:"bytes"`
	Position int64 `json:"position"` // the last entry of the log before it
	// Seen are all entries of a package; of the whole library those with which something
	// is wrong, at most model.SeenMost, and More besides.
	Seen []model.MediaSeen `json:"seen,omitempty"`
	More int               `json:"more,omitempty"`
	// Mended are the entries of which a fault is on record, and that are whole now.
	Mended []model.ID `json:"mended,omitempty"`
	// Newest is when the file was changed that was changed last, as the file system has it:
	// that is no part of the record.
	Newest time.Time `json:"-"`
}

// Bad reports whether something was found to be wrong.
func (l *Looked) Bad() bool {
	return l != nil && (l.More > 0 || slices.ContainsFunc(l.Seen, model.MediaSeen.Bad))
}

// named are the entries whose records may change by it.
func (l *Looked) named() []model.ID {
	if l == nil {
		return nil
	}
	return append(model.Each(l.Seen, func(s model.MediaSeen) model.ID { return s.Media }), l.Mended...)
}

// record is the look as a record.
func (l *Looked) record(c *model.Case, why string) *model.MediaCheck {
	return &model.MediaCheck{ID: c.Mint(model.KindMediaCheck), Why: why, By: c.Who.ID(), At: c.Now, Entries: l.Entries, Digests: l.Digests, Bytes: l.Bytes, Position: l.Position, Seen: l.Seen, More: l.More}
}

// mark are the entries as they are to stand after a look: with what is wrong with their
// content, and without what was.
func (l *Looked) mark(c *model.Case, check model.ID) []model.Record {
	var out []model.Record
	for _, s := range l.Seen {
		m := model.Get[*model.Media](c, s.Media)
		if m == nil || m.SHA256 != s.SHA256 {
			continue
		}
		n := *m
		switch {
		case !s.Bad() && m.Fault != nil:
			n.Fault = nil
		case s.Bad() && (m.Fault == nil || m.Fault.What != s.Is || m.Fault.Found != s.Found):
			n.Fault = &model.MediaFault{Check: check, What: s.Is, Found: s.Found, At: c.Now}
		default:
			continue
		}
		out = append(out, &n)
	}
	for _, id := range l.Mended {
		if m := model.Get[*model.Media](c, id); m != nil && m.Fault != nil {
			n := *m
			n.Fault = nil
			out = append(out, &n)
		}
	}
	return out
}

// CheckMedia puts on record what a look at the whole DML found: each entry whose content
// is not what stands on record is marked so, and each that is again what it was is not any
// more.
type CheckMedia struct {
	// Scheduled says that the clock does it, as the policy lays down.
	Scheduled bool `json:"scheduled,omitempty"`
	// Release is one whose package alone was looked at, as a run of it was to start, which
	// what was found kept from starting.
	Release model.ID `json:"release,omitempty"`
	// Restored is an entry whose content was put back: it alone is looked at.
	Restored model.ID `json:"restored,omitempty"`
	Looked   *Looked  `json:"looked,omitempty"`
}

// ByProgram says that the clock does it as well.
func (CheckMedia) ByProgram() {}

// Takes is nothing for whoever may read.
func (CheckMedia) Takes(c *model.Case) string { return readers(c) }

// For is no service: see Takes.
func (CheckMedia) For(*model.Case) model.ID { return "" }

// Needs are the entries that it found something of.
func (a CheckMedia) Needs() model.Needs {
	ids := a.Looked.named()
	for _, id := range []model.ID{a.Release, a.Restored} {
		if id != "" {
			ids = append(ids, id)
		}
	}
	return model.Needs{IDs: model.SortIDs(ids)}
}

// Unmade says what is still missing of it, "" where nothing is.
func (a CheckMedia) Unmade() string {
	if a.Looked == nil {
		return "nobody has looked at the library"
	}
	return ""
}

// Do puts it on record.
func (a CheckMedia) Do(c *model.Case) (Outcome, error) {
	if a.Scheduled && !c.Who.Program {
		return Outcome{}, model.Refuse("look at the DML on schedule", "the clock alone does it", model.ByDoing(process.VerifyMedia, "").For("look at it by hand"))
	}
	if a.Looked == nil {
		return Outcome{Note: "compare the content of the DML with what stands on record"}, nil
	}
	why := model.CheckedByHand
	if a.Scheduled {
		why = model.CheckedByClock
	}
	if a.Release != "" {
		why = model.CheckedAtStart
	}
	if a.Restored != "" {
		why = model.CheckedPutBack
	}
	check := a.Looked.record(c, why)
	check.Release, check.Restored = a.Release, a.Restored
	note := fmt.Sprintf("compared %s of the DML with what stands on record, %s: ", grammar.Count(check.Entries-check.Digests, "file"), check.ID)
	bad := check.Bad()
	switch {
	case a.Release != "":
		note = fmt.Sprintf("did not start a run of %s: of its package, %s, ", a.Release, check.ID)
	case a.Restored != "":
		note = fmt.Sprintf("put the content of %s back, %s: ", a.Restored, check.ID)
	}
	if len(bad) == 0 {
		note += "all are what they were"
	} else {
		note += firstOf(model.Each(bad, func(s model.MediaSeen) string { return string(s.Media) + " " + s.Is }), check.More)
	}
	out := wrote(check.ID, note, check)
	out.Writes = append(out.Writes, a.Looked.mark(c, check.ID)...)
	return out, nil
}

// firstOf lists the first of many.
func firstOf(list []string, more int) string {
	const most = 10
	if len(list) > most {
		list, more = list[:most], more+len(list)-most
	}
	text := strings.Join(list, ", ")
	if more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// packageWithdrawn adds what of a package is not to be deployed any more as a run starts, and
// returns what is to be known of it besides. A rehearsal may have it: it deploys nothing.
func packageWithdrawn(c *model.Case, r *model.Release, mock bool, started time.Time, refusal *model.Refusal) *model.Reason {
	var known []string
	other := model.ByTask("edit-release", r.ID, model.With("package", "")).For("put another entry into the package")
	for _, id := range r.Package {
		m := model.Get[*model.Media](c, id)
		switch {
		case m == nil:
		case m.WithdrawnBy(started) && !mock:
			refusal.Add(gate.Withdrawn(m), other)
		case m.WithdrawnBy(started):
			known = append(known, gate.Withdrawn(m))
		case m.Expired(started):
			known = append(known, fmt.Sprintf("the licence of %s (%s) is over", m.ID, m.Name))
		}
	}
	if len(known) == 0 {
		return nil
	}
	warning := model.Because(strings.Join(known, "; "), other)
	return &warning
}

// packageLooked adds what is wrong with the content of a package as a run of it starts.
func packageLooked(c *model.Case, r *model.Release, l *Looked, refusal *model.Refusal) {
	if l == nil {
		return // only asked: it is looked at before it is done
	}
	for _, id := range r.Package {
		m := model.Get[*model.Media](c, id)
		if m == nil {
			continue
		}
		at := slices.IndexFunc(l.Seen, func(s model.MediaSeen) bool { return s.Media == id && s.SHA256 == m.SHA256 })
		switch {
		case at < 0:
			refusal.Add(fmt.Sprintf("%s came into the package while it was looked at", id), model.Say("start it again"))
		case l.Seen[at].Bad():
			refusal.Add(fmt.Sprintf("%s (%s): %s", id, m.Name, l.Seen[at].Words()), model.ByDoing(process.VerifyMedia, "").For("put the right file back, from a backup or the original, and look again; nothing else is deployed"))
		}
	}
}

// StateInstalled says what was installed in a run: the digests of its files, as somebody
// typed them or as the pipeline printed them. What is not in the package is put on record
// all the same, and keeps the gate shut.
type StateInstalled struct {
	Run      model.ID              `json:"run"`
	From     string                `json:"from,omitempty"` // the name of the file that it was read from
	Files    []model.InstalledFile `json:"files"`
	Happened time.Time             `json:"happened,omitzero"`
}

// InstalledMost is how many files one statement names at most.
const InstalledMost = 10_000

// Do puts it on record.
func (a StateInstalled) Do(c *model.Case) (Outcome, error) {
	doing := "say what was installed in " + string(a.Run)
	run, err := known[*model.Run](c, a.Run)
	if err != nil {
		return Outcome{}, err
	}
	r, err := known[*model.Release](c, run.Release)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	if r.Ended() {
		refusal.Add(fmt.Sprintf("%s is over", r.ID), model.ByTask("reopen", r.ID))
	}
	if len(a.Files) == 0 {
		refusal.Add("no file is named", model.AnswerTo("give the SHA-256 of what was installed", "sums"))
	}
	if len(a.Files) > InstalledMost {
		refusal.Add(fmt.Sprintf("%d files are named; at most %d are", len(a.Files), InstalledMost))
	}
	if len(r.Package) == 0 {
		refusal.Add(fmt.Sprintf("%s has no package in the DML to compare it with", r.ID), model.Say("its gate asks for none"))
	}
	of := map[string]model.ID{}
	for _, id := range r.Package {
		if m := model.Get[*model.Media](c, id); m != nil {
			of[strings.ToLower(m.SHA256)] = id
		}
	}
	i := &model.Installation{Release: r.ID, Run: run.ID, From: a.From, By: c.Who.ID()}
	var other []string
	for _, f := range a.Files {
		f.SHA256 = strings.ToLower(strings.TrimSpace(f.SHA256))
		if sum, err := hex.DecodeString(f.SHA256); err != nil || len(sum) != 32 {
			refusal.Add(fmt.Sprintf("%q is no SHA-256: that has 64 hexadecimal digits", f.SHA256), model.AnswerTo("give it as sha256sum prints it", "sums"))
			break
		}
		if f.Media = of[f.SHA256]; f.Media == "" {
			other = append(other, strings.TrimSpace(f.Name+" sha256 "+f.SHA256[:12]+"…"))
		}
		if !slices.Contains(i.Files, f) {
			i.Files = append(i.Files, f)
		}
	}
	at := happened(c, a.Happened, "it can't have been installed", []need{{run.Started, string(run.ID) + " started"}}, refusal)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	i.ID, i.At, i.Recorded = c.Mint(model.KindInstallation), at, recordedLater(c, at)
	out := wrote(r.ID, fmt.Sprintf("said what was installed in %s of %s, %s: %s", namedRun(run), r.ID, i.ID, grammar.Count(len(i.Files), "file")), i)
	if len(other) > 0 {
		out.Note += ", not all in the package"
		warning := model.Because(fmt.Sprintf("what stands in the DML for %s is not what was said to be installed: %s", r.ID, firstOf(other, 0)),
			model.ByTask("roll-back", run.ID, model.With("trigger", "")).For("take it back"), model.ByTask("withdraw-installation", i.ID, model.With("reason", "")).For("if it was not installed, withdraw "+string(i.ID)))
		out.Warning = &warning
	}
	out.Happened = at
	return out, nil
}

// WithdrawInstallation takes back what was said to be installed, where that was wrong.
type WithdrawInstallation struct {
	Installation model.ID `json:"installation"`
	Reason       string   `json:"reason"`
	Seen         int64    `json:"seen,omitempty"`
}

// Do withdraws it. It stays on record.
func (a WithdrawInstallation) Do(c *model.Case) (Outcome, error) {
	i, err := known[*model.Installation](c, a.Installation)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, i, a.Seen); err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "withdraw " + string(i.ID)}
	if i.Withdrawn != nil {
		refusal.Add("it is withdrawn already")
	}
	if r := model.Get[*model.Release](c, i.Release); r != nil && r.Ended() {
		refusal.Add(fmt.Sprintf("%s is over", r.ID), model.ByTask("reopen", r.ID))
	}
	because(refusal, a.Reason)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := *i
	n.Withdrawn = &model.Ending{Reason: a.Reason, By: c.Who.ID(), At: c.Now}
	return wrote(i.Release, fmt.Sprintf("withdrew %s, what was said to be installed in %s: %s", i.ID, i.Run, a.Reason), &n), nil
}
