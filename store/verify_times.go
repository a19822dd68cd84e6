package store

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"fairway/model"
)

// Times that don't fit are no damage: everything is as it was written. They are
// named beside the findings, with what carries them, until an administrator sets
// them right.

// Bent is an entry of the log, or several in a row, of which the time can't be
// right, or was set right.
type Bent struct {
	First int64     `json:"first"`
	Last  int64     `json:"last"`
	At    time.Time `json:"at"` // of the first, as its clock said
	What  string    `json:"what"`
	// Touched are the records that carry these times as they stand now; More is
	// how many besides.
	Touched []Carries `json:"touched,omitempty"`
	More    int       `json:"more,omitempty"`
	// Corrected is the entry that set it right; 0 while nothing did.
	Corrected int64 `json:"corrected_by,omitempty"`
}

// Carries is a record with the times in it that come from a bent clock.
type Carries struct {
	ID    model.ID `json:"id"`
	Times []string `json:"times"`
}

func (b Bent) String() string {
	where := fmt.Sprintf("entry %d", b.First)
	if b.Last > b.First {
		where = fmt.Sprintf("entries %d to %d", b.First, b.Last)
	}
	text := where + " of the log: " + b.What
	for i, c := range b.Touched {
		if i == 0 {
			text += "; it stands in"
		} else {
			text += ","
		}
		text += " " + string(c.ID) + " ("
		for k, t := range c.Times {
			if k > 0 {
				text += "; "
			}
			text += t
		}
		text += ")"
	}
	if b.More > 0 {
		text += fmt.Sprintf(" and %d more records", b.More)
	}
	return text
}

// touchedLimit is how many records are named with an entry.
const touchedLimit = 12

// times looks for entries that are later than now, or earlier than the one before
// them, and for those that were corrected.
func (k *verifier) times() error {
	var pos, by int64
	var at, stood, before time.Time
	err := ask(k.ctx, k.tx, `SELECT pos, at, stands, before, by FROM (
 SELECT r.pos, r.at, `+stands+` AS stands, lag(`+stands+`) OVER (ORDER BY r.pos) AS before, coalesce(bent.by, 0) AS by FROM log_row r`+timeJoin+`
) WHERE stands > ?1 OR stands < before - ?2 OR by > 0 ORDER BY pos`, k.now.Add(skew).UnixMilli(), skew.Milliseconds()).each([]any{&pos, (*stamp)(&at), (*stamp)(&stood), (*stamp)(&before), &by}, func() error {
		k.bent(pos, at, stood, before, by)
		return nil
	})
	if err != nil {
		return err
	}
	for i := range k.v.Bent {
		if b := &k.v.Bent[i]; b.Corrected == 0 {
			if err := k.touched(b); err != nil {
				return err
			}
		}
	}
	return nil
}

// bent takes one of them, as one with those right before it of the same sort.
func (k *verifier) bent(pos int64, at, stands, before time.Time, by int64) {
	limit := k.now.Add(skew)
	future := stands.After(limit)
	if future || stands.Before(before.Add(-skew)) {
		if !future && before.After(limit) {
			return // what is wrong is the entry before it, which is named
		}
		what := fmt.Sprintf("it is from the future: its clock said %s, and now it is %s; set it right with: fairway log correct %d --at 'WHEN' --reason TEXT", clockText(at), clockText(k.now), pos)
		if !future {
			what = fmt.Sprintf("its clock said %s, and the entry before it is from %s: one of the two is wrong; set that right with: fairway log correct %d --at 'WHEN' --reason TEXT", clockText(at), clockText(before), pos)
		}
		if last := len(k.v.Bent) - 1; future && last >= 0 && k.future == pos-1 {
			k.v.Bent[last].Last = pos
			k.v.Bent[last].What = fmt.Sprintf("they are from the future: the clock of the first said %s, and now it is %s; set them right with: fairway log correct %d %d --at 'WHEN of the first' --reason TEXT",
				clockText(k.v.Bent[last].At), clockText(k.now), k.v.Bent[last].First, pos)
			k.future = pos
			return
		}
		if future {
			k.future = pos
		}
		k.v.Bent = append(k.v.Bent, Bent{First: pos, Last: pos, At: at, What: what})
		return
	}
	if last := len(k.v.Bent) - 1; last >= 0 && k.v.Bent[last].Corrected == by && k.v.Bent[last].Last == pos-1 {
		k.v.Bent[last].Last = pos
		return
	}
	k.v.Bent = append(k.v.Bent, Bent{First: pos, Last: pos, At: at, Corrected: by, What: fmt.Sprintf("its clock said %s; entry %d corrected it to %s", clockText(at), by, clockText(stands))})
}

// touched finds the records that carry the times of an entry. Where an entry
// stands before another, either may be the wrong one.
func (k *verifier) touched(b *Bent) error {
	var kind model.Kind
	var id model.ID
	var body, ats []byte
	return ask(k.ctx, k.tx, `SELECT DISTINCT v.kind, v.id, v.body, (SELECT json_group_array(r.at) FROM log_row r WHERE r.pos IN (SELECT since FROM version o WHERE o.id = v.id AND o.since BETWEEN ?1 AND ?2))
 FROM version w JOIN version v ON v.id = w.id AND v.until IS NULL AND v.body IS NOT NULL WHERE w.since BETWEEN ?1 AND ?2 ORDER BY v.id`, b.First, b.Last).each([]any{&kind, &id, &body, &ats}, func() error {
		var clocks []int64
		if err := json.Unmarshal(ats, &clocks); err != nil {
			return err
		}
		r, err := model.Decode(kind, body)
		if err != nil {
			return nil // named by the step that reads every body
		}
		c := Carries{ID: id}
		model.Times(r, func(where string, at time.Time) {
			if slices.Contains(clocks, at.UnixMilli()) {
				c.Times = append(c.Times, where)
			}
		})
		switch {
		case len(c.Times) == 0:
		case len(b.Touched) == touchedLimit:
			b.More++
		default:
			b.Touched = append(b.Touched, c)
		}
		return nil
	})
}
