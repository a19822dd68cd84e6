package sample

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/gate"
	"fairway/model/metric"
	"fairway/model/when"
	"fairway/store"
)

// renamed are rules in which every form, question, column, role and process has
// another name, and the last stage too: only purposes say what they are for.
func renamed(r *model.Rules) {
	other := func(name, purpose *string) {
		if *purpose == "" {
			*purpose = *name
		}
		*name = "anders-" + *name
	}
	each := func(list []string) []string {
		list = slices.Clone(list)
		for i := range list {
			if list[i] != "signatories" && list[i] != "cab" && !strings.HasPrefix(list[i], "cab*") {
				list[i] = "anders-" + list[i]
			}
		}
		return list
	}
	for i := range r.Forms {
		f := &r.Forms[i]
		other(&f.Name, &f.Purpose)
		if strings.Contains(f.Reports, "=") {
			f.Reports = "anders-" + f.Reports
		}
		for g := range f.Groups {
			if when := &f.Groups[g].When; *when != "" {
				*when = "anders-" + *when
			}
			for k := range f.Groups[g].Fields {
				fl := &f.Groups[g].Fields[k]
				other(&fl.Name, &fl.Purpose)
				if fl.When != "" {
					fl.When = "anders-" + fl.When
				}
				if fl.From != "" {
					fl.From = "anders-" + fl.From
				}
				fl.Columns = slices.Clone(fl.Columns)
				for c := range fl.Columns {
					other(&fl.Columns[c].Name, &fl.Columns[c].Purpose)
					if when := &fl.Columns[c].When; *when != "" {
						*when = "anders-" + *when
					}
				}
			}
		}
	}
	for i := range r.Roles {
		other(&r.Roles[i].ID, &r.Roles[i].Purpose)
	}
	for i := range r.Processes {
		p := &r.Processes[i]
		other(&p.Name, &p.Purpose)
		for n := range p.Stages {
			s := &p.Stages[n]
			s.Forms, s.R, s.A, s.C, s.I = each(s.Forms), each(s.R), each(s.A), each(s.C), each(s.I)
			for c := range s.Checks {
				check := &s.Checks[c]
				check.Role = "anders-" + check.Role
				if check.Name == "form-written" {
					check.Arg = "anders-" + check.Arg
				}
				for k := range check.Remedies {
					if m := &check.Remedies[k]; m.Form != "" {
						*m = r.Own(*m)
					}
				}
			}
		}
		if p.Of == "release" {
			p.Last().ID = "abgeschlossen"
		}
		for n := range p.Approvals {
			a := &p.Approvals[n]
			a.Forms = each(a.Forms)
			for band, route := range a.Route {
				a.Route[band] = each(route)
			}
		}
	}
}

// TestRenamedRulesLoseNothing: the same organisation under rules that call nothing
// as the program does has the same gates, documents, states and numbers.
func TestRenamedRulesLoseNothing(t *testing.T) {
	now := time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)
	said := func(change func(*model.Rules)) []string {
		rules, err := assets.Rules()
		if err != nil {
			t.Fatal(err)
		}
		change(&rules)
		for _, f := range action.LintRules(&rules) {
			t.Error(f)
		}
		path, ctx := filepath.Join(t.TempDir(), "f.db"), context.Background()
		if err := Make(ctx, Options{Path: path, Now: now, Zone: "UTC", Admin: model.Person{Handle: "alice", Name: "Alice"}, Auth: "test", Rules: &rules}); err != nil {
			t.Fatal(err)
		}
		db, err := store.Open(ctx, path, store.Options{Now: func() time.Time { return now }})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		var out []string
		for n := int64(1); ; n++ {
			id := model.MakeID(model.KindRelease, n)
			c, err := db.Case(ctx, store.Now, now, gate.Needs(id))
			if err != nil {
				t.Fatal(err)
			}
			r := model.Get[*model.Release](c, id)
			if r == nil {
				break
			}
			out = append(out, fmt.Sprint(id, r.State(), r.Means(), c.Slipped(r)))
			if !r.Ended() {
				g, err := gate.At(c, r, "")
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range g.Findings {
					out = append(out, fmt.Sprint(id, f.Text, f.Answer, f.Evidence))
				}
			}
			for _, d := range model.All[*model.Document](c) {
				f := c.FormIn(d)
				out = append(out, fmt.Sprint(d.ID, d.Means(), form.Answers.Text(d.Meant()), len(f.Missing(d.In(f)))))
			}
		}
		span := when.Span{Start: now.AddDate(-1, 0, 0), End: now}
		facts, err := db.Facts(ctx, store.FactsQuery{Span: span, Now: now})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range metric.All(nil) {
			res := m.Of(facts, span)
			out = append(out, fmt.Sprint(m.ID, res.Population, res.Value))
		}
		board, err := db.Board(ctx, store.BoardQuery{Now: now, Ended: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range board.Columns {
			out = append(out, fmt.Sprint(c.Title, c.Count, c.Late))
		}
		return out
	}
	want, got := said(func(*model.Rules) {}), said(renamed)
	if len(want) < 50 {
		t.Fatalf("only %d things are said", len(want))
	}
	for i := range want {
		if i >= len(got) || got[i] != want[i] {
			t.Fatalf("line %d:\nwas %s\nis  %s", i, want[i], got[min(i, len(got)-1)])
		}
	}
}
