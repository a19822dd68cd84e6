package release

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/gate"
	"fairway/model/when"
	"fairway/ui/kit"
)

// recordTarget opens all that a record holds.
func recordTarget(id model.ID) target {
	return target{id: id, word: "look", enter: func(p *Page) tea.Cmd { return p.lookAt(id) }}
}

// lost puts the records that a list names and that can't be shown.
func (s *sheet) lost(ids []model.ID) {
	for _, id := range ids {
		if !s.d.c.Has(id) {
			why := "not to be found"
			if s.d.c.IsRedacted(id) {
				why = "its content was removed by law; the log keeps its digest"
			}
			s.Add(s.Line().Text(s.t.Key, string(id)).Gap(2).Text(s.t.Faint, why))
		}
	}
}

// drawChanges lists the RFCs in scope, with what each closes and touches.
func drawChanges(s *sheet) {
	d, t := s.d, s.t
	if len(d.r.Changes) == 0 {
		s.none("No change (RFC) is in scope.", "n puts one into scope, or submits a new one.")
	}
	for _, c := range d.changes {
		s.Blank()
		s.choose(string(c.ID), target{id: c.ID, word: "look", form: decision.FormRFC, of: c.ID, enter: func(p *Page) tea.Cmd { return p.lookAt(c.ID) }})
		s.record(c, c.Title)
		s.detail(t.Faint, join(" "+t.Glyph.Dot+" ", words(c.Type), words(c.Category), "asked for by "+s.by(c.Requester, c.Submitted), built(d, c)))
		s.detail(t.Text, c.Text)
		if c.Risk != "" {
			s.detail(t.Faint, "risk "+words(c.Risk))
		}
		for _, v := range []struct {
			yes, no string
			v       *model.Verdict
		}{{"assessed", "assessed", c.Assessed}, {"authorised", "rejected", c.Decided}} {
			if v.v != nil {
				word, style := v.yes, t.Good
				if !v.v.Yes {
					word, style = v.no, t.Faint
				}
				s.detail(style, word+" by "+s.signed(v.v.By, v.v.Basis, v.v.At)+decision.After(d.c, v.v, s.moment))
			}
		}
		s.conditions(c)
		for _, text := range decision.Abstentions(d.c, c.Abstained, s.moment) {
			s.detail(t.Faint, text)
		}
		for _, v := range c.Voided {
			if v.Decided != nil {
				s.detail(t.Warn, join(": ", "authorised by "+s.signed(v.Decided.By, v.Decided.Basis, v.Decided.At)+", and void since "+s.by(v.Void.By, v.Void.At), v.Void.Reason))
			}
		}
		if len(c.Closes) > 0 {
			s.detail(t.Text, "closes "+d.records(c.Closes))
		}
		if len(c.Items) > 0 {
			s.detail(t.Faint, "touches "+d.records(c.Items))
		}
	}
	s.lost(d.r.Changes)
	if len(d.r.Deferred) > 0 {
		s.Head("Taken out again")
		for _, id := range d.r.Deferred {
			s.choose(string(id), recordTarget(id))
			s.Text(t.Text, d.record(id))
		}
	}
}

func built(d *dossier, c *model.Change) string {
	if c.Builder == "" {
		return ""
	}
	return "built by " + d.person(c.Builder)
}

// drawPackage shows what is delivered: media, orders, or a signed agreement.
func drawPackage(s *sheet) {
	d, t, r := s.d, s.t, s.d.r
	software, hardware := r.Brings("software"), r.Brings("hardware")
	hours := r.Brings("service-hours") || r.Brings("support")
	switch {
	case len(r.Package) > 0:
	case software:
		s.none("No package is in the definitive media library (DML) yet.", "n adds one, named by its SHA-256.")
	case hardware:
		s.none("n.a.: it brings hardware and no software. What was ordered takes the place of a package.", "")
	case hours:
		s.none("n.a.: it brings "+words(strings.Join(r.Contents, " and "))+". A signed agreement takes the place of a package.", "")
	default:
		s.none("n.a.: it brings neither software nor hardware.", "")
	}
	for _, id := range r.Package {
		m := model.Get[*model.Media](d.c, id)
		if m == nil {
			continue
		}
		s.Blank()
		s.choose(string(id), recordTarget(id))
		s.record(m, strings.TrimSpace(m.Name+" "+m.Version))
		s.detail(t.Faint, join(" "+t.Glyph.Dot+" ", m.Medium, size(m.Size), m.Licence, m.Source, "added by "+s.by(m.By, m.At)))
		if !m.Expires.IsZero() {
			style, text := t.Faint, "licence good until "+s.date(m.Expires)
			if m.Expired(s.now) {
				style, text = t.Bad, t.Glyph.Late+" licence over: it was good until "+s.date(m.Expires)
			}
			s.detail(style, text)
		}
		if m.WithdrawnBy(s.now) && m.Withdrawn != nil {
			s.detail(t.Bad, t.Glyph.No+" withdrawn "+s.by(m.Withdrawn.By, m.Withdrawn.At)+": "+m.Withdrawn.Reason)
		}
		if m.Fault != nil {
			s.detail(t.Bad, t.Glyph.No+" "+m.Faulty())
		}
		s.Field("SHA-256", t.Text, m.SHA256)
		if b := d.c.Bill(id); b != nil {
			s.choose(string(b.ID), recordTarget(b.ID))
			s.detail(t.Faint, fmt.Sprintf("%s: %s, %s", b.ID, kit.Count(b.Components, "component"), b.Format))
			if b.Against != nil {
				s.detail(t.Text, b.Against.Words())
			}
		}
	}
	s.lost(r.Package)
	if len(d.procured) > 0 || hardware {
		s.Head("Ordered")
		if len(d.procured) == 0 {
			s.none("Nothing was ordered.", "n orders it.")
		}
		for _, p := range d.procured {
			s.choose(string(p.ID), recordTarget(p.ID))
			s.record(p, p.Title)
			due, style := "", t.Faint
			switch {
			case p.Dropped != "":
				due = "no longer needed: " + p.Dropped
			case !p.Received.IsZero():
				due = "received " + s.moment(p.Received)
			case !p.Due.IsZero():
				due = "due " + s.date(p.Due)
				if p.Late(s.now) {
					due, style = t.Glyph.Late+" was "+due+", "+when.Late(p.Due, s.now, s.env.Days()), t.Bad
				}
			}
			became := ""
			if items := p.Became(); len(items) > 0 {
				became = "became " + d.records(items)
			}
			s.detail(style, join(" "+t.Glyph.Dot+" ", p.Parts(), p.Supplier, p.Order, due, became))
		}
	}
	if hours || d.document(gate.FormAgreement) != nil {
		s.document(gate.FormAgreement)
	}
}

func size(n int64) string {
	switch {
	case n <= 0:
		return ""
	case n < 1<<10:
		return fmt.Sprintf("%d bytes", n)
	case n < 1<<20:
		return fmt.Sprintf("%.1f KiB", float64(n)/(1<<10))
	case n < 1<<30:
		return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%.1f GiB", float64(n)/(1<<30))
}

// drawItems lists the affected configuration items, whether each was baselined
// before the deployment and brought up to date after it.
func drawItems(s *sheet) {
	d, t, r := s.d, s.t, s.d.r
	switch {
	case r.NoItems != "":
		s.none("n.a.: it touches no configuration item. "+r.NoItems, "")
	case len(r.Items) == 0:
		s.none("No configuration item is listed.", "n lists those it touches.")
	}
	var last *model.Baseline
	if len(d.baselines) > 0 {
		last = d.baselines[0]
	}
	var rows []kit.Cells
	for _, id := range r.Items {
		i := model.Get[*model.Item](d.c, id)
		if i == nil {
			continue
		}
		base := "no baseline"
		style := t.Faint
		if last != nil {
			if at := slices.IndexFunc(last.Items, func(x model.ItemSeen) bool { return x.Item == id }); at >= 0 {
				base, style = t.Glyph.Yes+" "+cmp.Or(last.Items[at].Version, "taken"), t.Text
			} else {
				base = t.Glyph.No + " not in it"
			}
		}
		after := ""
		for _, u := range r.Updates {
			if u.Item == id {
				after = t.Glyph.Yes + " " + cmp.Or(u.Words(t.Glyph.Arrow), "updated")
			}
		}
		s.targets[string(id)] = recordTarget(id)
		rows = append(rows, kit.Cells{Key: string(id), Cell: []kit.Span{{Style: t.Key, Text: string(id)}, {Style: t.Strong, Text: strings.TrimSpace(i.Name + " " + i.Version)},
			{Style: t.Faint, Text: join(", ", i.Class, i.Env, model.StateWords(i))}, {Style: style, Text: base}, {Style: t.Good, Text: after}}})
	}
	if len(rows) > 0 {
		s.Columns([]kit.SheetColumn{{Title: "id", Fix: 1}, {Title: "item"}, {Title: "what"}, {Title: "baseline"}, {Title: "after"}}, rows)
	}
	s.lost(r.Items)
	if len(r.Items) > 0 {
		s.Blank()
		if r.ItemsAll {
			s.bullet(t.Good, t.Glyph.Yes, "the list is complete")
		} else {
			s.bullet(t.Warn, t.Glyph.Unmet, "nobody has called the list complete yet")
		}
	}
	for _, b := range d.baselines {
		s.choose(string(b.ID), recordTarget(b.ID))
		s.bullet(t.Note, t.Glyph.Bullet, fmt.Sprintf("%s: baseline of %s for revision %d, taken by %s", b.ID, kit.Count(len(b.Items), "item"), b.Revision, s.by(b.By, b.At)))
	}
}

// drawNotices lists who was told what, and when.
func drawNotices(s *sheet) {
	d, t := s.d, s.t
	if len(d.notices) == 0 {
		s.none("Nobody was told of it yet.", "n records a notice.")
	}
	for _, n := range slices.Backward(d.notices) {
		s.Blank()
		s.choose(string(n.ID), recordTarget(n.ID))
		s.titled(n.ID, "to "+n.Audience+" by "+words(n.Channel), s.moment(n.Sent), t.Faint)
		about, style := "about "+cmp.Or(s.slot(n.Slot), "no date"), t.Faint
		if !n.Slot.Same(d.r.Window) {
			about, style = t.Glyph.Late+" "+about+": it is planned for "+cmp.Or(s.slot(d.r.Window), "no date")+" now", t.Warn
		}
		s.detail(style, about+", sent by "+d.person(n.By))
		s.detail(t.Text, n.Text)
	}
}
