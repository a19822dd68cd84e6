package evidence

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
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

// records writes the records of the releases that are looked at, and says about which of them
// the entries of the log are wanted: not about what others share, such as items and services.
func (b *builder) records() (about []model.ID, err error) {
	wanted := map[model.ID]*model.Case{}
	add := func(c *model.Case, ids ...model.ID) {
		for _, id := range ids {
			if id != "" && wanted[id] == nil && !slices.Contains(left, id.Kind()) {
				wanted[id] = c
			}
		}
	}
	for i, c := range b.found.Cases {
		r := model.Get[*model.Release](c, model.ID(b.found.Releases[i].Of))
		own, err := b.db.PartsOf(b.ctx, slices.Concat([]model.ID{r.ID}, r.Changes, r.Deferred), b.found.At.Position)
		if err != nil {
			return nil, err
		}
		for _, in := range model.All[*model.Incident](c) {
			if r.Concerns(in) {
				own = append(own, in.ID)
			}
		}
		own = slices.DeleteFunc(own, func(id model.ID) bool { return slices.Contains(left, id.Kind()) })
		about = append(about, own...)
		add(c, own...)
		add(c, shared(c, r)...)
		add(c, b.found.Releases[i].Records()...)
		b.done()
		if err := b.ctx.Err(); err != nil {
			return nil, err
		}
	}
	add(b.found.Case, b.found.Matrix.Records()...)
	var all, last []model.ID
	for id := range wanted {
		if slices.Contains(every, id.Kind()) {
			all = append(all, id)
		} else {
			last = append(last, id)
		}
	}
	for _, of := range []struct {
		ids   []model.ID
		every bool
	}{{all, true}, {last, false}} {
		states, err := b.db.KeptStates(b.ctx, model.SortIDs(of.ids), b.found.At.Position, of.every)
		if err != nil {
			return nil, err
		}
		b.states = append(b.states, states...)
	}
	for i, k := range b.states {
		if i%64 == 0 && b.ctx.Err() != nil {
			return nil, b.ctx.Err()
		}
		if err := b.record(k, wanted[k.ID]); err != nil {
			return nil, err
		}
	}
	return model.SortIDs(about), nil
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
	if k.Body == nil {
		b.text(stateName(k)+".txt", fmt.Sprintf("The content of %s was removed by law. Its SHA-256 was %s.\n", k.ID, k.Digest))
		return nil
	}
	b.add(stateName(k)+".json", k.Body)
	r, err := model.Decode(k.ID.Kind(), k.Body)
	if err != nil {
		return err
	}
	if b.titles[k.ID] = r.Row().Title; c == nil {
		c = b.found.Case
	}
	if f, ok := c.Fact(k.ID); ok && k.Last && f.Record != nil {
		r = f.Record // a run with what happened in it
	}
	b.text(stateName(k)+".txt", b.words(c, r))
	return nil
}

// words is a record for people: a document as the paper of its template, anything else in the
// words of its page. What has happened stands in UTC.
func (b *builder) words(c *model.Case, r model.Record) string {
	for _, id := range records.Mentioned(r) {
		if b.titles[id] == "" {
			b.titles[id] = c.Title(id)
		}
	}
	if d, ok := r.(*model.Document); ok {
		if f := c.FormIn(d); f != nil {
			rules := c.Rules
			if rel := model.Get[*model.Release](c, d.Of); rel != nil {
				rules = c.Under(rel)
			}
			reader := c.Reader(d.Of)
			reader.Home, reader.Style = time.UTC, when.ISO
			return publish.Plain(publish.Document(c, rules, f, d, reader), paperWidth)
		}
	}
	if rules, ok := r.(*model.Rules); ok {
		return rulesWords(rules)
	}
	env := &screen.Env{Now: func() time.Time { return b.found.At.Time }, Zone: time.UTC, Dates: when.ISO, Theme: theme.New(theme.Options{Choice: theme.Bare, ASCII: true})}
	lines := records.Plain(env, r, c.Rules, b.titles, c.Formerly)
	for i := range lines {
		lines[i] = kit.Visible(lines[i])
	}
	return strings.Join(lines, "\n") + "\n"
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

// baselines writes the states of the items that the baselines name, each by its SHA-256.
func (b *builder) baselines() error {
	var list strings.Builder
	written := map[string]bool{}
	for _, k := range slices.Clone(b.states) {
		if k.ID.Kind() != model.KindBaseline || k.Body == nil {
			continue
		}
		r, err := model.Decode(model.KindBaseline, k.Body)
		if err != nil {
			return err
		}
		for _, seen := range r.(*model.Baseline).Items {
			states, err := b.db.KeptByDigest(b.ctx, seen.Item, seen.Digest, k.Since)
			if err != nil {
				return err
			}
			for _, s := range states[max(0, len(states)-1):] { // the last of equal ones
				if s.Body == nil {
					continue
				}
				if name := stateName(s); !written[name] && b.files[name+".json"] == nil {
					b.states = append(b.states, s)
					if err := b.record(s, b.found.Cases[0]); err != nil {
						return err
					}
				}
				written[stateName(s)] = true
				fmt.Fprintf(&list, "%s.json\t%s  %s.json\n", stateName(k), s.Digest, stateName(s))
			}
		}
	}
	b.text("baselines.txt", list.String())
	return nil
}
