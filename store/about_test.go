package store

import (
	"context"
	"slices"
	"testing"

	"fairway/model"
	"fairway/model/action"
)

func TestAboutARecord(t *testing.T) {
	ctx := context.Background()
	f := shelf(t)
	before, err := f.About(ctx, AboutQuery{ID: "CHG-2"})
	if err != nil {
		t.Fatal(err)
	}
	if before.State != 2 || before.Of != 2 || before.After != 0 || before.Before == 0 || len(before.History) != 2 || !before.History[0].Wrote {
		t.Errorf("a change that was submitted and withdrawn: %+v", before)
	}
	first, err := f.About(ctx, AboutQuery{ID: "CHG-2", Version: before.Before})
	if err != nil {
		t.Fatal(err)
	}
	if first.State != 1 || first.After != before.Fact.Since || first.Before != 0 || first.Fact.Record.(*model.Change).State != model.ChangeSubmitted {
		t.Errorf("its first state: %+v", first)
	}
	boss, err := f.About(ctx, AboutQuery{ID: f.boss, Most: 3})
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, l := range boss.Linked {
		if l.Rel == model.RelPerson && l.Kind == model.KindChange {
			found = true
			if l.Count != 6 || len(l.Rows) != 3 || l.Rows[0].ID != "CHG-11" {
				t.Errorf("the changes of a person: %+v", l)
			}
		}
	}
	if !found {
		t.Error("a person isn't linked with the changes they asked for")
	}
	if _, err := f.About(ctx, AboutQuery{ID: "CHG-99"}); err == nil {
		t.Error("there is something about a change that isn't there")
	}
	f.do(f.boss, action.SubmitChange{Change: model.Change{Title: "Private", Category: "enhancement", Type: "normal"}})
	f.do(f.boss, action.WithdrawChange{Change: "CHG-13", Reason: "not wanted"})
	f.do(f.admin, action.Redact{ID: "CHG-13", Reason: "asked for by law"})
	gone, err := f.About(ctx, AboutQuery{ID: "CHG-13"})
	if err != nil || gone.Fact.Record != nil || gone.Fact.Digest == "" || len(gone.History) < 2 {
		t.Errorf("a redacted change: %+v, %v", gone, err)
	}
}

func TestAChainOfItems(t *testing.T) {
	ctx := context.Background()
	f := shelf(t)
	item := func(name string, on ...model.ID) model.ID {
		return f.do(f.boss, action.WriteItem{Item: model.Item{Name: name, Class: "application", State: "live", Service: f.pay, DependsOn: on}}).Subject
	}
	disk := item("disk")
	server := item("server", disk)
	one := item("one", server)
	two := item("two", server, disk)
	r := f.do(f.boss, action.Register{Release: model.Release{Name: "Two", Version: "2", Type: "normal", Contents: []string{"software"}, Service: f.pay, Owner: f.boss}}).Subject
	f.do(f.boss, action.Affect{Release: r, Add: []model.ID{two}})
	a, err := f.About(ctx, AboutQuery{ID: server})
	if err != nil {
		t.Fatal(err)
	}
	c := a.Chain
	if !slices.Equal(c.Needs[server], []model.ID{disk}) || !slices.Equal(c.Needed[server], []model.ID{one, two}) {
		t.Errorf("the chain of a server: %+v", c)
	}
	if len(c.Services) != 1 || c.Services[0].ID != f.pay || len(c.Releases) != 1 || c.Releases[0].ID != r {
		t.Errorf("what a server touches: %+v, %+v", c.Services, c.Releases)
	}
	if c.Items[disk].Title != "disk" || c.More {
		t.Errorf("the items of the chain: %+v", c.Items)
	}
	below, err := f.About(ctx, AboutQuery{ID: disk})
	if err != nil || len(below.Chain.Needed[disk]) != 2 || len(below.Chain.Needed[server]) != 2 {
		t.Errorf("the chain of a disk: %+v, %v", below.Chain, err)
	}
	f.do(f.boss, action.Cancel{Release: r, Reason: "not wanted"})
	if a, _ := f.About(ctx, AboutQuery{ID: server}); len(a.Chain.Releases) != 0 {
		t.Error("a cancelled release is touched")
	}
}

func TestAnEntryOfTheLog(t *testing.T) {
	ctx := context.Background()
	f := shelf(t)
	d, err := f.LogDetail(ctx, 6)
	if err != nil {
		t.Fatal(err)
	}
	e, err := f.LogDetail(ctx, 5)
	if err != nil {
		t.Fatal(err)
	}
	if d.Action != "submit-change" || len(d.Wrote) != 1 || d.Wrote[0].ID != "CHG-1" || d.Wrote[0].Title != "Ledger totals" || d.Previous != e.Hash || d.Auth != "test" || len(d.Values) == 0 {
		t.Errorf("an entry: %+v", d)
	}
	if _, err := f.LogDetail(ctx, 9999); err == nil {
		t.Error("there is an entry that was never written")
	}
}
