package action

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/intake"
	"fairway/model/process"
)

// record makes the record that a row stands for.
func (in *importing) record(row intake.Row, origin *model.Origin, service model.ID) (model.Record, error) {
	switch kindOfRow(row.Kind) {
	case model.KindRelease:
		return in.newRelease(row, origin, service)
	case model.KindMilestone:
		m := in.milestone(row, service, &model.Milestone{ID: in.c.Mint(model.KindMilestone)})
		m.Origin = origin
		return m, nil
	case model.KindWindow:
		w := in.window(row, service, &model.Window{ID: in.c.Mint(model.KindWindow)})
		w.Origin = origin
		return w, nil
	case model.KindItem:
		i := in.item(row, service, &model.Item{ID: in.c.Mint(model.KindItem)})
		i.Origin = origin
		return i, nil
	case model.KindIncident:
		i := in.incident(row, service, &model.Incident{ID: in.c.Mint(model.KindIncident)})
		i.Origin = origin
		return i, nil
	}
	return nil, fmt.Errorf("import line %d: a row of kind %q can't be taken in", row.Line, row.Kind)
}

// milestone is the milestone as the row would have it; what a row can't say
// stays as in old.
func (in *importing) milestone(row intake.Row, service model.ID, old *model.Milestone) *model.Milestone {
	m := *old
	m.Service, m.Title, m.Text, m.At, m.Until = service, title(row), row.Fields["notes"], row.Start, row.End
	m.Withdrawn = in.withdrawn(row, old.Withdrawn)
	return &m
}

// window is the same for a freeze, a maintenance window or a holiday.
func (in *importing) window(row intake.Row, service model.ID, old *model.Window) *model.Window {
	w := *old
	w.Title, w.Class = title(row), row.Kind
	w.Hard, _ = isHard(row) // RowProblem has seen to the rest
	w.Slot, w.Zone, w.Rule, w.Lasts, w.Except = slotOf(row), row.Zone, row.Rule, "", row.Except
	if row.Lasts > 0 && row.Rule != "" {
		w.Lasts = row.Lasts.String()
	}
	w.Reason = row.Fields["reason"]
	w.Services, w.Everything = nil, service == ""
	if service != "" {
		w.Services = []model.ID{service}
	}
	w.Withdrawn = in.withdrawn(row, old.Withdrawn)
	return &w
}

// isHard reads whether a row is of a hard freeze: a word that is neither yes nor
// no must not make a soft one of it.
func isHard(row intake.Row) (hard, ok bool) {
	switch strings.ToLower(strings.TrimSpace(row.Fields["hard"])) {
	case "yes", "y", "true", "1", "x", "hard":
		return true, true
	case "", "no", "n", "false", "0", "soft":
		return false, true
	}
	return false, false
}

// withdrawn is why something is off the calendar: what stands is left where
// both people and the source have taken it off.
func (in *importing) withdrawn(row intake.Row, old string) string {
	switch {
	case !cancelled(row):
		return ""
	case old != "":
		return old
	}
	return "cancelled in " + in.Source
}

// incident is the same for an incident.
func (in *importing) incident(row intake.Row, service model.ID, old *model.Incident) *model.Incident {
	i := *old
	i.Title, i.Text, i.Severity, i.Service = title(row), withUnmapped(row.Fields["notes"], row), "", service
	i.Severity, _ = severity(row.Fields["severity"], in.c.Rules.Policy.Severities, in.Words) // what it doesn't know was refused
	i.References = referencesIn(row)
	i.ImpactStart = momentOf(row.Fields["impact_start"], in.c.Rules.Policy.Location())
	i.State, i.Resolved = model.IncidentOpen, time.Time{}
	if !row.Start.IsZero() {
		i.Opened = row.Start.At
	}
	if i.Opened.IsZero() {
		i.Opened = in.c.Now
	}
	if !row.End.IsZero() && row.End.At.After(row.Start.At) {
		i.Resolved, i.State = row.End.At, model.IncidentResolved
	}
	if s, _ := incidentState(row.Fields["state"], in.Words); s == model.IncidentClosed || s == model.IncidentResolved {
		i.State = s
	}
	for _, field := range []string{"resolved", "closed"} {
		if at := momentOf(row.Fields[field], in.c.Rules.Policy.Location()); i.Resolved.IsZero() && at.After(i.Opened) {
			i.Resolved = at
			if i.State == model.IncidentOpen {
				i.State = model.IncidentResolved
			}
		}
	}
	return &i
}

// newRelease is a release as it enters: at the stage its source says, without
// any gate. Nothing of it can be deployed here before it went through them.
func (in *importing) newRelease(row intake.Row, origin *model.Origin, service model.ID) (model.Record, error) {
	kind := row.Fields["type"]
	p, wrong := processFor(in.c.Rules, kind)
	if wrong != "" {
		return nil, fmt.Errorf("import line %d: %s", row.Line, wrong)
	}
	stage := placeIn(row, p)
	r := &model.Release{
		ID: in.c.Mint(model.KindRelease), Name: nameOf(row), Version: row.Fields["version"], Type: p.Name, TypePurpose: p.Purpose, Notes: row.Fields["notes"], Service: service,
		Rules: in.c.Rules.ID, Registered: in.c.Now, Revision: 1, Window: slotOf(row), Origin: origin,
	}
	if stage == placeCancelled {
		r.Cancelled = &model.Ending{Reason: "cancelled in " + in.Source, By: in.c.Who.ID(), At: in.c.Now}
	}
	if _, n := p.Stage(stage); n < 0 {
		stage = p.Stages[0].ID
	}
	r.Enter(p, stage, in.c.Now)
	if r.Closed() {
		r.Deployed = true
		if !r.Window.Start.IsZero() {
			r.Since = r.Window.Start.At
		}
	}
	return r, nil
}

// placeCancelled stands for the stage of a release that its source has
// cancelled.
const placeCancelled = "cancelled"

// placeIn is where the source says that a release is: a stage of its process,
// placeCancelled, or "" where it says nothing that the process knows.
func placeIn(row intake.Row, p *process.Process) string {
	stage := row.Fields["stage"]
	if cancelled(row) || strings.EqualFold(stage, placeCancelled) {
		return placeCancelled
	}
	if s, _ := p.Stage(stage); s != nil {
		return s.ID
	}
	switch stage { // the words of a mapping, which knows no process
	case intake.StageDone:
		return p.Last().ID
	case intake.StageExpected:
		return p.Stages[0].ID
	}
	return ""
}

// nameOf is a release's name without its version: the title shows both.
func nameOf(row intake.Row) string {
	name := row.Fields["name"]
	if name == "" {
		name = title(row)
	}
	if version := row.Fields["version"]; version != "" {
		// As a word of its own at the end, where the title puts it, or with its v: anywhere
		// else it belongs to the name ("Windows 11 upgrade" of version 1).
		if rest, ok := strings.CutSuffix(strings.TrimRight(name, " )]"), version); ok && strings.TrimRight(rest, " ([-–:") != rest {
			name = strings.TrimRight(rest, " ([-–:")
		} else if words := strings.Fields(name); strings.HasPrefix(strings.ToLower(version), "v") && slices.Contains(words, version) {
			name = strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == version }), " ")
		}
	}
	if name == "" {
		name = title(row)
	}
	return name
}

func slotOf(row intake.Row) model.Slot { return model.Slot{Start: row.Start, End: row.End} }

// cancelled reports whether the source says that it will not take place.
func cancelled(row intake.Row) bool { return strings.EqualFold(row.Fields["state"], "cancelled") }

// referencesIn are what the source calls the cause of an incident, its change and its
// problem. These name no record here, not even where they look like one.
func referencesIn(row intake.Row) []model.Reference {
	var out []model.Reference
	for _, field := range []string{"caused_by", "change", "problem"} {
		if id := strings.TrimSpace(row.Fields[field]); id != "" {
			out = append(out, model.Reference{To: strings.ReplaceAll(field, "_", " "), ID: id})
		}
	}
	return out
}

// withUnmapped keeps what an incident has no field for.
func withUnmapped(text string, row intake.Row) string {
	for _, field := range []string{"ci", "category", "location"} {
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

// severity reads one of those that the policy has, the gravest first, or its place
// among them as others write it: "1", "P1", "1 - Critical". Nothing is the third, which
// is not grave; anything else is none.
func severity(text string, known []string, words intake.Words) (string, bool) {
	text = strings.TrimSpace(text)
	if at := slices.IndexFunc(known, func(s string) bool { return strings.EqualFold(s, text) }); at >= 0 {
		return known[at], true
	}
	if len(known) == 0 {
		known = model.Severities
	}
	if text == "" {
		return known[min(2, len(known)-1)], true
	}
	at := words.Severity(text)
	if m := numberedSeverity.FindStringSubmatch(text); at == 0 && m != nil {
		at = int(m[1][0] - '0')
	}
	if at < 1 || at > len(known) {
		return "", false
	}
	return known[at-1], true
}

// numberedSeverity is a place among the severities that says that it is one: a bare number
// may count from either end.
var numberedSeverity = regexp.MustCompile(`(?i)^(?:p|s|sev|severity|prio|priority)[ -]?([1-9])(?: ?[-–:] ?.*)?$`)

// incidentState reads how an incident stands, as other tools say it, too; nothing is open.
func incidentState(text string, words intake.Words) (model.State, bool) {
	if text = strings.ToLower(strings.TrimSpace(text)); text == "" {
		return model.IncidentOpen, true
	}
	for _, s := range model.KindIncident.Info().States {
		if text == string(s.State) {
			return s.State, true
		}
	}
	s := words.State(text)
	return model.State(s), s != ""
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
