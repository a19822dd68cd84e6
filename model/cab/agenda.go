// Package cab works out what a meeting of the change advisory board is about: its
// agenda, by rule, whether there is a quorum, and the minutes. It looks at a case that
// was loaded for that (model.Needs.Agenda), decides nothing and writes nothing: who may
// do what stands in model/action, and every vote is a decision on an approval.
package cab

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/process"
)

// Agenda is what there is to look at in a meeting, or would be in the next one.
type Agenda struct {
	// Meeting is nil where none is called.
	Meeting *model.Meeting `json:"meeting,omitempty"`
	Items   []Item         `json:"items"`
	// Quorum is how many members of the CAB it takes, Members who of it is there:
	// different people, whatever seats they have.
	Quorum  int        `json:"quorum"`
	Members []model.ID `json:"members"`
	// For says of a member for whom they are there, of one who stands for a member who
	// is absent.
	For map[model.ID]model.ID `json:"for,omitempty"`
	// Since is the end of the last meeting, from which on failures are listed.
	Since time.Time `json:"since,omitzero"`
}

// Item is one thing on an agenda: a decision that the CAB is needed for, or a standing
// item with its lines.
type Item struct {
	Item     string          `json:"item"` // as model.Meeting.Current
	Title    string          `json:"title"`
	Approval *model.Approval `json:"-"`
	Of       model.ID        `json:"of,omitempty"`
	Name     string          `json:"name,omitempty"` // of the release or change
	Band     string          `json:"risk,omitempty"`
	Score    int             `json:"score,omitempty"`
	Urgent   bool            `json:"urgent,omitempty"` // an emergency
	Asked    time.Time       `json:"asked,omitzero"`
	// State is that of the approval, Signed how many of its Seats have approved, and
	// WaitsFor who is missing.
	State    model.State `json:"state,omitempty"`
	Signed   int         `json:"signed,omitempty"`
	Seats    int         `json:"seats,omitempty"`
	WaitsFor string      `json:"waits_for,omitempty"`
	Votes    []Vote      `json:"votes,omitempty"`
	Lines    []Line      `json:"lines,omitempty"`
	// Current is what is looked at now, Handled what was taken up and left.
	Current bool `json:"current,omitempty"`
	Handled bool `json:"handled,omitempty"`
	// Took is for how long it was looked at by now, of Limit, in seconds.
	Took  int64 `json:"took"`
	Limit int64 `json:"limit"`
}

// Vote is somebody's word on an item.
type Vote struct {
	By         model.ID  `json:"by"`
	Name       string    `json:"name"`
	Verdict    string    `json:"verdict"`
	Comment    string    `json:"comment,omitempty"`
	Conditions string    `json:"conditions,omitempty"`
	At         time.Time `json:"at"`
	// Recorded is when it was entered, where that is later.
	Recorded time.Time `json:"recorded,omitzero"`
	// Beforehand says that it was said before the meeting took the item up, and recorded by
	// then; Outside that it was not said in the meeting, and not beforehand either.
	Beforehand bool `json:"beforehand,omitempty"`
	Outside    bool `json:"outside,omitempty"`
	// InRight says for whom it is, of one given for somebody absent: "for Carl Jensen
	// (DLG-1), CAB member".
	InRight string `json:"in_right,omitempty"`
}

// Line is one line of a standing item.
type Line struct {
	ID   model.ID `json:"id"`
	Text string   `json:"text"`
}

// Left reports how much of an item's time is left at a moment; negative where it was
// given up.
func (a Agenda) Left(item Item, now time.Time) time.Duration {
	took := time.Duration(item.Took) * time.Second
	if a.Meeting != nil {
		if kept := a.Meeting.Item(item.Item); kept != nil {
			took = kept.Took(now)
		}
	}
	return time.Duration(item.Limit)*time.Second - took
}

// Find is an item by its name, or by the id of the release or change that it is of.
func (a Agenda) Find(name string) (Item, bool) {
	for _, is := range []func(Item) string{func(i Item) string { return i.Item }, func(i Item) string { return string(i.Of) }} {
		if at := slices.IndexFunc(a.Items, func(i Item) bool { return is(i) == name }); at >= 0 && name != "" {
			return a.Items[at], true
		}
	}
	return Item{}, false
}

// Current is what is looked at now.
func (a Agenda) Current() (Item, bool) {
	if a.Meeting == nil {
		return Item{}, false
	}
	return a.Find(a.Meeting.Current)
}

// Next is the first item that was not taken up yet.
func (a Agenda) Next() (Item, bool) {
	at := slices.IndexFunc(a.Items, func(i Item) bool { return !i.Handled && !i.Current })
	if at < 0 {
		return Item{}, false
	}
	return a.Items[at], true
}

// Reached reports whether enough members are there.
func (a Agenda) Reached() bool { return len(a.Members) >= a.Quorum }

// Needed reports whether an approval waits for a seat of the CAB: that alone comes
// onto an agenda.
func Needed(c *model.Case, a *model.Approval) bool {
	of := c.SubjectOf(a.ID)
	if a.State() != model.ApprovalPending || !of.Known() || of.Ended() || decision.Replaced(c, decision.Approval(c, a)) != "" {
		return false
	}
	now, _ := a.Asked()
	return slices.ContainsFunc(now, func(s model.Approver) bool {
		return s.Role != "" && (c.Rules.RoleMeans(s.Role) == process.RoleCAB || of.Rules(c).RoleMeans(s.Role) == process.RoleCAB)
	})
}

// Member reports whether somebody is of the CAB, of all of it or of that of a service.
func Member(c *model.Case, p *model.Person) bool {
	return p != nil && !p.Left && slices.ContainsFunc(p.Roles, func(g model.Grant) bool { return c.Rules.RoleMeans(g.Role) == process.RoleCAB })
}

// Now is the meeting that is held: that which somebody attends, else the only one; nil
// where there is none.
func Now(c *model.Case, who model.ID) *model.Meeting {
	var open *model.Meeting
	n := 0
	for _, m := range model.All[*model.Meeting](c) {
		if !m.Open() {
			continue
		}
		if m.Attends(who) {
			return m
		}
		open, n = m, n+1
	}
	if n == 1 {
		return open
	}
	return nil
}

// Held are the meetings that are held now, by their ids.
func Held(c *model.Case) []string {
	var out []string
	for _, m := range model.All[*model.Meeting](c) {
		if m.Open() {
			out = append(out, string(m.ID))
		}
	}
	return out
}

// Coming is the meeting that is planned for the earliest time; nil without one.
func Coming(c *model.Case) *model.Meeting {
	var first *model.Meeting
	for _, m := range model.All[*model.Meeting](c) {
		if m.State() == model.MeetingPlanned && (first == nil || m.Planned.Start.At.Before(first.Planned.Start.At)) {
			first = m
		}
	}
	return first
}

// Of is the agenda of a meeting, or with nil of one that were held now. While it is
// open it is worked out anew each time; what was taken up stays on it. One that is over
// has what was taken up.
func Of(c *model.Case, m *model.Meeting) Agenda {
	a := Agenda{Meeting: m, Quorum: max(c.Rules.Policy.Quorum, 1), Since: since(c, m), Items: []Item{}, Members: []model.ID{}}
	if m != nil {
		there := m.There()
		if m.State() == model.MeetingClosed {
			there = m.Came()
		}
		a.count(c, there)
	}
	if m == nil || m.State() == model.MeetingPlanned || m.Open() {
		a.Items = append(a.decisions(c), a.standing(c)...)
	} else {
		for _, kept := range m.Items {
			if ap := model.Get[*model.Approval](c, model.ID(kept.Item)); ap != nil {
				a.Items = append(a.Items, a.decision(c, ap))
			} else {
				a.Items = append(a.Items, Item{Item: kept.Item, Title: titles[kept.Item], Of: kept.Of, Lines: model.Each(kept.Lines, func(l model.MeetingLine) Line { return Line(l) })})
			}
		}
	}
	limit := int64(c.Rules.Policy.ItemTime().Seconds())
	for i := range a.Items {
		one := &a.Items[i]
		one.Limit = limit
		if m == nil {
			continue
		}
		if kept := m.Item(one.Item); kept != nil {
			one.Current, one.Took = m.Open() && m.Current == one.Item, int64(kept.Took(c.Now).Seconds())
			one.Handled = !one.Current
		}
	}
	return a
}

// count finds the members among those who are there: each is one person, whatever they
// are. Who decides for a member who is absent stands for them, and for one alone.
func (a *Agenda) count(c *model.Case, there []model.ID) {
	at := c.Now
	if !a.Meeting.Closed.IsZero() {
		at = a.Meeting.Closed
	}
	stood := slices.Clone(there) // for whom nobody stands, or nobody else
	for _, id := range there {
		if Member(c, model.Get[*model.Person](c, id)) {
			a.Members = append(a.Members, id)
			continue
		}
		for _, d := range model.All[*model.Delegation](c) {
			if d.To != id || slices.Contains(stood, d.By) || !d.InForce(at) || !approves(d) || !Member(c, model.Get[*model.Person](c, d.By)) {
				continue
			}
			if a.For == nil {
				a.For = map[model.ID]model.ID{}
			}
			a.Members, a.For[id], stood = append(a.Members, id), d.By, append(stood, d.By)
			break
		}
	}
}

// approves reports whether approvals are among what was delegated.
func approves(d *model.Delegation) bool {
	return len(d.What) == 0 || slices.ContainsFunc(d.What, func(what string) bool { return !decision.IsKind(what) })
}

// Called is what a member is called who is there, and for whom.
func (a Agenda) Called(c *model.Case, id model.ID) string {
	if absent := a.For[id]; absent != "" {
		return c.PersonName(id) + " for " + c.PersonName(absent)
	}
	return c.PersonName(id)
}

// decisions are those that wait for the CAB, and those that were taken up in this
// meeting: emergencies first, then the riskiest, then the oldest.
func (a *Agenda) decisions(c *model.Case) []Item {
	var out []Item
	for _, ap := range model.All[*model.Approval](c) {
		if Needed(c, ap) || a.Meeting != nil && a.Meeting.Item(string(ap.ID)) != nil {
			out = append(out, a.decision(c, ap))
		}
	}
	slices.SortStableFunc(out, func(x, y Item) int {
		urgent := 0
		if x.Urgent != y.Urgent {
			urgent = 1
			if x.Urgent {
				urgent = -1
			}
		}
		return cmp.Or(urgent, cmp.Compare(y.Score, x.Score), x.Asked.Compare(y.Asked), model.CompareIDs(model.ID(x.Item), model.ID(y.Item)))
	})
	return out
}

func (a *Agenda) decision(c *model.Case, ap *model.Approval) Item {
	of := c.SubjectOf(ap.ID)
	out := Item{Item: string(ap.ID), Title: ap.Title, Approval: ap, Of: ap.Of, Name: of.Title(), Band: of.Band(), Urgent: of.Emergency() != nil, Asked: ap.At,
		State: ap.State(), Seats: len(ap.Approvers), Signed: len(ap.Approvers) - len(ap.Missing()), WaitsFor: waitsFor(ap)}
	if of.Release != nil && of.Release.Risk != nil {
		out.Score = of.Release.Risk.Score
	}
	if of.Change != nil && of.Change.Scored != nil {
		out.Score = of.Change.Scored.Score
	}
	for _, d := range ap.Decisions {
		if d.Retracted == nil {
			v := Vote{By: d.By, Name: voter(c, ap, d), Verdict: d.Verdict, Comment: d.Comment, Conditions: d.Conditions, At: d.At, Recorded: d.Recorded,
				InRight: strings.TrimPrefix(strings.TrimPrefix(voter(c, ap, d), c.Signatory(d.By, d.At)), " ")}
			if a.Meeting == nil || d.Meeting != a.Meeting.ID {
				kept := (*model.MeetingItem)(nil)
				if a.Meeting != nil {
					kept = a.Meeting.Item(out.Item)
				}
				v.Beforehand = kept == nil || d.Entered().Before(kept.Began)
				v.Outside = !v.Beforehand
			}
			out.Votes = append(out.Votes, v)
		}
	}
	return out
}

// Given says how a vote came about that was not given in the meeting, with the times as they
// are told: "beforehand", "not in the meeting: said 09:00, entered 14:05"; "" of one that was.
func (v Vote) Given(at func(time.Time) string) string {
	later := ""
	if !v.Recorded.IsZero() {
		later = fmt.Sprintf(": said %s, entered %s", at(v.At), at(v.Recorded))
	}
	switch {
	case v.Beforehand:
		return beforehand + later
	case v.Outside && later == "":
		return "not in the meeting: said " + at(v.At)
	case v.Outside:
		return "not in the meeting" + later
	}
	return ""
}

// voter is who voted: as a member, of whom all others are, or for whom and as what.
func voter(c *model.Case, ap *model.Approval, d model.Decision) string {
	if d.Basis.For == "" {
		return c.Signatory(d.By, d.At)
	}
	return decision.SignedAs(c, ap, d)
}

// waitsFor names who is missing, each role once.
func waitsFor(ap *model.Approval) string {
	var out []string
	now, _ := ap.Asked()
	for _, s := range now {
		if !slices.Contains(out, s.Title) {
			out = append(out, s.Title)
		}
	}
	return strings.Join(out, ", ")
}
