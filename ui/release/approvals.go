package release

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/process"
	"fairway/model/when"
	"fairway/ui/kit"
)

// drawApprovals goes through the approvals that the process asks for; those of
// each purpose, the newest first.
func drawApprovals(s *sheet) {
	d, t := s.d, s.t
	var shown []model.ID
	var defs []process.Approval
	if d.process != nil {
		defs = d.process.Approvals
	}
	if len(defs) == 0 && len(d.approvals) == 0 {
		s.none("n.a.: its process knows no approvals.", "")
	}
	for i := range defs {
		def := &defs[i]
		s.Head(def.Title)
		some := false
		for _, a := range d.approvals {
			if a.Purpose == def.Means() {
				s.approval(a)
				shown, some = append(shown, a.ID), true
			}
		}
		if !some {
			var in []string
			for _, id := range def.Stages {
				in = append(in, d.stageTitle(id))
			}
			s.Text(t.Faint, t.Glyph.Unmet+" not asked for; that is done in "+strings.Join(in, " or "))
		}
	}
	other := slices.DeleteFunc(slices.Clone(d.approvals), func(a *model.Approval) bool { return slices.Contains(shown, a.ID) })
	if len(other) > 0 {
		s.Head("Others")
		for _, a := range other {
			s.approval(a)
		}
	}
	if len(d.waivers) > 0 {
		s.Head("Waivers of checks")
		for _, w := range d.waivers {
			s.waiver(w)
		}
	}
}

// approval puts one request with its approvers and decisions.
func (s *sheet) approval(a *model.Approval) {
	d, t := s.d, s.t
	glyph, style := t.Glyph.Unmet, t.Warn
	switch a.State() {
	case model.ApprovalApproved:
		glyph, style = t.Glyph.Yes, t.Good
	case model.ApprovalRejected, model.ApprovalVoid:
		glyph, style = t.Glyph.No, t.Bad
	}
	me := d.waits(a, d.c.Who.Person) && !s.past()
	tg := recordTarget(a.ID)
	if me {
		s.begin = string(a.ID)
		tg = target{id: a.ID, word: "decide", writes: true, enter: func(p *Page) tea.Cmd { return p.decide() }}
	}
	s.choose(string(a.ID), tg)
	s.titled(a.ID, fmt.Sprintf("revision %d", a.Revision), glyph+" "+model.StateWords(a), style)
	s.detail(t.Faint, "asked for by "+s.by(a.By, a.At))
	if a.Again != "" {
		s.detail(t.Warn, fmt.Sprintf("%s was rejected, and nothing of that has changed since", a.Again))
	}
	if a.Reason != "" {
		s.detail(t.Text, "asked again since: "+a.Reason)
	}
	if a.Revision < d.r.Revision && a.Void == nil {
		s.detail(t.Warn, fmt.Sprintf("the release is at revision %d by now", d.r.Revision))
	}
	if a.Void != nil {
		s.detail(t.Bad, fmt.Sprintf("void since %s: %s (%s)", s.moment(a.Void.At), a.Void.Reason, cmp.Or(d.signatory(a.Void.By, a.Void.At), "the clock")))
	}
	if after := decision.CompletedAfter(d.c, a); after != nil {
		s.detail(t.Warn, after.Words(s.env.Zone))
	}
	if e := a.Reminded; e != nil {
		s.detail(t.Faint, "reminded "+s.moment(e.At))
	}
	if e := a.Escalated; e != nil {
		s.detail(t.Warn, fmt.Sprintf("escalated to %s, %s: they may decide for whoever is missing", e.Title, s.moment(e.At)))
	}
	for i, approver := range a.Approvers {
		said := false
		for at, x := range a.Decisions {
			if x.Approver == i {
				s.decision(approver, x, a.SetBy(at))
				said = true
			}
		}
		if !a.Filled(i) && a.State() == model.ApprovalPending {
			text := "waits for " + s.approverWords(approver)
			if n := when.DaysBetween(a.At, s.now, s.env.Days()); n > 0 {
				text += ", since " + kit.Count(n, "day")
			}
			s.Indented(4, kit.Span{Style: t.Warn, Text: "  " + t.Glyph.Unmet}, t.Text, text)
		} else if !said {
			s.Indented(4, kit.Span{Style: t.Faint, Text: "  " + t.Glyph.Unmet}, t.Faint, s.approverWords(approver)+" said nothing")
		}
	}
	if me {
		q := decision.Approval(d.c, a)
		seat, right := decision.Seat(d.c, q, d.c.Who.Person, "", d.c.Now)
		if seat >= 0 && right.For != "" {
			s.detail(t.Strong, fmt.Sprintf("It waits for %s, for whom you decide (%s): d decides.", d.person(right.For), right.Delegation))
		} else {
			s.detail(t.Strong, "It waits for you: d decides.")
			for _, name := range decision.Acting(d.c, q, d.c.Who.ID(), d.c.Now) {
				s.detail(t.Faint, name+" acts for you")
			}
		}
		against := &model.Refusal{}
		for _, bar := range decision.Kept(d.c, q, d.c.Who.ID(), "", right, d.c.Now, against) {
			against.Add(bar.String())
		}
		for _, r := range against.Reasons {
			s.Indented(4, kit.Span{Style: t.Bad, Text: "  " + t.Glyph.No}, t.Bad, "you must not: "+r.Text)
		}
	}
	var docs []string
	covers := a.Documents
	for _, d := range a.Decisions {
		if d.Approves() {
			covers = a.Covered(d)
		}
	}
	for _, x := range covers {
		name := string(x.ID)
		if doc := model.Get[*model.Document](d.c, x.ID); doc != nil {
			name = doc.Title
			if doc.Version != x.Version {
				name += fmt.Sprintf(" (now at version %d)", doc.Version)
			}
		}
		docs = append(docs, fmt.Sprintf("%s version %d", name, x.Version))
	}
	if len(docs) > 0 {
		s.detail(t.Faint, "covers "+strings.Join(docs, ", "))
	}
}

func (s *sheet) decision(approver model.Approver, x model.Decision, checks []model.Condition) {
	t := s.t
	glyph, style, word := t.Glyph.Yes, t.Good, "approved"
	switch x.Verdict {
	case model.Reject:
		glyph, style, word = t.Glyph.No, t.Bad, "rejected"
	case model.Ask:
		glyph, style, word = t.Glyph.Ask, t.Warn, "asked"
	case model.Abstain:
		glyph, style, word = t.Glyph.Ask, t.Faint, "abstained"
	case model.Remark:
		glyph, style, word = t.Glyph.Ask, t.Faint, "commented"
	case model.Downgrade, model.Disowned:
		glyph, style, word = t.Glyph.No, t.Warn, model.Decided(x.Verdict)
	}
	if x.Retracted != nil {
		glyph, style, word = t.Glyph.No, t.Faint, "took back that they "+word
		if x.Comment, x.Conditions = x.Retracted.Reason, ""; x.Verbal != nil {
			x.Comment = "" // the line below has why
		}
	}
	who := s.d.signatory(x.By, x.At)
	if x.Basis.For != "" {
		who += " for " + s.d.signatory(x.Basis.For, x.At)
	}
	if x.Basis.Delegation != "" {
		who += " (" + string(x.Basis.Delegation) + ")"
	}
	if approver.Role != "" {
		who += " (" + cmp.Or(approver.Title, words(approver.Role)) + ")"
	}
	s.Indented(4, kit.Span{Style: style, Text: "  " + glyph}, t.Text, join(": ", fmt.Sprintf("%s %s %s%s", who, word, s.moment(x.At), s.recorded(x.Recorded, x.At)), x.Comment))
	if x.Verbal != nil {
		s.Indented(6, kit.Span{}, t.Faint, decision.VerbalWords(s.d.c, x, s.env.Zone))
	}
	if glass := decision.GlassWords(s.d.r, x); glass != "" {
		s.Indented(6, kit.Span{}, t.Bad, glass)
	}
	if x.Conditions != "" {
		s.Indented(6, kit.Span{}, t.Warn, "on condition: "+x.Conditions)
	}
	for _, k := range checks {
		if k.Met == nil {
			s.Indented(6, kit.Span{}, t.Bad, "to be met by "+s.d.person(k.By)+": "+k.Text)
			continue
		}
		s.Indented(6, kit.Span{}, t.Good, fmt.Sprintf("met %s%s by %s: %s", s.moment(k.Met.At), s.recorded(k.Met.Recorded, k.Met.At), s.d.signatory(k.Met.By, k.Met.At), join(" ", string(k.Met.Record), k.Met.Note)))
	}
}
