package records

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/process"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
)

// write puts the record into words: at the left what it is, at the right what
// is around it.
func (p *Page) write(in around) (left, right []line) {
	f := &writer{env: p.env, words: p.words, id: p.id, kind: p.id.Kind(), titles: in.titles, former: in.former, facts: in.facts}
	f.record(in)
	g := &writer{env: p.env, words: p.words, id: p.id, kind: p.id.Kind(), titles: in.titles, former: in.former}
	if person, ok := in.Fact.Record.(*model.Person); ok {
		f.roles(person)
		g.waiting(in)
	}
	if t, ok := in.Fact.Record.(*model.Train); ok && in.facts != nil {
		g.departures(in.facts, t)
	}
	if i, ok := in.Fact.Record.(*model.Incident); ok && in.facts != nil {
		g.mayComeFrom(in.facts, i)
	}
	if s, ok := in.Fact.Record.(*model.Service); ok && in.facts != nil {
		g.levels(in.facts, s)
	}
	if in.Chain != nil {
		g.impact(p.id, in.Chain)
		g.trees(p.id, in.Chain)
	}
	if b, ok := in.Fact.Record.(*model.Baseline); ok {
		g.sinceBaseline(b, in)
	}
	g.linked(in)
	g.history(in)
	return f.lines, g.lines
}

// record writes the record's own fields.
func (f *writer) record(in around) {
	r := in.Fact.Record
	if r == nil {
		f.add(line{heading: true, text: "Removed"})
		f.add(line{flat: true, style: f.env.Theme.Warn, text: "The content of this record was removed by law. What it was linked with and its history remain; the digest says that nothing was put in its place."})
		f.put(0, "SHA-256", in.Fact.Digest)
		return
	}
	f.add(line{heading: true, text: strings.ToUpper(r.Kind().Words()[:1]) + r.Kind().Words()[1:]})
	v := reflect.ValueOf(r).Elem()
	switch r := r.(type) {
	case *model.Rules:
		f.rules(r)
		return
	case *model.Document:
		f.structure(v, 0, "id", "answers", "purpose", "meanings")
	case *model.Approval:
		f.put(0, "state", model.StateWords(r))
		f.structure(v, 0, "id", "seats", "decisions", "documents", "checks")
	case *model.Person:
		f.structure(v, 0, "id", "roles")
	case *model.Window:
		f.put(0, "state", model.StateWords(r))
		f.structure(v, 0, "id")
	case *model.Train:
		f.put(0, "state", model.StateWords(r))
		f.structure(v, 0, "id", "departed", "skipped")
	case *model.Period:
		f.put(0, "state", model.StateWords(r))
		f.bounds(r)
		f.structure(v, 0, "id", "from", "to", "zone", "figures", "edition")
	case *model.KeptReport:
		if in.facts != nil { // the command line says it of each version
			f.put(0, "state", f.reportState(r, in.facts))
		}
		f.structure(v, 0, "id")
	case *model.Job:
		f.put(0, "state", model.StateWords(r))
		f.structure(v, 0, "id")
	case *model.Proposal:
		f.put(0, "state", model.StateWords(r))
		f.structure(v, 0, "id", "files", "shipped")
	case *model.Agreement:
		f.put(0, "state", model.StateWords(r))
		f.put(0, "target", targetOf(r))
		f.put(0, "support hours", model.HoursWords(r.Hours))
		f.structure(v, 0, "id", "target", "hours")
	case *model.Service:
		f.structure(v, 0, "id", "hours", "support", "target")
		if said := r.BeforeAgreements(); said != "" {
			f.put(0, "before agreements", said)
		}
	case *model.Outage:
		f.put(0, "state", model.StateWords(r))
		f.structure(v, 0, "id")
	case *model.Waiver:
		f.put(0, "state", f.waiverState(r))
		f.structure(v, 0, "id")
	case *model.Item:
		f.structure(v, 0, "id", "relations")
		f.related(r)
	case *model.Entry:
		f.put(0, "used", strings.TrimPrefix(r.Count().String(), "used "))
		f.structure(v, 0, "id", "type_purpose", "at_end")
	default:
		f.structure(v, 0, "id", "type_purpose", "at_end")
	}
	f.put(0, "SHA-256", in.Fact.Digest)
	switch r := r.(type) {
	case *model.Document:
		f.answered(r.Form, r.Of, r.Meant())
	case *model.Approval:
		f.signatures(r)
	case *model.Proposal:
		f.changes(r, in)
	case *model.Period:
		if in.Fact.Digest != "" { // the command line has a table of its own
			f.figures(r)
		}
	}
}

// waiverState says how a waiver stands, and that its time is over.
func (f *writer) waiverState(w *model.Waiver) string {
	text := model.StateWords(w)
	if w.State() == model.WaiverGranted && w.Ended(f.env.Clock()) {
		text += ", ended on " + date(f.env, w.Until)
	}
	return text
}

// changes writes what proposed rules change, as a person thinks of it, and in which
// files they stand.
func (f *writer) changes(p *model.Proposal, in around) {
	if list := in.changes; in.compared {
		f.heading("What it changes in " + string(p.Base))
		for _, d := range list {
			f.add(line{flat: true, style: f.env.Theme.Text, text: d.String()})
		}
		if len(list) == 0 {
			f.add(line{flat: true, style: f.env.Theme.Faint, text: "nothing that is a rule: comments, order or white space"})
		}
	}
	f.heading("Files")
	f.put(0, fmt.Sprint(len(p.Files)), strings.Join(model.Each(p.Files, func(x process.File) string { return x.Name }), ", "))
}

// rules writes what the rules are made of; each part has a screen of its own.
func (f *writer) rules(b *model.Rules) {
	f.put(0, "title", b.Title)
	f.put(0, "version", b.Version)
	f.put(0, "state", model.StateWords(b))
	if by := b.Replaced; by != nil {
		f.put(0, "replaced", fmt.Sprintf("by %s on %s", by.By, date(f.env, when.Moment{At: by.At, Precision: when.Minute})))
	}
	if b.Proposal != "" {
		f.link(0, "proposal", b.Proposal, "")
	}
	if !b.NextReview.IsZero() {
		f.put(0, "next review", date(f.env, b.NextReview))
	}
	f.put(0, "policy", strings.TrimSpace(b.Policy.Title+" "+b.Policy.Version))
	f.put(0, "time zone", b.Policy.Zone)
	f.put(0, "CAB quorum", fmt.Sprint(b.Policy.Quorum))
	for i := range b.Processes {
		f.heading(b.Processes[i].Title)
		for _, s := range b.Processes[i].Stages {
			f.put(0, s.Title, kit.Count(len(s.Checks), "check")+" at its gate")
		}
	}
	f.heading("Roles")
	for i := range b.Roles {
		f.put(0, b.Roles[i].Title, b.Roles[i].Does)
	}
	f.heading("Forms")
	for i := range b.Forms {
		f.put(0, b.Forms[i].Title, fmt.Sprintf("version %d, %s", b.Forms[i].Version, kit.Count(len(b.Forms[i].Fields()), "question")))
	}
}

// signatures writes who has to sign an approval, and what was decided.
func (f *writer) signatures(a *model.Approval) {
	if a.Again != "" {
		f.link(0, "asked again", a.Again, " was rejected, and nothing of that has changed since")
	}
	if a.Reason != "" {
		f.put(0, "since", a.Reason)
	}
	f.heading("Signatures")
	for i, s := range a.Approvers {
		state := "still open"
		switch at := slices.IndexFunc(a.Decisions, func(d model.Decision) bool { return d.Approver == i && d.Verdict == model.Reject }); {
		case a.Filled(i):
			state = "approved"
		case at >= 0:
			state = "rejected"
		case a.State() != model.ApprovalPending:
			state = "not asked any more"
		}
		if s.Person != "" {
			f.link(0, s.Title, s.Person, ", "+state)
		} else {
			f.put(0, s.Title, state)
		}
	}
	if len(a.Decisions) > 0 {
		f.heading("Decisions")
	}
	for i, d := range a.Decisions {
		said := ""
		if d.Basis.For != "" {
			said = fmt.Sprintf(" for %s%s (%s)", cmp.Or(f.titles[d.Basis.For], string(d.Basis.For)), f.then(d.Basis.For, d.At), d.Basis.Delegation)
		}
		said = f.then(d.By, d.At) + said
		said += ", " + f.when(d.At)
		if !d.Recorded.IsZero() {
			said += " (recorded " + f.when(d.Recorded) + ")"
		}
		f.link(0, model.Decided(d.Verdict), d.By, said)
		if d.Approver >= 0 && d.Approver < len(a.Approvers) {
			f.put(2, "for", a.Approvers[d.Approver].Title)
		}
		for _, part := range [][2]string{{"comment", d.Comment}, {"conditions", d.Conditions}, {"meeting", string(d.Meeting)}, {"known by", d.Auth}} {
			if part[1] != "" {
				f.put(2, part[0], part[1])
			}
		}
		if v := d.Verbal; v != nil {
			f.link(2, "taken down by", v.By, ", by "+v.Channel)
			switch {
			case v.Disowned():
				f.put(2, "disowned", f.when(v.Signed)+": "+v.Comment)
			case d.Unsigned():
				f.put(2, "countersign", "by "+f.when(v.Due))
			case !v.Waits():
				f.put(2, "countersigned", f.when(v.Signed))
			}
		}
		f.put(2, "of revision", fmt.Sprint(d.Revision))
		for _, saw := range d.Documents {
			if !slices.Contains(a.Documents, saw) { // another than was asked for
				f.link(2, "read", saw.ID, fmt.Sprintf(", version %d", saw.Version))
			}
		}
		for _, k := range a.SetBy(i) {
			f.condition(2, "condition", k)
		}
		if d.Retracted != nil {
			f.put(2, "taken back", f.when(d.Retracted.At)+": "+d.Retracted.Reason)
		}
	}
	if len(a.Documents) > 0 {
		f.heading("What it covers")
	}
	for _, d := range a.Documents {
		f.link(0, "document", d.ID, fmt.Sprintf(", version %d", d.Version))
	}
}

// condition writes who has to meet a condition, what it asks, and by what it was met.
func (f *writer) condition(indent int, name string, k model.Condition) {
	state := ", to be met"
	if k.Met != nil {
		entered := ""
		if !k.Met.Recorded.IsZero() {
			entered = " (recorded " + f.when(k.Met.Recorded) + ")"
		}
		state = fmt.Sprintf(", met %s%s by %s", f.when(k.Met.At), entered, strings.TrimSpace(string(k.Met.Record)+" "+k.Met.Note))
	}
	f.link(indent, name, k.By, ": "+k.Text+state)
}

// roles writes what a person was called before, what they are, and what that lets them do.
func (f *writer) roles(p *model.Person) {
	for _, n := range f.former[p.ID] {
		f.put(0, "was called", n.Name+", until "+f.when(n.Until))
	}
	f.heading("Roles, and what they allow")
	if len(p.Roles) == 0 {
		f.add(line{flat: true, text: "None: may read, and no more.", style: f.env.Theme.Faint})
	}
	if p.Left {
		f.add(line{flat: true, text: "Has left: none of this holds any more.", style: f.env.Theme.Warn})
	}
	for _, g := range p.Memberships() {
		f.add(line{flat: true, text: f.words.role(g.Role), style: f.env.Theme.Strong})
		if g.Service != "" {
			f.link(2, "only for", g.Service, "")
		}
		if g.Site != "" {
			f.put(2, "only for", "the site "+g.Site)
		}
		if g.Chair {
			f.put(2, "chairs it", "whom to turn to there")
		}
		if f.words.rules == nil {
			continue
		}
		if r, ok := f.words.rules.Role(g.Role); ok {
			if r.Does != "" {
				f.put(2, "does", r.Does)
			}
			var may []string
			for _, p := range action.Permissions {
				if f.words.rules.Allows(r, p.ID) {
					may = append(may, p.Does)
				}
			}
			f.put(2, "may", cmp.Or(strings.Join(may, ", "), "nothing"))
		}
	}
}

// waiting lists the approvals that wait for a person.
func (f *writer) waiting(in around) {
	f.heading("Waits for a signature")
	if len(in.waiting) == 0 {
		f.add(line{flat: true, text: "Nothing.", style: f.env.Theme.Faint})
	}
	for i, a := range in.waiting {
		if i == 40 {
			f.add(line{flat: true, text: fmt.Sprintf("and %d more", len(in.waiting)-i), style: f.env.Theme.Faint})
			break
		}
		f.add(line{flat: true, lead: string(a.ID), text: fmt.Sprintf("%s of %s, asked %s", a.Title, a.Of, f.when(a.At)), style: f.env.Theme.Text, to: target{id: a.ID}})
	}
}

// relations are what a sort of link is called from the other end.
var relations = map[string]map[model.Kind]string{
	model.RelScopes:    {model.KindRelease: "In releases"},
	model.RelDefers:    {model.KindRelease: "Taken out of releases"},
	model.RelAffects:   {model.KindRelease: "Changed by releases", model.KindChange: "Changed by RFCs", model.KindIncident: "Hit by incidents", model.KindWindow: "In windows", model.KindBaseline: "In baselines"},
	model.RelPackage:   {model.KindRelease: "In the package of releases"},
	model.RelDependsOn: {model.KindRelease: "Needed by releases", model.KindItem: "Needed by items"},
	model.RelCloses:    {model.KindChange: "Closed by RFCs"},
	model.RelCausedBy:  {model.KindIncident: "Incidents it caused"},
	model.RelSuspects:  {model.KindIncident: "Incidents it may have caused"},
	model.RelCleared:   {model.KindIncident: "Incidents it did not cause"},
	model.RelMember:    {model.KindTeam: "Member of"},
	model.RelBecame:    {model.KindProcurement: "Was ordered as"},
	model.RelTeam:      {model.KindService: "Services of the team", model.KindRelease: "Releases of the team"},
	model.RelRelates:   {model.KindIncident: "Incidents", model.KindWindow: "Let into windows"},
	model.RelOf:        {model.KindQuestion: "Questions and comments", model.KindWaiver: "Waivers of checks", model.KindImprovement: "Improvement actions", model.KindJob: "Own tools"},
	model.RelPerson:    {model.KindTeam: "Leads", model.KindService: "Services they answer for", model.KindItem: "Items they own", model.KindApproval: "Approvals they asked for or decided", model.KindDocument: "Documents they wrote or approved"},
}

// relation names the links of a sort from records of a kind to one of another.
func relation(rel string, k, to model.Kind) string {
	if rel == model.RelRelates && to == model.KindIncident {
		switch k {
		case model.KindRelease:
			return "Declared for it"
		case model.KindChange:
			return "Declared for it, or found by it"
		}
	}
	if s := relations[rel][k]; s != "" {
		return s
	}
	return k.Info().Title
}

// linked lists what points at the record.
func (f *writer) linked(in around) {
	for _, l := range in.Linked {
		if l.Kind == model.KindItem && slices.Contains([]string{model.RelDependsOn, model.RelFeltBy, model.RelConnected}, l.Rel) {
			continue // drawn as a tree
		}
		f.heading(fmt.Sprintf("%s  %s", relation(l.Rel, l.Kind, f.kind), thousands(l.Count)))
		for _, r := range l.Rows {
			f.listed(r)
		}
		if more := l.Count - len(l.Rows); more > 0 {
			f.add(line{flat: true, text: "and " + thousands(more) + " more", style: f.env.Theme.Faint})
		}
	}
}

// listed is a line that leads to a record.
func (f *writer) listed(r store.Listed) {
	text := r.Title
	if r.Subject != "" && r.Subject != f.id && !strings.Contains(text, string(r.Subject)) {
		text += " of " + string(r.Subject)
	}
	if r.State != "" {
		text += ", " + r.Kind.Info().State(r.State).Words
	}
	f.add(line{flat: true, lead: string(r.ID), text: text, style: f.env.Theme.Text, to: target{id: r.ID}})
}

// history lists what happened to the record, the newest first.
func (f *writer) history(in around) {
	f.heading("History")
	for _, e := range in.History {
		text := strings.TrimSpace(cmp.Or(e.Name, string(e.Who)) + " " + e.Note)
		if e.Position == in.Fact.Since {
			text += " (the state shown)"
		}
		text += otherTimes(f.env, e.LogEntry)
		f.add(line{flat: true, lead: date(f.env, when.Moment{At: e.Stands(), Precision: when.Minute}), text: text, style: f.env.Theme.Text, to: target{entry: e.Position}})
	}
	if in.More {
		f.add(line{flat: true, text: "and what was before; the log has it all", style: f.env.Theme.Faint})
	}
}
