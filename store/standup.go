package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/calendar"
	"fairway/model/gate"
	"fairway/model/process"
	"fairway/model/standup"
	"fairway/model/when"
)

// StandupQuery asks for what a team has to know in its standup.
type StandupQuery struct {
	Team model.ID // "": everybody
	// Called is the team by its handle or id, where that is what is known of it.
	Called string
	// Since is from when on things are new; zero: since this standup was last held.
	Since time.Time
	AsOf  Position
	Now   time.Time
	// Zone is that of whoever looks: times and days are said in it; nil is the organisation's.
	// Of what is handed on to a team, as Theirs says, they are those of where the team is, the
	// same for all who read it.
	Zone   *time.Location
	Theirs bool
	// Unnamed leaves out people, and what they wrote in their own words.
	Unnamed bool
}

// Bounds of what is looked at, however large the file is: records written since last
// time, open releases that are not as they should be, gates of releases that begin soon.
const (
	standupWritten = 1000
	standupOpen    = 2000
	standupGates   = 60
)

// freezesAhead is how far ahead the next freeze is looked for.
const freezesAhead = 31

// Standup works out what a team has to know in its standup. It fails where there is no
// such team.
func (db *DB) Standup(ctx context.Context, q StandupQuery) (standup.Standup, error) {
	if q.Called != "" {
		var err error
		if q.Team, err = db.Resolve(ctx, model.KindTeam, q.Called); err != nil {
			return standup.Standup{}, err
		}
	}
	return viewed(ctx, db, "look at the standup", func(tx *view) (standup.Standup, error) {
		s := &standupReader{q: q, ctx: ctx, tx: tx, db: db}
		if err := s.read(); err != nil {
			return standup.Standup{}, err
		}
		return standup.Of(s.f), nil
	})
}

// standupReader gathers the facts of one.
type standupReader struct {
	q   StandupQuery
	ctx context.Context
	tx  queryer
	db  *DB
	l   *loader
	f   standup.Facts

	moved []model.ID // releases, since
}

func (s *standupReader) read() error {
	c, err := s.db.loadCase(s.ctx, s.tx, s.q.AsOf, s.q.Now, Who{}, model.Needs{Kinds: []model.Kind{model.KindTeam, model.KindService}})
	if err != nil {
		return err
	}
	s.l = &loader{db: s.db, ctx: s.ctx, q: s.tx, pos: s.q.AsOf, c: c}
	s.f = standup.Facts{Case: c, Zone: s.q.Zone, Unnamed: s.q.Unnamed}
	if s.f.Zone == nil {
		s.f.Zone = c.Rules.Policy.Location()
	}
	if s.q.Team != "" {
		if s.f.Team = model.Get[*model.Team](c, s.q.Team); s.f.Team == nil {
			return &model.NotFound{What: model.KindTeam.Words() + " " + string(s.q.Team)}
		}
		if s.q.Theirs {
			s.f.Zone = s.whereTeam()
		}
	}
	for _, step := range []func() error{s.last, s.written, s.open, s.planned, s.waiting, s.gates, s.freezes, s.named} {
		if err := step(); err != nil {
			return err
		}
	}
	return s.l.err
}

// last finds since when things are new: since this standup was held, but for the one that
// is being held; where it never was, since the working day before began.
func (s *standupReader) last() error {
	at := func(before time.Time) (last time.Time, err error) {
		_, err = ask(s.ctx, s.tx, "SELECT max(coalesce(r.happened, "+stands+")) FROM log_row r"+timeJoin+" WHERE r.subject = ? AND r.action = ? AND "+upTo("r", s.q.AsOf)+" AND coalesce(r.happened, "+stands+") <= ?",
			string(s.q.Team), action.Name(action.HoldStandup{}), before.UnixMilli()).one((*stamp)(&last))
		return last, err
	}
	if s.f.Since = s.q.Since; !s.f.Since.IsZero() {
		return nil
	}
	held, err := at(s.q.Now)
	if err != nil {
		return err
	}
	if !held.IsZero() && s.q.Now.Sub(held) < standup.Just {
		s.f.Now = held
		if held, err = at(held.Add(-standup.Just)); err != nil {
			return err
		}
	}
	if s.f.Since, s.f.Held = held, !held.IsZero(); s.f.Held {
		return nil
	}
	policy := s.f.Case.Rules.Policy
	day := when.DateOf(s.q.Now, policy.Location())
	for range 7 {
		if day = day.AddDays(-1); policy.Week().Works(day) {
			break
		}
	}
	s.f.Since = day.Start(policy.Location()).UTC()
	return nil
}

// team is whose a release, or another record, is.
func (s *standupReader) team(id model.ID) model.ID {
	service := model.ID("")
	switch r := s.record(id).(type) {
	case *model.Release:
		return model.TeamOf(r.Team, model.Get[*model.Service](s.f.Case, r.Service))
	case nil:
		return ""
	default:
		row := r.Row()
		if service = row.Service; service == "" && row.Subject != "" && row.Subject != id {
			return s.team(row.Subject)
		}
	}
	return model.TeamOf("", model.Get[*model.Service](s.f.Case, service))
}

// ours reports whether a record is of the team that is asked about.
func (s *standupReader) ours(id model.ID) bool { return s.f.Team == nil || s.team(id) == s.f.Team.ID }

func (s *standupReader) record(id model.ID) model.Record {
	f, _ := s.f.Case.Fact(id)
	return f.Record
}

// mine are those of some records that are of the team, once they are loaded.
func (s *standupReader) mine(ids []model.ID) []model.ID {
	s.l.fetch(ids)
	return slices.DeleteFunc(ids, func(id model.ID) bool { return s.record(id) == nil || !s.ours(id) })
}

// written finds what was written since, by when it was recorded: but for what an import
// brought in anew, which is no news of a day, however much it is.
func (s *standupReader) written() error {
	from, err := s.db.positionAt(s.ctx, s.f.Since)
	if err != nil {
		return err
	}
	ids := s.l.ids("SELECT v.id FROM version v JOIN log_row g ON g.pos = v.since WHERE v.since > ?1 AND v.since <= ?2 AND v.kind IN ('release', 'run', 'approval', 'change', 'waiver', 'window') AND (g.action NOT IN ("+countedActions+") OR v.since <> (SELECT e.born FROM entity e WHERE e.id = v.id)) GROUP BY v.id ORDER BY max(v.n) DESC LIMIT 0+?3",
		from, s.q.AsOf.last(), standupWritten+1)
	if len(ids) > standupWritten {
		ids, s.f.More = ids[:standupWritten], true
	}
	s.l.fetch(ids)
	var near, moved []model.ID
	for _, id := range ids {
		switch r := s.record(id).(type) {
		case *model.Run:
			near = append(near, r.Release)
		case *model.Approval:
			near = append(near, r.Of)
		case *model.Waiver:
			near = append(near, r.Of)
		case *model.Window:
			for _, e := range r.Exceptions {
				near = append(near, e.Release)
			}
		case *model.Release:
			near = append(near, r.Rules)
			if n := len(r.Moves); n > 0 && r.Moves[n-1].At.After(s.f.Since) {
				moved = append(moved, id)
			}
		}
	}
	s.l.fetch(model.SortIDs(near))
	s.l.fetch(s.hanging("approval", moved)) // which say whether it was authorised
	if err := s.windows(ids, from); err != nil {
		return err
	}
	s.moved = moved
	s.f.Written = slices.DeleteFunc(ids, func(id model.ID) bool {
		w, ok := s.record(id).(*model.Window)
		if !ok {
			return s.record(id) == nil || !s.ours(id)
		}
		return !slices.ContainsFunc(w.Exceptions, func(e model.Exception) bool { return s.ours(e.Release) })
	})
	return s.l.err
}

// hanging are the records of a kind whose subject is one of some.
func (s *standupReader) hanging(kind string, of []model.ID) []model.ID {
	if len(of) == 0 {
		return nil
	}
	return s.l.ids("SELECT r.id FROM json_each(?) a CROSS JOIN record_row r ON r.subject = a.value AND r.subject <> '' AND r.kind = '"+kind+"' AND "+live("r", s.q.AsOf), list(of))
}

// open finds the open releases that are not simply planned: emergencies, late ones, those
// on hold or deployed.
func (s *standupReader) open() error {
	ids := s.l.ids("SELECT r.id FROM release_row r WHERE r.ended = 0 AND (r.deployed = 1 OR r.state = 'hold' OR r.due < ? OR r.means = ?) AND "+live("r", s.q.AsOf)+" ORDER BY r.number LIMIT 0+?", s.q.Now.UnixMilli(), model.TypeEmergency, standupOpen)
	ids = s.mine(ids)
	s.around(ids)
	c := s.f.Case
	for _, id := range ids {
		r := model.Get[*model.Release](c, id)
		run := c.LastRun(id)
		switch {
		case run != nil && run.Going():
			s.f.Running = append(s.f.Running, s.plan(r))
		case r.Deployed:
			s.f.Deployed = append(s.f.Deployed, id)
		case r.Emergency() != nil && r.Window.IsZero():
			s.f.Urgent = append(s.f.Urgent, id)
		case r.StartPassed(c.Now, c.Zone(r)) && r.Origin == nil:
			s.f.Late = append(s.f.Late, s.plan(r))
		}
		if r.Hold != nil {
			s.f.OnHold = append(s.f.OnHold, id)
		}
	}
	slices.SortStableFunc(s.f.Late, func(a, b standup.Planned) int { return a.Span.Start.Compare(b.Span.Start) })
	incidents := s.l.ids("SELECT src FROM "+linked("dst", "?", s.q.AsOf)+" AND l.rel IN ('caused-by', 'suspects')", list(s.f.Deployed))
	s.l.fetch(incidents)
	s.l.fetch(s.hanging(string(model.KindEarly), s.f.Deployed))
	return s.l.err
}

// around loads the runs of releases, and the rules that they are under.
func (s *standupReader) around(ids []model.ID) {
	near := s.hanging("run", ids)
	for _, id := range ids {
		if r := model.Get[*model.Release](s.f.Case, id); r != nil {
			near = append(near, r.Rules)
		}
	}
	s.l.fetch(model.SortIDs(near))
}

// plan is a release with what it takes on the calendar; its risk where that is high.
func (s *standupReader) plan(r *model.Release) standup.Planned {
	p := standup.Planned{ID: r.ID, Slot: r.Window, Span: r.Window.Span(s.f.Case.Zone(r))}
	if policy := s.f.Case.Rules.Policy; r.Risk != nil && policy.Danger(r.Risk.Band) >= process.HighDanger {
		p.Look = policy.BandTitle(r.Risk.Band)
	}
	return p
}

// planned finds the open releases and the milestones of the days looked at, and what
// their dates collide with.
func (s *standupReader) planned() error {
	days := s.days(standup.WeekDays + 1)
	ids := s.mine(model.SortIDs(s.l.sharing([][2]int64{{days.Start.UnixMilli(), days.End.UnixMilli()}})))
	s.around(ids)
	var all []model.ID
	for _, id := range ids {
		r := model.Get[*model.Release](s.f.Case, id)
		p := s.plan(r)
		if p.Slot.Shown(p.Span, s.f.Zone).Overlaps(days) && !r.Deployed {
			s.f.Planned = append(s.f.Planned, p)
			all = append(all, id)
		}
	}
	slices.SortStableFunc(s.f.Planned, func(a, b standup.Planned) int {
		return cmp.Or(a.Slot.Shown(a.Span, s.f.Zone).Start.Compare(b.Slot.Shown(b.Span, s.f.Zone).Start), model.CompareIDs(a.ID, b.ID))
	})
	for _, p := range s.f.Late {
		all = append(all, p.ID)
	}
	for _, id := range s.moved { // it is said into what they were moved
		if r := model.Get[*model.Release](s.f.Case, id); r != nil && !r.Ended() && !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	var err error
	if s.f.Conflicts, err = s.db.conflicts(s.ctx, s.tx, s.q.AsOf, s.q.Now, model.SortIDs(all)); err != nil {
		return err
	}
	var with []model.ID
	for _, found := range s.f.Conflicts {
		for _, k := range found {
			for _, id := range k.With {
				with = append(with, model.ID(id))
			}
		}
	}
	s.l.fetch(model.SortIDs(with))
	found := s.l.ids("SELECT r.id FROM record_row r WHERE r.kind = 'milestone' AND r.kind <> 'release' AND r.state = 'set' AND r.at >= ? AND r.at < ? AND "+live("r", s.q.AsOf)+" ORDER BY r.at LIMIT 100", days.Start.Add(-slack).UnixMilli(), days.End.Add(slack).UnixMilli())
	for _, id := range s.mine(found) {
		if m := model.Get[*model.Milestone](s.f.Case, id); m != nil {
			s.f.Milestones = append(s.f.Milestones, m)
		}
	}
	return s.l.err
}

// days are so many from today on, for whoever looks.
func (s *standupReader) days(n int) when.Span {
	today := when.DateOf(s.q.Now, s.f.Zone)
	return when.Span{Start: today.Start(s.f.Zone), End: today.AddDays(n).Start(s.f.Zone)}
}

// gates judges those of the releases that begin soon or should have begun: what blocks
// them is asked of the gate itself.
func (s *standupReader) gates() error {
	var ids []model.ID
	for _, list := range [][]standup.Planned{s.f.Late, s.f.Planned} {
		for _, p := range list {
			if len(ids) < standupGates && !slices.Contains(ids, p.ID) {
				ids = append(ids, p.ID)
			}
		}
	}
	s.f.Gates, s.f.Unusable = map[model.ID]gate.Gate{}, map[model.ID][]string{}
	if len(ids) == 0 {
		return nil
	}
	c, err := s.db.loadCase(s.ctx, s.tx, s.q.AsOf, s.q.Now, Who{}, model.Needs{Releases: ids})
	if err != nil {
		return err
	}
	l := &loader{db: s.db, ctx: s.ctx, q: s.tx, pos: s.q.AsOf, c: c}
	if l.calendar(ids, nil, nil, nil); l.err != nil {
		return l.err
	}
	for _, id := range ids {
		if g, err := gate.At(c, model.Get[*model.Release](c, id), ""); err == nil { // one of an unknown process has none
			s.f.Gates[id] = g
		}
		if r := model.Get[*model.Release](c, id); r != nil && !r.Deployed {
			s.f.Unusable[id] = gate.Unusable(c, r)
		}
	}
	return nil
}

// freezes are the occurrences of those that are about something of the team, and the next
// one after the days looked at.
func (s *standupReader) freezes() error {
	days := s.days(freezesAhead)
	list, err := s.db.loadWindows(s.ctx, s.tx, s.q.AsOf, days)
	if err != nil {
		return err
	}
	zone := s.f.Case.Rules.Policy.Location()
	for _, w := range list {
		if w.Class != model.WindowFreeze {
			continue
		}
		s.l.fetch(w.Items)
		if about := slices.Concat(w.Services, w.Items); s.f.Team != nil && !w.Everything && !slices.ContainsFunc(about, s.serves) && !slices.ContainsFunc(s.servicesOfTeam(), func(of *model.Service) bool { return gate.ConcernsService(w, of) }) {
			continue
		}
		spans, err := calendar.Occurrences(gate.Window(w, zone), days)
		if err != nil {
			continue // who is blocked by it is told, and doctor says so
		}
		own := w.Location(zone)
		for _, at := range spans {
			z := standup.Freeze{ID: w.ID, Title: w.Title, Hard: w.Hard, Span: at, For: s.covers(w), Slot: model.Slot{Start: when.OnClock(at.Start, own), End: when.OnClock(at.End, own)}}
			switch {
			case !w.Recurs():
				z.Slot = w.Slot
			case w.Slot.Start.Precision == when.Day:
				z.Slot = model.Slot{Start: when.OnDay(when.DateOf(at.Start, own), own), End: when.OnDay(when.DateOf(at.End.Add(-time.Minute), own), own)}
			}
			if z.Span.End.After(s.q.Now) {
				s.f.Freezes = append(s.f.Freezes, z)
			}
		}
	}
	slices.SortStableFunc(s.f.Freezes, func(a, b standup.Freeze) int {
		return cmp.Or(a.Span.Start.Compare(b.Span.Start), model.CompareIDs(a.ID, b.ID))
	})
	return s.l.err
}

// serves reports whether a service, or an item, is of the team.
func (s *standupReader) serves(id model.ID) bool {
	if of, ok := s.record(id).(*model.Service); ok {
		return of.Team == s.f.Team.ID
	}
	return s.ours(id)
}

// whereTeam is where the team is: where all services are that it runs, else the
// organisation's zone.
func (s *standupReader) whereTeam() *time.Location {
	home := s.f.Case.Rules.Policy.Location()
	zone := (*time.Location)(nil)
	for _, of := range s.servicesOfTeam() {
		switch at := of.Location(home); {
		case zone == nil:
			zone = at
		case zone.String() != at.String():
			return home
		}
	}
	return cmp.Or(zone, home)
}

// servicesOfTeam are those that the team runs.
func (s *standupReader) servicesOfTeam() []*model.Service {
	return slices.DeleteFunc(model.All[*model.Service](s.f.Case), func(of *model.Service) bool { return of.Team != s.f.Team.ID })
}

// covers says what a freeze is for.
func (s *standupReader) covers(w *model.Window) string {
	e := Entry{Kind: w.Class, Everything: w.Everything}
	e.Covers = w.Covers(func(id model.ID) string { return cmp.Or(s.f.Case.Title(id), string(id)) })
	return e.For()
}
