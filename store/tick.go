package store

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/gate"
	"fairway/model/task"
	"fairway/model/when"
)

// Lease says who drives the clock of a file, and until when. It stands in the table desk
// of person "", beside what people keep: it says nothing about the work, is replaced every
// minute, and lapses by itself when whoever holds it is gone; in the log it would be noise.
type Lease struct {
	Holder string    `json:"holder"`
	Until  time.Time `json:"until"`
}

// leaseKey is where it stands, and LeaseFor is for how long it is taken: a holder that is
// gone is waited for so long.
const (
	leaseKey = "clock"
	LeaseFor = 3 * time.Minute
)

// TakeLease takes the lease, or renews it, in one transaction; else it says who has it.
func (db *DB) TakeLease(ctx context.Context, holder string) (held bool, l Lease, err error) {
	tx, err := db.begin(ctx)
	if err != nil {
		return false, l, db.explain("take the lease of the clock", err)
	}
	defer tx.Rollback() //nolint:errcheck // after Commit this does nothing
	now := db.Now().UTC()
	l, err = lease(ctx, tx)
	switch {
	case err != nil:
		return false, l, db.explain("take the lease of the clock", err)
	// One that ends later than it could be taken for was taken by a clock that was wrong.
	case l.Holder != "" && l.Holder != holder && now.Before(l.Until) && !l.Until.After(now.Add(2*LeaseFor)):
		return false, l, nil
	}
	l = Lease{holder, now.Add(LeaseFor)}
	text, err := json.Marshal(l)
	if err == nil {
		err = db.keep(ctx, tx, "", leaseKey, string(text))
	}
	if err == nil {
		err = db.commit(ctx, tx)
	}
	return err == nil, l, db.explain("take the lease of the clock", err)
}

// GiveLease gives the lease back, if it is the holder's.
func (db *DB) GiveLease(ctx context.Context, holder string) error {
	tx, err := db.begin(ctx)
	if err != nil {
		return db.explain("give the lease of the clock back", err)
	}
	defer tx.Rollback() //nolint:errcheck // after Commit this does nothing
	l, err := lease(ctx, tx)
	if err != nil || l.Holder != holder {
		return db.explain("give the lease of the clock back", err)
	}
	if err = db.keep(ctx, tx, "", leaseKey, ""); err == nil {
		err = db.commit(ctx, tx)
	}
	return db.explain("give the lease of the clock back", err)
}

// lease is the one that stands; none has no holder, and so has one that can't be read.
func lease(ctx context.Context, q queryer) (l Lease, err error) {
	var text string
	if _, err := ask(ctx, q, "SELECT value FROM desk WHERE person = '' AND key = ?", leaseKey).one(&text); err != nil {
		return l, err
	}
	if text != "" && json.Unmarshal([]byte(text), &l) != nil {
		return Lease{}, nil
	}
	return l, nil
}

// Ticked is one thing that the clock did, or would do.
type Ticked struct {
	Action   string    `json:"action"`
	Record   model.ID  `json:"record"`
	Due      time.Time `json:"due"`
	Note     string    `json:"note"`
	Position Position  `json:"position,omitempty"`
	// Conflicts are what the dates of what was registered collide with.
	Conflicts []gate.Conflict `json:"conflicts,omitempty"`
}

// Tick does what is due, each as an action of its own, and says when something is due
// next; the zero time where nothing waits. With dry it does nothing. What another does
// meanwhile is done once: whoever comes second is refused, and goes on.
func (db *DB) Tick(ctx context.Context, dry bool) (did []Ticked, next time.Time, err error) {
	who := Who{Program: true, Auth: "clock"}
	c, err := viewed(ctx, db, "look what is due", func(tx *view) (*model.Case, error) {
		return db.loadCase(ctx, tx, Now, db.Now(), Who{}, model.Needs{Waiting: true, Waits: true, Kinds: []model.Kind{model.KindWindow, model.KindTrain}})
	})
	if err != nil {
		return nil, next, err
	}
	soon := func(at time.Time) {
		if next.IsZero() || at.Before(next) {
			next = at
		}
	}
	var said []action.Action // what it would do
	// do does one thing, or says what it would; false where somebody else did meanwhile.
	do := func(record model.ID, at time.Time, act action.Action) (bool, error) {
		one := Ticked{Action: action.Name(act), Record: record, Due: at}
		if dry {
			if slices.ContainsFunc(said, func(a action.Action) bool { return reflect.DeepEqual(a, act) }) {
				return false, nil // what waits for several people is reminded of once
			}
			said = append(said, act)
			out, err := db.Ask(ctx, who, act)
			if one.Note, one.Conflicts = out.Note, task.AddressedConflicts(c, out.Conflicts); err != nil {
				return false, err
			}
			if _, anew := act.(action.RegisterDeparture); anew { // its id is not known before
				one.Note = strings.Replace(one.Note, "registered "+string(out.Subject)+" ", "registered ", 1)
			}
		} else {
			r, err := db.Do(ctx, who, act)
			var refusal *model.Refusal
			if errors.As(err, &refusal) {
				return false, nil // somebody decided, or did it, meanwhile
			} else if err != nil {
				return false, err
			}
			one.Note, one.Position, one.Conflicts = r.Note, r.Position, r.Conflicts
		}
		did = append(did, one)
		return true, nil
	}
	for _, a := range model.All[*model.Approval](c) {
		w := gate.WaitsOf(c, a)
		for _, due := range []struct {
			at  time.Time
			act action.Action
		}{{w.Expire, action.ExpireApproval{Approval: a.ID}}, {w.Remind, action.RemindApproval{Approval: a.ID}}, {w.Escalate, action.EscalateApproval{Approval: a.ID}}} {
			switch {
			case due.at.IsZero():
				continue
			case c.Now.Before(due.at):
				soon(due.at)
				continue
			}
			done, err := do(a.ID, due.at, due.act)
			if err != nil {
				return did, next, err
			}
			if done && due.at.Equal(w.Expire) {
				break // nothing comes after its end
			}
		}
	}
	for _, w := range c.Waits {
		switch at := gate.ReminderAt(c, w); {
		case at.IsZero():
		case c.Now.Before(at):
			soon(at)
		default:
			if _, err := do(w.ID, at, action.ReminderOf(w)); err != nil {
				return did, next, err
			}
		}
	}
	if err := db.tickTrains(ctx, c, do, soon); err != nil {
		return did, next, err
	}
	if err := db.tickMedia(ctx, c, do, soon); err != nil { // last: it may take long
		return did, next, err
	}
	if len(c.Rules.Policy.Reminders) > 0 { // what begins to wait on its date is not among it yet
		office := c.Rules.Policy.Location()
		soon(when.DateOf(c.Now, office).AddDays(1).Start(office))
	}
	return did, next, nil
}
