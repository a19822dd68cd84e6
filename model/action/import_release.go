package action

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/intake"
	"fairway/model/process"
)

// releaseAgain applies a row to a release that stands. As long as nothing hangs
// on it, it follows its source: dates and stage as well. From then on a row is
// an edit like any other. What was approved is voided with it, what is locked
// stays, and no stage is entered but through a gate.
func (in *importing) releaseAgain(row intake.Row, origin *model.Origin, found Found, base *model.Release, service *named, refusal *model.Refusal) (revision, error) {
	now := found.Record.(*model.Release)
	c, err := in.around(now, base, slotOf(row))
	if err != nil {
		return revision{}, err
	}
	p, ok := c.Under(now).Process(now.Type)
	if !ok {
		return revision{}, &model.NotFound{What: fmt.Sprintf("release process %q, under which %s was registered", now.Type, now.ID)}
	}
	says := now.Clone()
	says.Name, says.Version, says.Notes, says.Service, says.Window = nameOf(row), row.Fields["version"], row.Fields["notes"], service.id, slotOf(row)
	f, err := model.Follow(base, now, says, base.Origin.Said, releaseFacets)
	if err != nil {
		return revision{}, err
	}
	g := &following{importing: in, row: row, found: found, c: c, p: p, base: base, now: now, n: f.Record, refusal: refusal, held: hangs(c, now, base),
		r: revision{taken: f.Taken, news: f.News, left: differences(f.Kept, now, says, in.words)}}
	g.r.record = g.n
	wish := g.place()
	g.kind()
	g.check()
	g.permissions()
	if len(refusal.Reasons) > 0 {
		return revision{}, nil
	}
	if err := g.apply(wish); err != nil {
		var more *model.Refusal
		if !errors.As(err, &more) {
			return revision{}, err
		}
		refusal.Reasons = append(refusal.Reasons, more.Reasons...)
		return revision{}, nil
	}
	g.n.Origin = sourced(origin, g.said(f.Said))
	return g.r, nil
}

// around is what hangs on a release. Of history that nothing refers to, which
// is most of what is ever read again, there is nothing to load.
func (in *importing) around(now, base *model.Release, slot model.Slot) (*model.Case, error) {
	if now.Rules == in.c.Rules.ID && !hangs(in.c, now, base) {
		if referred, err := in.Referred(now.ID); err != nil || !referred {
			return in.c, err
		}
	}
	n := gate.Needs(now.ID) // with the calendar around its dates and those of the row
	n.Slots = around(slot)
	return in.Facts(n)
}

// following is one release that a row is applied to.
type following struct {
	*importing
	row       intake.Row
	found     Found
	c         *model.Case
	p         *process.Process
	base      *model.Release // as the last import wrote it
	now       *model.Release // as it stands
	n         *model.Release // as it is to be
	held      bool           // something hangs on it
	says, was string         // where the source says that it is, and said so the last time; "" is nothing
	refusal   *model.Refusal
	r         revision
}

// hangs reports whether anything in Fairway rests on where a release stands: it
// has been led through a gate or back, something was decided, planned, written
// or announced about it, or another release waits for it. An edit of its name
// is nothing of that kind.
func hangs(c *model.Case, r, base *model.Release) bool {
	if len(r.Passed)+len(r.Returned)+len(r.Reopened)+len(r.Broken)+len(r.Changes)+len(r.Deferred)+len(r.DependsOn)+len(r.Items)+
		len(r.Package)+len(r.People)+len(r.Updates)+len(r.Accepted) > 0 {
		return true
	}
	if r.Hold != nil || r.Baseline != nil || r.Risk != nil || r.Scan != nil || r.ItemsAll || r.NoItems != "" || r.Outcome != "" || r.Revision > 1 ||
		r.Cancelled != nil && base.Cancelled == nil {
		return true
	}
	on := func(links []model.Link) bool {
		return slices.ContainsFunc(links, func(l model.Link) bool { return l.To == r.ID })
	}
	return anyOf[*model.Approval](c, on) || anyOf[*model.Document](c, on) || anyOf[*model.Run](c, on) || anyOf[*model.Notice](c, on) ||
		anyOf[*model.Procurement](c, on) || anyOf[*model.Window](c, on) || anyOf[*model.Release](c, on)
}

func anyOf[T model.Record](c *model.Case, on func([]model.Link) bool) bool {
	return slices.ContainsFunc(model.All[T](c), func(r T) bool { return on(r.Links()) })
}

func placeOf(r *model.Release) string {
	if r.Cancelled != nil {
		return placeCancelled
	}
	return r.Stage
}

// place reads where the source says that the release is, and returns where it
// is to go; "" is to stay.
func (g *following) place() string {
	g.says, g.was = placeIn(g.row, g.p), placeOf(g.base)
	if text, ok := g.base.Origin.Said["stage"]; ok {
		var said string
		if json.Unmarshal([]byte(text), &said) == nil {
			g.was = said
		}
	}
	if g.row.StageByDate && g.held && g.says != placeCancelled {
		g.says = "" // that its day has passed, the source has not said
	}
	stands := placeOf(g.now)
	switch {
	case g.says == "" || g.says == g.was:
		return ""
	case g.says == stands:
		g.r.news = true
		return ""
	case g.held && g.says != placeCancelled:
		g.r.news = true
		g.r.left = append(g.r.left, Difference{Field: "stage", Stands: stands, File: g.says})
		return ""
	}
	g.r.news = true
	g.r.taken = append(g.r.taken, "stage")
	return g.says
}

// kind refuses another process than the one that the release was registered
// under: no edit does that either.
func (g *following) kind() {
	says, was := g.row.Fields["type"], g.base.Type
	if text, ok := g.base.Origin.Said["type"]; ok {
		_ = json.Unmarshal([]byte(text), &was) // as import wrote it
	}
	if says != "" && says != was && says != g.now.Type && says != g.p.Means() {
		g.refusal.Add(fmt.Sprintf("%s follows the process %s, and the row says %s: that is settled when a release is registered", g.now.ID, g.now.Type, says),
			model.Say("register a new release, or correct the type"))
	}
}

// said adds to what the source says of the fields the stage and the type, where
// others stand.
func (g *following) said(said map[string]string) map[string]string {
	note := func(name, says, stands string) {
		if text, err := json.Marshal(says); err == nil && says != "" && says != stands {
			said[name] = string(text)
		}
	}
	says := g.says
	if says == "" {
		says = g.was
	}
	note("stage", says, placeOf(g.n))
	note("type", g.row.Fields["type"], g.n.Type)
	return said
}

// takes reports whether something of the row goes into the release.
func (g *following) takes(name string) bool { return slices.Contains(g.r.taken, name) }

// check adds what an edit of the same would be refused for.
func (g *following) check() {
	if len(g.r.taken) == 0 {
		return
	}
	if g.held {
		err := uncancelled(g.c, g.now, "import")
		switch {
		case err != nil:
		case g.takes("stage"): // it is cancelled: nothing else is taken from a source then
			if err = ended(g.now, "import"); err == nil {
				underway(g.now, g.p, g.refusal)
			}
		default:
			err = unlocked(g.now, g.p, "import")
		}
		var more *model.Refusal
		if errors.As(err, &more) {
			g.refusal.Reasons = append(g.refusal.Reasons, more.Reasons...)
		}
		if g.takes("window") && g.n.Window.IsZero() {
			g.refusal.Add(fmt.Sprintf("the row has no date any more, and %s is planned for %s", g.now.ID, g.slotWords(g.now.Window)), model.Say("give it a date, or cancel it"))
		}
	}
	if wrong := model.CheckTitle("the name", g.n.Name); g.takes("name") && wrong != "" {
		g.refusal.Add(wrong)
	}
	words := &model.Release{}
	if g.takes("version") {
		words.Version = g.n.Version
	}
	if g.takes("notes") {
		words.Notes = g.n.Notes
	}
	checkWords(words, g.refusal)
}

// permissions asks for those that the same takes by hand.
func (g *following) permissions() {
	var fields []string
	for _, name := range g.r.taken {
		if name != "window" && name != "stage" {
			fields = append(fields, name)
		}
	}
	ask := func(what, permission string) {
		if g.found.Fresh {
			permission = importHistory
		}
		g.asks(g.refusal, what, permission, g.now.Service, g.n.Service)
	}
	if len(fields) > 0 {
		ask(fmt.Sprintf("it would change %s (%s)", g.now.ID, strings.Join(fields, ", ")), "release.edit")
	}
	if g.takes("window") {
		ask(fmt.Sprintf("it would plan %s for %s", g.now.ID, g.slotWords(g.n.Window)), "release.reschedule")
	}
	if g.takes("stage") {
		ask(fmt.Sprintf("it would move %s from %s to %s", g.now.ID, placeOf(g.now), g.says), g.movePermission())
	}
	g.r.may = len(g.r.taken) > 0 || Can(g.importing.c, "release.edit", g.now.Service)
}

// movePermission is what it takes to bring a release to another stage.
func (g *following) movePermission() string {
	from := placeOf(g.now)
	_, i := g.p.Stage(from)
	_, j := g.p.Stage(g.says)
	switch {
	case g.says == placeCancelled:
		return "release.cancel"
	case from == placeCancelled || g.now.Closed():
		return "release.reopen"
	case j > i:
		return "release.advance"
	}
	return "release.return"
}

// apply does what an edit, a rescheduling and a cancellation do.
func (g *following) apply(wish string) error {
	if len(g.r.taken) == 0 {
		return nil
	}
	n, doing := g.n, "import"
	out := Outcome{}
	var what []string
	if g.takes("service") {
		what = append(what, "scope")
	}
	if g.takes("window") {
		what = append(what, "window")
		n.ZoneMove = g.now.ZoneMove.SeenBy(g.c.Who.ID(), g.c.Now)
		if !g.now.Window.IsZero() {
			n.Moves = append(slices.Clone(n.Moves), model.Move{From: g.now.Window, To: n.Window, Reason: "import", Sentence: "the source says so", By: g.c.Who.ID(), At: g.c.Now})
		}
	}
	switch wish {
	case placeCancelled: // voids what is asked for and given, whatever else the row says
		cancel(g.c, n, "cancelled in "+g.Source, &out)
	default:
		if err := revise(g.c, g.p, n, what, g.Void, doing, &out); err != nil {
			return err
		}
		if wish != "" {
			n.Enter(g.p, wish, g.c.Now)
			n.Cancelled, n.Deployed = nil, n.Closed()
		}
	}
	g.r.more, g.r.voided, g.r.lapsed = out.Writes, out.Voided, out.Lapsed
	return nil
}
