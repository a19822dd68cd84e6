package evidence

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/evidence"
	"fairway/model/process"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/publish"
	"fairway/ui/records"
	"fairway/ui/screen"
	"fairway/ui/theme"
)

// left are the kinds of record that no pack has: people, who are named in people.txt, with
// nothing else of them; and what own tools were told and printed, which is of no release.
var left = []model.Kind{model.KindPerson, model.KindTeam, model.KindZone, model.KindJob, model.KindDelegation}

// every are the kinds of which each state is shown, with what was decided on it; of the
// others the one that stands.
var every = []model.Kind{model.KindDocument, model.KindApproval}

// release takes the records of a release. The entries of the log are wanted about its own, not
// about what others share, such as items and services.
func (b *builder) release(m evidence.Matrix, c *model.Case) error {
	r := model.Get[*model.Release](c, model.ID(m.Of))
	own, err := b.db.PartsOf(b.ctx, slices.Concat([]model.ID{r.ID}, r.Changes, r.Deferred), b.found.At.Position)
	if err != nil {
		return err
	}
	for _, in := range model.All[*model.Incident](c) {
		if r.Concerns(in) {
			own = append(own, in.ID)
		}
	}
	own = slices.DeleteFunc(own, func(id model.ID) bool { return slices.Contains(left, id.Kind()) })
	b.about = append(b.about, own...)
	return b.take(c, slices.Concat(own, shared(c, r), m.Records()))
}

// take writes records that were not yet, by the facts of a release, or of the period.
func (b *builder) take(c *model.Case, ids []model.ID) error {
	var all, last []model.ID
	for _, id := range ids {
		switch {
		case id == "" || b.taken[id] || slices.Contains(left, id.Kind()):
			continue
		case slices.Contains(every, id.Kind()):
			all = append(all, id)
		default:
			last = append(last, id)
		}
		b.taken[id] = true
	}
	for _, of := range []struct {
		ids   []model.ID
		every bool
	}{{all, true}, {last, false}} {
		states, err := b.db.KeptStates(b.ctx, model.SortIDs(of.ids), b.found.At.Position, of.every)
		if err != nil {
			return err
		}
		for _, k := range states {
			if err := b.record(k, c); err != nil {
				return err
			}
		}
	}
	return nil
}

// shared are the records that a release has to do with and others may, too.
func shared(c *model.Case, r *model.Release) []model.ID {
	out := slices.Concat([]model.ID{r.Service, r.Rules, r.Entry.IDOf(), c.Rules.ID}, r.Items, r.Package)
	for _, ch := range model.All[*model.Change](c) {
		if !slices.Contains(r.Changes, ch.ID) && !slices.Contains(r.Deferred, ch.ID) {
			continue
		}
		for _, l := range ch.Links() {
			if l.Rel == model.RelCloses {
				out = append(out, l.To)
			}
		}
	}
	for _, a := range model.All[*model.Approval](c) {
		for _, d := range a.Decisions {
			if a.Of == r.ID {
				out = append(out, d.Meeting)
			}
		}
	}
	for _, d := range model.All[*model.Document](c) {
		for _, f := range d.Attached {
			if d.Of == r.ID {
				out = append(out, f.Media)
			}
		}
	}
	for _, w := range model.All[*model.Window](c) {
		if slices.ContainsFunc(w.Exceptions, func(e model.Exception) bool { return e.Release == r.ID }) {
			out = append(out, w.ID)
		}
	}
	return out
}

// stateName is what the file of a state is called, without ending.
func stateName(k store.Kept) string { return fmt.Sprintf("records/%s@%d", k.ID, k.Since) }

// record writes one state: byte for byte as it is stored, and as people read it. One whose
// content was removed by law is named, with the digest that is left of it.
func (b *builder) record(k store.Kept, c *model.Case) error {
	if b.files[stateName(k)+".txt"] != nil {
		return nil // a baseline had it
	}
	b.states = append(b.states, k)
	if k.Body == nil {
		b.text(stateName(k)+".txt", fmt.Sprintf("The content of %s was removed by law. Its SHA-256 was %s.\n", k.ID, k.Digest))
		return nil
	}
	b.add(stateName(k)+".json", k.Body)
	r, err := model.Decode(k.ID.Kind(), k.Body)
	if err != nil {
		return err
	}
	if f, ok := c.Fact(k.ID); ok && k.Last && k.ID.Kind() == model.KindRun && f.Record != nil {
		r = f.Record // with what happened in it
	}
	text, err := b.words(c, r)
	if err != nil {
		return err
	}
	b.text(stateName(k)+".txt", text)
	if taken, ok := r.(*model.Baseline); ok {
		return b.baseline(k, taken, c)
	}
	return nil
}

// words is a record for people: a document as the paper of its template, anything else in the
// words of its page. What has happened stands in UTC.
func (b *builder) words(c *model.Case, r model.Record) (string, error) {
	if err := b.entitle(append(records.Mentioned(r), r.Key())); err != nil {
		return "", err
	}
	if d, ok := r.(*model.Document); ok {
		if f := c.FormIn(d); f != nil {
			rules := c.Rules
			if rel := model.Get[*model.Release](c, d.Of); rel != nil {
				rules = c.Under(rel)
			}
			reader := c.Reader(d.Of)
			reader.Home, reader.Style = time.UTC, when.ISO
			return visible(strings.Split(publish.Plain(publish.Document(c, rules, f, d, reader), paperWidth), "\n")), nil
		}
	}
	if rules, ok := r.(*model.Rules); ok {
		return rulesWords(rules), nil
	}
	env := &screen.Env{Now: func() time.Time { return b.found.At.Time }, Zone: time.UTC, Dates: when.ISO, Theme: theme.New(theme.Options{Choice: theme.Bare, ASCII: true})}
	lines := records.Plain(env, r, c.Rules, b.titles, c.Formerly)
	return visible(lines) + "\n", nil
}

// entitle looks up what records were called at the place of the pack, that were not yet.
func (b *builder) entitle(ids []model.ID) error {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id model.ID) bool { return b.titles[id] != "" })
	if len(ids) == 0 {
		return nil
	}
	titles, err := b.db.TitlesThen(b.ctx, ids, b.found.At.Position)
	for _, id := range ids {
		b.titles[id] = cmp.Or(titles[id], string(id))
	}
	return err
}

// visible are lines in which nothing steers the terminal on which they are read, or shows
// nothing.
func visible(lines []string) string {
	return strings.Join(model.Each(lines, kit.Visible), "\n")
}

// rulesWords name the parts of rules; what they say stands in their files, in the JSON.
func rulesWords(r *model.Rules) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %s, version %s\n", r.ID, line(r.Title), line(r.Version))
	for _, p := range r.Processes {
		fmt.Fprintf(&b, "  %s (%s): %s\n", line(p.Title), p.Of, strings.Join(model.Each(p.Stages, func(s process.Stage) string { return line(s.Title) }), ", "))
	}
	return b.String()
}

// baseline writes the states of the items that a baseline names, each by its SHA-256.
func (b *builder) baseline(k store.Kept, r *model.Baseline, c *model.Case) error {
	for _, seen := range r.Items {
		states, err := b.db.KeptByDigest(b.ctx, seen.Item, seen.Digest, k.Since)
		if err != nil {
			return err
		}
		for _, s := range states[max(0, len(states)-1):] { // the last of equal ones
			if s.Body == nil {
				continue
			}
			if err := b.record(s, c); err != nil {
				return err
			}
			fmt.Fprintf(&b.baselines, "%s.json\t%s  %s.json\n", stateName(k), s.Digest, stateName(s))
		}
	}
	return nil
}
