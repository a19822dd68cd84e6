package store

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"fairway/model"
	"fairway/model/filter"
	"fairway/model/gate"
)

// spokenCode is a value that screens call something else than its code.
type spokenCode struct{ code, called string }

// titles gives the values of a field that the rules name, with their titles, and
// what they are for where that is another word: that is how older rules, or people
// from elsewhere, call them.
type titles func(*model.Rules) []filter.Choice

func named(id, title, means string) filter.Choice {
	c := filter.Choice{Value: id, Names: []string{title}}
	if means != id && means != "" {
		c.Names, c.Also = append(c.Names, means), []string{means}
	}
	return c
}

func stageTitles(b *model.Rules) (out []filter.Choice) {
	for _, p := range b.Processes {
		if p.Of != string(model.KindRelease) {
			continue
		}
		for i, s := range p.Stages {
			c := named(s.ID, s.Title, s.Means())
			if i == len(p.Stages)-1 && s.ID != model.StageClosed && s.Purpose == "" {
				c = named(s.ID, s.Title, model.StageClosed)
			}
			out = append(out, c)
		}
	}
	return out
}

func typeTitles(b *model.Rules) (out []filter.Choice) {
	for _, p := range b.Processes {
		if p.Of != string(model.KindRelease) {
			continue
		}
		out = append(out, named(p.Name, p.Title, p.Means()))
	}
	return out
}

func bandTitles(b *model.Rules) (out []filter.Choice) {
	for _, band := range b.Policy.Bands {
		out = append(out, filter.Choice{Value: band.ID, Names: []string{band.Title}})
	}
	return out
}

func priorityTitles(b *model.Rules) (out []filter.Choice) {
	for _, p := range b.Policy.Priorities {
		out = append(out, filter.Choice{Value: p.ID, Names: []string{p.Title}})
	}
	return out
}

// changeTitles are what the processes of changes are called.
func changeTitles(b *model.Rules) (out []filter.Choice) {
	for _, p := range b.Processes {
		if p.Of == string(model.KindChange) {
			also := slices.DeleteFunc([]string{p.ChangeMeans(), p.Name, p.Means()}, func(name string) bool { return name == p.ChangeType() })
			out = append(out, filter.Choice{Value: p.ChangeType(), Names: append([]string{p.Title}, also...), Also: also})
		}
	}
	return out
}

func roleTitles(b *model.Rules) (out []filter.Choice) {
	for _, r := range b.Roles {
		out = append(out, named(r.ID, r.Title, r.Means()))
	}
	return out
}

func formTitles(b *model.Rules) (out []filter.Choice) {
	for _, f := range b.Forms {
		out = append(out, named(f.Name, f.Title, f.Means()))
	}
	return out
}

// purposeTitles are what something can wait for: an approval of some process, a
// document that a gate wants approved, and what waits besides.
func purposeTitles(b *model.Rules) (out []filter.Choice) {
	for _, p := range b.Processes {
		for _, a := range p.Approvals {
			out = append(out, filter.Choice{Value: a.Means(), Names: []string{a.Title, a.ID}})
		}
	}
	for _, means := range slices.Sorted(maps.Values(gate.WantApproved)) {
		if f, ok := b.Form(means); ok {
			out = append(out, named(f.Name, f.Title, f.Means()))
		}
	}
	for _, purpose := range []string{PurposeAssess, PurposeChange, PurposeClocks, PurposeCondition, PurposeConflict, PurposeCountersign, PurposeDelivery, PurposeEntry, PurposeException, PurposeExpired, PurposeImprovement, PurposeMeeting, PurposeMinutes, PurposePapers, PurposeQuestion, PurposeRejected, PurposeReport, PurposeReview, PurposeRules, PurposeStep, PurposeWaiver, PurposeWatch} {
		out = append(out, filter.Choice{Value: purpose, Names: []string{purpose}})
	}
	return out
}

// severityTitles and classTitles are the lists that the policy has, in its order.
func severityTitles(b *model.Rules) []filter.Choice { return ranked(b.Policy.Severities) }
func classTitles(b *model.Rules) []filter.Choice    { return ranked(b.Policy.ItemClasses) }

func ranked(values []string) (out []filter.Choice) {
	for _, v := range values {
		out = append(out, filter.Choice{Value: v, Names: []string{strings.ReplaceAll(v, "-", " ")}})
	}
	return out
}

// Words is what people call a value of a column of a kind, or of a field of
// releases; of several with blanks between, each.
func Words(rules *model.Rules, k model.Kind, of, code string) string {
	f, ok := releaseFields.fields[of]
	if k != model.KindRelease || !ok {
		f = columnField(k, model.Column{Of: of, Several: k == model.KindPerson})
	}
	var named []filter.Choice
	if f.titled != nil && rules != nil {
		named = f.titled(rules)
	}
	for _, w := range f.words {
		named = append(named, filter.Choice{Value: w.code, Names: []string{w.called}})
	}
	parts := f.parts(code)
	for i, part := range parts {
		if k != model.KindPeriod { // 2026-10 is a name
			parts[i] = strings.ReplaceAll(part, "-", " ")
		}
		at := slices.IndexFunc(named, func(c filter.Choice) bool { return c.Value == part })
		if at < 0 {
			at = slices.IndexFunc(named, func(c filter.Choice) bool { return slices.Contains(c.Also, part) })
		}
		if at >= 0 {
			parts[i] = named[at].Names[0]
		}
	}
	return strings.Join(parts, ", ")
}

// mostChoices bounds how many values are looked through for one that is like
// what was typed.
const mostChoices = 5000

// choices are the values that a field can be asked for. Those that only rows
// know are looked up when a value is typed that is in no list.
func (c *compiler) choices(f field, t *filter.FieldType, typed []string) error {
	switch f.means {
	case aRecord:
		return c.named(f.kind, t)
	case anyID:
		return c.ids(f, t, typed)
	}
	if f.titled != nil {
		rules, err := c.db.rules(c.ctx, c.q, c.at.asOf, "")
		if err != nil {
			return err
		}
		t.Choices = f.titled(rules)
	}
	for _, v := range f.values {
		if !slices.ContainsFunc(t.Choices, func(c filter.Choice) bool { return c.Value == v }) {
			t.Choices = append(t.Choices, filter.Choice{Value: v})
		}
	}
	for i := range t.Choices {
		for _, w := range f.words {
			if t.Choices[i].Value == w.code {
				t.Choices[i].Names = append(t.Choices[i].Names, w.called)
			}
		}
	}
	if !slices.ContainsFunc(typed, func(v string) bool { return v != "" && !t.Knows(v) }) {
		return nil
	}
	var v string
	return ask(c.ctx, c.q, "SELECT DISTINCT "+f.sql+" FROM "+c.from+" AND "+f.sql+" <> '' AND "+c.now(c.at.asOf)+" ORDER BY 1 LIMIT "+fmt.Sprint(mostChoices), c.args...).each([]any{&v}, func() error {
		for _, v := range f.parts(v) {
			if !t.Knows(v) {
				t.Choices = append(t.Choices, filter.Choice{Value: v})
			}
		}
		return nil
	})
}

func (f field) parts(v string) []string {
	if f.means == codes {
		return strings.Fields(v)
	}
	return []string{v}
}

// named are the records of a kind by what people call them.
func (c *compiler) named(k model.Kind, t *filter.FieldType) error {
	return take(ask(c.ctx, c.q, "SELECT r.id, r.handle, r.title FROM record_row r WHERE r.kind = ? AND "+live("r", c.at.asOf)+" ORDER BY r.title COLLATE NOCASE", string(k)), t)
}

// take adds records to the choices.
func take(records question, t *filter.FieldType) error {
	var id, handle, title string
	return records.each([]any{&id, &handle, &title}, func() error {
		t.Choices = append(t.Choices, filter.Choice{Value: id, Names: slices.DeleteFunc([]string{title, handle, model.Called(title, handle)}, func(n string) bool { return n == "" })})
		return nil
	})
}

// ids are the records that are meant by some values, by id, handle or name: of
// these there may be very many, and only those that were typed are looked for.
func (c *compiler) ids(f field, t *filter.FieldType, typed []string) error {
	var ids, names []string
	for _, v := range typed {
		if id, err := model.ParseID(v); err == nil {
			ids = append(ids, string(id))
		} else if v != "" {
			names = append(names, strings.ToLower(strings.TrimSpace(v)))
		}
	}
	t.Hint = "write an id, such as REL-1"
	of := ""
	if c.kind != "" && f.sql == "r.id" {
		of = " AND +r.kind = '" + string(c.kind) + "'"
		t.One, t.Hint = c.kind.Words(), "write an id, such as "+string(model.MakeID(c.kind, 1))
	}
	const some = "SELECT r.id, r.handle, r.title FROM record_row r WHERE "
	then := " AND " + live("r", c.at.asOf) + of
	if len(ids) > 0 {
		if err := take(ask(c.ctx, c.q, some+"r.id IN (SELECT value FROM json_each(?))"+then, asJSON(ids)), t); err != nil {
			return err
		}
	}
	if len(names) > 0 {
		return take(ask(c.ctx, c.q, some+"(small(r.title) IN (SELECT value FROM json_each(?1)) OR r.handle IN (SELECT value FROM json_each(?1)))"+then, asJSON(names)), t)
	}
	return nil
}

func asJSON(list any) string {
	b, _ := json.Marshal(list) // strings and numbers always encode
	return string(b)
}

// saidThen are the rows, as JSON, that had some words at an earlier moment and
// were written anew since: the index knows the words of now.
func (c *compiler) saidThen(t filter.Condition) (string, error) {
	wanted := wordsOf(t.Text)
	found := []int64{}
	var n int64
	var body []byte
	err := ask(c.ctx, c.q, "SELECT r.n, v.body FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = ? AND r.until > ? AND r.since <= ? AND v.body IS NOT NULL", string(c.kind), int64(c.at.asOf), int64(c.at.asOf)).each([]any{&n, &body}, func() error {
		r, err := model.Decode(c.kind, body)
		if err != nil {
			return err
		}
		if slices.ContainsFunc([]string{string(r.Key()), r.Row().Title, searchText(r)}, func(text string) bool {
			return says(wordsOf(text), wanted, t.Op == filter.Word)
		}) {
			found = append(found, n)
		}
		return nil
	})
	return asJSON(found), err
}

// wordsOf takes a text apart as the index of words does (unicode61, without
// accents).
func wordsOf(text string) []string {
	bare := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(text))
	return strings.FieldsFunc(bare, func(r rune) bool { return !unicode.In(r, unicode.L, unicode.N, unicode.Co) })
}

// says reports whether words stand next to each other in a text; of the last one
// the beginning may be enough.
func says(text, words []string, begins bool) bool {
	if len(words) == 0 {
		return false
	}
	last := len(words) - 1
	for i := 0; i+last < len(text); i++ {
		if slices.Equal(text[i:i+last], words[:last]) && (text[i+last] == words[last] || begins && strings.HasPrefix(text[i+last], words[last])) {
			return true
		}
	}
	return false
}
