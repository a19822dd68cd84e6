package report

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/grammar"
	"fairway/model/metric"
)

// closed notes by which closings numbers of the period were signed off, what would change
// these, and what was recorded later.
func (b *builder) closed() {
	account := &b.Accounts[len(b.Accounts)-1]
	for _, s := range account.Signed {
		c := Closing{ID: s.ID, By: s.By, Name: s.Name, At: s.At, Position: s.Position, Rules: s.Rules, Measures: s.Measures(), Open: s.Open, Reason: s.Reason, Part: !account.Whole}
		for _, d := range account.Differences {
			if d.Closed == s.ID {
				c.Differences = append(c.Differences, d)
			}
		}
		b.out.Closed = append(b.out.Closed, c)
	}
	for _, r := range account.Reopened {
		b.out.Reopened = append(b.out.Reopened, Reopened{ID: r.ID, Name: r.Name, At: r.At, By: r.By, On: r.Period.Reopened.At, Reason: r.Period.Reopened.Reason, Measures: r.Measures()})
	}
	b.out.Later = account.Later
}

// signatures are the lines that say who signed the numbers off, or that nobody did.
func (b *builder) signatures() [][2]string {
	var out [][2]string
	for _, r := range b.out.Reopened {
		out = append(out, [2]string{"reopened", fmt.Sprintf("%s by %s: %s; it had been signed off %s by %s, %s (%s)", b.stamp(r.On), r.By, r.Reason, b.stamp(r.At), r.Name, grammar.Count(len(r.Measures), "measure"), r.ID)})
	}
	if len(b.out.Closed) == 0 {
		return append(out, [2]string{"signed off", "no: what is recorded later still changes the numbers"})
	}
	known := 0
	for _, c := range b.out.Closed {
		for _, id := range c.Measures {
			if slices.ContainsFunc(b.all, func(m metric.Metric) bool { return m.ID == id }) {
				known++
			}
		}
		text := fmt.Sprintf("%s by %s, %s as of entry %d of the log, taken for %s (%s)", b.stamp(c.At), c.Name, grammar.Count(len(c.Measures), "measure"), c.Position, b.stamp(c.At), c.ID)
		if c.Part {
			text += ", of everything; this report is of a part of that"
		}
		if c.Reason != "" {
			text += ": " + c.Reason
		}
		out = append(out, [2]string{"signed off", text})
	}
	if open := len(b.all) - known; open > 0 {
		out = append(out, [2]string{"not signed off", grammar.Count(open, "measure") + " of this report, which what is recorded later still changes"})
	}
	return out
}

// title is what a measure is called.
func (b *builder) title(id string) string {
	if i := slices.IndexFunc(b.all, func(m metric.Metric) bool { return m.ID == id }); i >= 0 {
		return b.all[i].Title
	}
	return id
}

// closedBlocks say that numbers are those that were signed off, what was open then, what
// would change them, and what was recorded later.
func (b *builder) closedBlocks() []Block {
	var out []Block
	if len(b.out.Closed) > 0 {
		out = append(out, heading("Signed off"))
	}
	for _, c := range b.out.Closed {
		what := "All measures of this report"
		if len(c.Measures) < len(b.all) {
			what = strings.Join(model.Each(c.Measures, b.title), ", ")
		}
		text := fmt.Sprintf("Signed off by %s, %s (%s): %s. These numbers are those of entry %d of the log, taken for %s.", c.Name, b.stamp(c.At), c.ID, what, c.Position, b.stamp(c.At))
		if c.Part {
			text += "\nSigned off was everything; this report is of a part of that, has its numbers of then, and compares with those."
		}
		if len(c.Open) > 0 {
			text += "\nNot settled then: " + strings.Join(c.Open, "; ") + "."
		}
		out = append(out, Block{Text: text})
		var rows [][]string
		for _, d := range c.Differences {
			rows = append(rows, b.difference(d))
		}
		out = append(out, table("What would change the numbers of "+string(c.ID)+", which stay as they were signed off", "Nothing that was recorded since would change them.", []int{1, 2},
			[]string{"Measure", "Signed off", "By what is known now", "Otherwise", "Records, and the entries that wrote them"}, rows))
	}
	out = append(out, b.reopenedBlocks()...)
	if len(b.out.Later) > 0 {
		var rows [][]string
		for _, l := range b.out.Later {
			rows = append(rows, []string{string(l.ID), l.Title, l.What, b.stamp(l.Happened), b.stamp(l.Written.At), dash(l.Written.Name), fmt.Sprint(l.Written.Position), strings.Join(model.Each(l.Measures, b.title), ", ")})
		}
		after := "it had ended"
		if account := &b.Accounts[len(b.Accounts)-1]; account.AsOf > 0 {
			after = fmt.Sprintf("entry %d of the log", account.AsOf)
		}
		out = append(out, heading("Recorded later"), table("What happened in "+b.out.Called+" and was recorded after "+after, "", []int{6}, []string{"Record", "Title", "What", "Happened", "Recorded", "By", "Entry", "Measures"}, rows))
	}
	return out
}

// reopenedBlocks say what was signed off once, and is by now.
func (b *builder) reopenedBlocks() []Block {
	var out []Block
	for i, r := range b.out.Reopened {
		if i == 0 {
			out = append(out, heading("Signed off before, and reopened"))
		}
		out = append(out, text("Signed off by %s, %s (%s), and reopened by %s, %s: %s", r.Name, b.stamp(r.At), r.ID, r.By, b.stamp(r.On), r.Reason))
		var rows [][]string
		for k := range b.all {
			m := &b.all[k]
			now, _ := b.last(m)
			for _, was := range now.Reopened {
				if was.ID == r.ID {
					rows = append(rows, []string{m.Title, was.Text, now.Reading()})
				}
			}
		}
		out = append(out, table("What "+string(r.ID)+" had signed off", "No measure of this report was among it.", []int{1, 2}, []string{"Measure", "Signed off then", "In this report"}, rows))
	}
	return out
}

// difference is a row of what would change a number.
func (b *builder) difference(d metric.Difference) []string {
	name := b.title(d.Metric)
	now := "the same"
	if d.Frozen != d.Now {
		now = d.Now.String()
	}
	parts := model.Each(d.Parts, func(p metric.PartChange) string { return fmt.Sprintf("%s: %s, now %s", p.Name, p.Frozen, p.Now) })
	records := model.Each(d.Records, func(r metric.RecordChange) string {
		text := fmt.Sprintf("%s %s %s", r.Record.ID, strings.TrimSpace(r.Record.Title), r.How)
		for i, e := range r.Entries {
			text += map[bool]string{true: ", by entry ", false: ", "}[i == 0] + fmt.Sprintf("%d (%s, %s)", e.Position, e.Name, b.stamp(e.At))
		}
		return text
	})
	return []string{name, d.Frozen.String(), now, dash(strings.Join(parts, "; ")), dash(strings.Join(records, "; "))}
}
