package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/filter"
	"fairway/model/form"
	"fairway/model/when"
	"fairway/store"
)

// approveList lists what waits for somebody.
func (a *App) approveList() *cobra.Command {
	var all bool
	var barred []store.ApprovalRow
	cmd := lists(a, &cobra.Command{Use: "list", Short: "what waits for you, oldest first"}, listCommand[*model.Approval]{
		one: "approval that waits", columns: waitingColumns, shown: "id,subject,asked,title,waits for",
		rows: func(ctx context.Context, l *listed) ([]*model.Approval, int, error) {
			me := a.me
			if all {
				me = nil
			} else if me == nil {
				return nil, 0, usage("nobody in this file is known as %q: see everything with --all, or act as somebody with --as NAME", a.User())
			}
			others, keptFrom, err := a.waitingOthers(ctx, l, me)
			if err != nil {
				return nil, 0, err
			}
			barred = keptFrom
			found, err := a.db.WaitingThat(ctx, me, store.TableQuery{Filter: l.filter, Sort: l.sort, Desc: l.desc, AsOf: l.pos, Me: l.me, Now: l.now, Zone: l.meant})
			var wrong *filter.Error
			if errors.As(err, &wrong) && len(others) > 0 { // what it names is no approval: a freeze, or a purpose of others
				err = nil
			}
			if found = append(found, others...); err != nil || len(others) == 0 {
				return found[:min(len(found), l.limit)], len(found), err
			}
			if l.sort != "" && l.sort != "asked" && slices.ContainsFunc(waitingColumns, func(c column[*model.Approval]) bool { return filter.FieldName(c.name) == filter.FieldName(l.sort) }) {
				sorted := *l
				sorted.filter = ""
				return pickRows(ctx, a, sorted, waitingColumns, found, waitingMeans)
			}
			slices.SortStableFunc(found, func(a, b *model.Approval) int {
				if l.desc {
					a, b = b, a
				}
				return a.At.Compare(b.At)
			})
			return found[:min(len(found), l.limit)], len(found), nil
		},
		none: func(w io.Writer, _ listed) {
			if all {
				fmt.Fprintln(w, "Nothing waits for anybody.")
				return
			}
			fmt.Fprintln(w, "Nothing waits for you. See everything that waits with --all.")
		},
		after:  func(w io.Writer) { notYours(w, barred) },
		record: func(r *model.Approval) model.ID { return r.ID },
	}.filters(model.KindApproval))
	cmd.Flags().BoolVar(&all, "all", false, "what waits for anybody")
	return cmd
}

// waitingOthers is what waits besides approvals, for somebody or for anybody, in
// the shape of approvals: exceptions from freezes, whose id is the freeze's,
// proposals of rules, and what was decided and has to be decided anew. It is
// filtered by the fields of approvals. barred is what a duty keeps them from.
func (a *App) waitingOthers(ctx context.Context, l *listed, me *model.Person) (list []*model.Approval, barred []store.ApprovalRow, err error) {
	q := store.ApprovalsQuery{AsOf: l.pos, Now: l.now}
	var rows []store.ApprovalRow
	if me == nil {
		rows, err = a.db.Besides(ctx, q)
	} else {
		q.Me = me.ID
		var all store.Approvals
		all, err = a.db.Approvals(ctx, q)
		rows = all.Waiting
	}
	if err != nil {
		return nil, nil, err
	}
	if me != nil && l.pos == store.Now {
		barred = slices.DeleteFunc(slices.Clone(rows), func(r store.ApprovalRow) bool { return len(r.Barred) == 0 })
	}
	rows = slices.DeleteFunc(rows, func(r store.ApprovalRow) bool {
		return len(r.Barred) > 0 || r.ID.Kind() == model.KindApproval && !r.Owed()
	})
	list, err = a.passing(ctx, l, rows)
	return list, barred, err
}

// passing are the rows that pass the filter of a list.
func (a *App) passing(ctx context.Context, l *listed, rows []store.ApprovalRow) ([]*model.Approval, error) {
	var out []*model.Approval
	service := map[*model.Approval]model.ID{}
	for _, r := range rows {
		one := &model.Approval{ID: r.ID, Of: r.Release, Purpose: r.Purpose, Title: r.Title, By: r.By, At: r.At, Approvers: []model.Approver{{Title: strings.Join(r.Missing, " or ")}}}
		out, service[one] = append(out, one), r.Service
	}
	if l.filter == "" || len(out) == 0 {
		return out, nil
	}
	colliding := map[model.ID]bool{}
	if strings.Contains(l.filter, "conflict") { // else nobody asks
		var err error
		if colliding, err = a.db.Colliding(ctx, model.Each(rows, func(r store.ApprovalRow) model.ID { return r.Release }), l.pos, l.now); err != nil {
			return nil, err
		}
	}
	pick := store.PickQuery{Filter: l.filter, AsOf: l.pos, Me: l.me, Now: l.now, Zone: l.meant, Columns: []model.Column{{Name: "id", Of: "id"}, {Name: "subject", Of: "id"}, {Name: "asked", Of: "at"}, {Name: "at", Of: "at"}, {Name: "title"},
		{Name: "purpose"}, {Name: "grade"}, {Name: "state"}, {Name: "service", Of: "service"}, {Name: "asker", Of: "person"}, {Name: "person", Of: "person"}, {Name: "waits-for"}, {Name: "conflict", Of: "flag"}}}
	for _, one := range out {
		at := when.Moment{At: one.At, Precision: when.Minute}
		purpose := picked(l.words(model.KindApproval, "grade", one.Purpose), l.meant)
		pick.Rows = append(pick.Rows, []any{string(one.ID), string(one.Of), at, at, one.Title, purpose, purpose, string(model.ApprovalPending), string(service[one]), string(one.By), string(one.By), one.WaitsFor(), colliding[one.Of]})
	}
	found, err := a.db.Pick(ctx, pick)
	if err != nil {
		return nil, nil // the approvals know the field, or say what is wrong with it
	}
	return model.Each(found, func(i int64) *model.Approval { return out[i] }), nil
}

// waitingMeans is what the columns of what waits hold, as store.PickQuery has it.
var waitingMeans = map[string]string{"id": "id", "subject": "id", "asked": "at", "at": "at", "service": "service", "person": "person", "asker": "person"}

var waitingColumns = []column[*model.Approval]{
	{"id", func(a *model.Approval, _ listed) any { return a.ID }},
	{"subject", func(a *model.Approval, _ listed) any { return a.Of }},
	{"asked", func(a *model.Approval, _ listed) any { return a.At }},
	{"title", func(a *model.Approval, _ listed) any { return a.Title }},
	{"purpose", func(a *model.Approval, l listed) any { return l.words(model.KindApproval, "grade", a.Purpose) }},
	{"waits for", func(a *model.Approval, _ listed) any { return a.WaitsFor() }},
}

// formList lists the forms of the rules.
func (a *App) formList() *cobra.Command {
	columns := []column[form.Form]{
		{"name", func(f form.Form, _ listed) any { return f.Name }},
		{"of", func(f form.Form, _ listed) any { return f.Of }},
		{"clause", func(f form.Form, _ listed) any { return f.Clause }},
		{"title", func(f form.Form, _ listed) any { return f.Title }},
	}
	return lists(a, &cobra.Command{Use: "list", Short: "list the forms"}, listCommand[form.Form]{
		one: "form", columns: columns, shown: "name,of,clause,title",
		rows: func(ctx context.Context, l *listed) ([]form.Form, int, error) {
			return pickRows(ctx, a, *l, columns, l.rules.Forms, map[string]string{"name": "form", "of": "kind"})
		},
	})
}

// keyList lists the keys of somebody.
func (a *App) keyList() *cobra.Command {
	handle := map[model.ID]string{}
	by := func(id model.ID) string { return " by " + handle[id] }
	var of *model.Person
	columns := []column[model.SSHKey]{
		{"fingerprint", func(k model.SSHKey, _ listed) any { return k.Fingerprint }},
		{"kind", func(k model.SSHKey, _ listed) any { kind, _, _ := strings.Cut(k.Line, " "); return kind }},
		{"added", func(k model.SSHKey, l listed) any { return timeOf(k.Added, l.zone) + by(k.AddedBy) }},
		{"proof", func(k model.SSHKey, _ listed) any { return k.Vouched(of.ID) }},
		{"state", func(k model.SSHKey, l listed) any {
			n := len(k.Past)
			switch {
			case !k.Live():
				return "revoked " + timeOf(k.Revoked, l.zone) + by(k.RevokedBy)
			case n > 0:
				return "reinstated " + timeOf(k.Past[n-1].At, l.zone) + by(k.Past[n-1].By)
			}
			return "live"
		}},
		{"comment", func(k model.SSHKey, _ listed) any { return k.Comment }},
	}
	return lists(a, &cobra.Command{Use: "list HANDLE", Short: "the keys of somebody, revoked ones too", Args: args("a handle")}, listCommand[model.SSHKey]{
		one: "key", columns: columns, shown: "fingerprint,kind,added,proof,state,comment",
		rows: func(ctx context.Context, l *listed) ([]model.SSHKey, int, error) {
			id, err := a.id(ctx, model.KindPerson, l.args[0])
			if err != nil {
				return nil, 0, err
			}
			f, err := a.db.Record(ctx, id, l.pos)
			if err != nil {
				return nil, 0, err
			}
			of = f.Record.(*model.Person)
			people, err := a.db.List(ctx, store.ListQuery{Kind: model.KindPerson, AsOf: l.pos, Limit: everything})
			if err != nil {
				return nil, 0, err
			}
			for _, p := range people {
				handle[p.ID] = p.Handle
			}
			return pickRows(ctx, a, *l, columns, of.Keys, nil)
		},
		none: func(w io.Writer, _ listed) {
			fmt.Fprintf(w, "%s has no keys. Add one with: fairway person key add %s FILE\n", of.Name, of.Handle)
		},
	})
}

// pickRows filters and sorts rows that are no records of their own; means says
// what some columns hold, as store.PickQuery has it.
func pickRows[T any](ctx context.Context, a *App, l listed, columns []column[T], rows []T, means map[string]string) ([]T, int, error) {
	q := store.PickQuery{Filter: l.filter, Sort: l.sort, Desc: l.desc, AsOf: l.pos, Now: l.now, Zone: l.meant, Rows: make([][]any, len(rows))}
	l.zone = l.meant // what passes, and in which order, is the same for every reader
	for _, c := range columns {
		q.Columns = append(q.Columns, model.Column{Name: c.name, Of: means[c.name]})
		for i := range rows {
			value := c.value(rows[i], l)
			if r, ok := value.(namedRecord); ok {
				value = r.id
			}
			q.Rows[i] = append(q.Rows[i], picked(value, l.zone))
		}
	}
	found, err := a.db.Pick(ctx, q)
	if err != nil {
		return nil, 0, err
	}
	var out []T
	for _, i := range found[:min(len(found), l.limit)] {
		out = append(out, rows[i])
	}
	return out, len(found), nil
}

// picked is a value as store.PickQuery wants it.
func picked(v any, zone *time.Location) any {
	switch v := v.(type) {
	case when.Moment:
		if v.Precision == when.Day {
			v.At = v.On(zone).Start(zone) // days in the order of their dates, wherever they are meant
		}
		return v
	case time.Time:
		return when.Moment{At: v, Precision: when.Minute}
	case marker:
		if v == nothing {
			return when.Moment{}
		}
	case coded: // found by what is shown as well
		if v.words != v.code {
			return strings.TrimSpace(v.code + " " + v.words)
		}
	}
	return bare(v, zone)
}

// searchCommand lists what a search finds.
func (a *App) searchCommand() *cobra.Command {
	return lists(a, &cobra.Command{
		Use: "search WORDS", Short: "search every record for words, each a beginning of one",
		Long: "Searches every record as it is now. Words in what was there earlier are found by\nthe lists: fairway change list --as-of DATE --filter WORDS.", Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("say what to search for: fairway search payroll")
			}
			return nil
		},
	}, listCommand[store.Hit]{
		one: "record that was found", columns: hitColumns, shown: "id,kind,state,title,found in", limit: 50, now: true,
		rows: func(ctx context.Context, l *listed) ([]store.Hit, int, error) {
			text := strings.Join(l.args, " ")
			total, err := a.db.CountHits(ctx, text)
			if err != nil || total == 0 {
				return nil, 0, err
			}
			whole := l.filter != "" || l.sort != ""
			n := min(l.limit, total)
			if whole {
				n = total
			}
			found, err := a.db.Search(ctx, text, n)
			if err != nil || !whole {
				return found, total, err
			}
			return pickRows(ctx, a, *l, hitColumns, found, map[string]string{"id": "id", "kind": "kind", "state": "state", "service": "service", "person": "person"})
		},
		none: func(w io.Writer, l listed) {
			fmt.Fprintf(w, "Nothing found for %q.\n", strings.Join(l.args, " "))
		},
		record: func(h store.Hit) model.ID { return h.ID },
	})
}

var hitColumns = []column[store.Hit]{
	{"id", func(h store.Hit, _ listed) any { return h.ID }},
	{"kind", func(h store.Hit, _ listed) any { return coded{string(h.Kind), h.Kind.Words()} }},
	{"state", func(h store.Hit, l listed) any { return l.words(h.Kind, "state", string(h.State)) }},
	{"title", func(h store.Hit, _ listed) any { return h.Title }},
	{"service", func(h store.Hit, _ listed) any { return namedRecord{h.Service, h.ServiceName} }},
	{"person", func(h store.Hit, _ listed) any { return namedRecord{h.Person, h.PersonName} }},
	{"found in", func(h store.Hit, _ listed) any { return strings.Join(strings.Fields(h.Excerpt), " ") }},
}
