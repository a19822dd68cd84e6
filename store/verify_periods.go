package store

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/metric"
)

// periods counts the numbers that were signed off again, from the log as of the entry that
// each closing names, and compares who signed, and when, with the entry that wrote it.
func (k *verifier) periods() error {
	type version struct {
		id    model.ID
		since int64
		body  string
	}
	list, err := all(ask(k.ctx, k.tx, "SELECT v.id, v.since, v.body FROM version v WHERE v.kind = 'period' AND v.body IS NOT NULL ORDER BY v.n"), func(v *version) []any { return []any{&v.id, &v.since, &v.body} })
	if err != nil {
		return err
	}
	first := map[model.ID]*model.Period{}
	for _, v := range list {
		p := &model.Period{}
		if json.Unmarshal([]byte(v.body), p) != nil {
			continue // named by the step that reads every body
		}
		where := asOf(string(v.id), v.since)
		if signed := first[p.ID]; signed != nil {
			now := *p
			now.Reopened = signed.Reopened
			if !sameBody(&now, signed) {
				k.v.say(where, "it is not what was signed off: nothing but its reopening may be written to it")
			}
			continue
		}
		first[p.ID] = p
		if err := k.signature(where, v.since, p); err != nil {
			return err
		}
		if err := k.figures(where, p); err != nil {
			return err
		}
	}
	return nil
}

func sameBody(a, b model.Record) bool {
	x, err := model.Encode(a)
	y, other := model.Encode(b)
	return err == nil && other == nil && slices.Equal(x, y)
}

// signature compares a closing with the entry that wrote it, and with the one as of which it is.
func (k *verifier) signature(where string, since int64, p *model.Period) error {
	var who model.ID
	var at int64
	if _, err := ask(k.ctx, k.tx, "SELECT who, at FROM log_row WHERE pos = ?", since).one(&who, &at); err != nil {
		return err
	}
	if p.By != who || p.At.UnixMilli() != at {
		k.v.say(where, "it names another signature than the entry that wrote it: %s, %s", p.By, p.At.UTC().Format(time.RFC3339))
	}
	if p.Position != since-1 {
		k.v.say(where, "it names another place in the log than the one as of which it was signed")
	}
	return nil
}

// figures counts the numbers of a closing again.
func (k *verifier) figures(where string, p *model.Period) error {
	if p.Edition != metric.Edition {
		k.v.Notices = append(k.v.Notices, fmt.Sprintf("the numbers of %s were counted by other formulas than this program's, and can't be counted again", p.ID))
		return nil
	}
	f, err := k.db.factsOf(k.ctx, k.tx, p.Span(), Position(p.Position), p.At)
	if err != nil {
		if k.ctx.Err() != nil {
			return k.ctx.Err()
		}
		k.v.say(where, "its numbers can't be counted again: %v", err)
		return nil
	}
	counted, _ := metric.Figures(f, p.Span())
	var other []string
	for _, signed := range p.Figures {
		i := slices.IndexFunc(counted, func(c model.Figure) bool { return c.Measure == signed.Measure })
		if i < 0 || !metric.SameFigure(signed, counted[i]) {
			other = append(other, signed.Measure)
		}
	}
	if len(other) == 0 {
		return nil
	}
	gone, err := ask(k.ctx, k.tx, "SELECT 1 FROM version WHERE body IS NULL AND since <= ? LIMIT 1", p.Position).found()
	switch {
	case err != nil:
		return err
	case gone:
		k.v.Notices = append(k.v.Notices, fmt.Sprintf("the numbers of %s can't all be counted again (%s): content that they were counted from was removed by law since", p.ID, strings.Join(other, ", ")))
	default:
		k.v.say(where, "the numbers signed off are not those of the log as of entry %d: %s", p.Position, strings.Join(other, ", "))
	}
	return nil
}
