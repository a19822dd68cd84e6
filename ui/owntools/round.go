package owntools

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/store"
)

// Runner tells tools what happened, and runs what waits in the outbox of a file. Only one
// may at a time: who holds the lease of the clock.
type Runner struct {
	DB    *store.DB
	Tools []Tool
	Now   func() time.Time
}

// Did is one thing that a round did: a job that was queued, or a try.
type Did struct {
	Job    model.ID   `json:"job"`
	Title  string     `json:"title"`
	Try    *model.Try `json:"try,omitempty"` // nil where it was queued
	Number int        `json:"number,omitempty"`
	Next   time.Time  `json:"next,omitzero"`
}

var program = store.Who{Program: true, Auth: "outbox"}

// waits are how long it is between tries, the last of them again and again.
var waits = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 4 * time.Hour}

// Round queues what happened since the last one, and tries what is due. It says when
// something is due next: the zero time where nothing waits.
func (r *Runner) Round(ctx context.Context) (did []Did, next time.Time, err error) {
	if len(r.Tools) == 0 {
		return nil, next, nil
	}
	if did, err = r.queue(ctx); err != nil {
		return did, next, err
	}
	list, err := r.DB.JobsWaiting(ctx)
	if err != nil {
		return did, next, err
	}
	byTool := map[string][]*model.Job{}
	for _, j := range list {
		switch {
		case j.Next.After(r.Now()):
			next = soonest(next, j.Next)
		default:
			byTool[j.Tool] = append(byTool[j.Tool], j)
		}
	}
	// Each tool at its own pace, one job after the other: a slow one holds up none else.
	var mu sync.Mutex
	var all sync.WaitGroup
	for _, jobs := range byTool {
		all.Go(func() {
			for _, j := range jobs {
				one, failed := r.try(ctx, j)
				mu.Lock()
				if err = errors.Join(err, failed); failed == nil && one != nil {
					did = append(did, *one)
					next = soonest(next, one.Next)
				}
				mu.Unlock()
				if failed != nil || ctx.Err() != nil {
					return
				}
			}
		})
	}
	all.Wait()
	slices.SortStableFunc(did, func(a, b Did) int { return model.CompareIDs(a.Job, b.Job) })
	return did, next, err
}

func soonest(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// queue puts into the outbox what happened since each tool was told last. One that is new
// is told of what happens from now on.
func (r *Runner) queue(ctx context.Context) (did []Did, err error) {
	told, err := r.DB.Told(ctx)
	if err != nil {
		return nil, err
	}
	head, _, err := r.DB.Head(ctx)
	if err != nil {
		return nil, err
	}
	anew := false
	least := head
	for _, t := range r.Tools {
		if _, known := told[t.Name]; !known || told[t.Name] > head { // new, or the file was put back from a backup
			if told[t.Name], err = r.DB.LastTold(ctx, t.Name); err != nil {
				return nil, err
			}
			if told[t.Name] == 0 || told[t.Name] > head {
				told[t.Name] = head
			}
			anew = true
		}
		least = min(least, told[t.Name])
	}
	for least < head {
		events, upTo, err := r.DB.Happened(ctx, least)
		if err != nil {
			return did, err
		}
		for _, e := range events {
			for i := range r.Tools {
				t := &r.Tools[i]
				if store.Position(e.Entry) <= told[t.Name] || !slices.ContainsFunc(t.On, e.Is) {
					continue
				}
				q, err := r.DB.Do(ctx, program, action.QueueJob{Tool: t.Name, Event: e})
				var refusal *model.Refusal
				if errors.As(err, &refusal) {
					continue // it is there already
				}
				if err != nil {
					return did, err
				}
				did = append(did, Did{Job: q.Subject, Title: t.Name + ": " + e.What})
			}
		}
		for _, t := range r.Tools {
			told[t.Name] = max(told[t.Name], upTo)
		}
		least, anew = upTo, true
		if err := r.DB.KeepTold(ctx, told); err != nil {
			return did, err
		}
	}
	if anew {
		return did, r.DB.KeepTold(ctx, told)
	}
	return did, nil
}

// try tries a job once, and writes down what came of it.
func (r *Runner) try(ctx context.Context, j *model.Job) (*Did, error) {
	number := len(j.Tries) + 1
	one := model.Try{At: r.Now().UTC()}
	at := slices.IndexFunc(r.Tools, func(t Tool) bool { return t.Name == j.Tool })
	most := triesDefault
	if at < 0 {
		one.Result = "the settings of the server name no such tool"
	} else {
		t := &r.Tools[at]
		most = t.tries()
		input, err := r.input(ctx, j, number)
		if err != nil {
			return nil, err
		}
		began := one.At
		if len(t.Command) > 0 {
			one = t.run(ctx, input)
		} else {
			one = t.post(ctx, input)
		}
		one.At = began
		if ctx.Err() != nil {
			return nil, nil // the server ends: it is tried anew, and the tool can tell by the job's id
		}
	}
	one.Ended = r.Now().UTC()
	report := action.ReportJob{Job: j.ID, Try: one}
	since := number // since somebody asked for it anew
	for _, asked := range j.Asked {
		since = len(slices.DeleteFunc(slices.Clone(j.Tries), func(t model.Try) bool { return t.At.Before(asked.At) })) + 1
	}
	if !one.OK && since < most {
		report.Next = one.Ended.Add(waits[min(since, len(waits))-1])
	}
	if _, err := r.DB.Do(context.WithoutCancel(ctx), program, report); err != nil {
		return nil, err
	}
	return &Did{Job: j.ID, Title: j.Title(), Try: &one, Number: number, Next: report.Next}, nil
}

// person is who did what set the job off.
type person struct {
	ID     model.ID `json:"id"`
	Handle string   `json:"handle,omitempty"`
	Name   string   `json:"name,omitempty"`
}

// message is what a tool has to know, of version 1: fields are added, never changed.
type message struct {
	Version int          `json:"version"`
	Job     model.ID     `json:"job"`
	Try     int          `json:"try"`
	Tool    string       `json:"tool"`
	On      string       `json:"on"`
	Stage   string       `json:"stage,omitempty"`
	What    string       `json:"what"`
	Entry   int64        `json:"entry"`
	By      *person      `json:"by,omitempty"`
	Record  model.Record `json:"record,omitempty"` // as it is now
	Of      model.Record `json:"of,omitempty"`     // the release or RFC, where that is another record
}

func (r *Runner) input(ctx context.Context, j *model.Job, number int) ([]byte, error) {
	m := message{Version: 1, Job: j.ID, Try: number, Tool: j.Tool, On: j.On, Stage: j.Stage, What: j.What, Entry: j.Entry}
	read := func(id model.ID) (model.Record, error) {
		if id == "" {
			return nil, nil
		}
		f, err := r.DB.Record(ctx, id, store.Now)
		var gone *model.NotFound
		if errors.As(err, &gone) {
			return nil, nil
		}
		return f.Record, err
	}
	var err error
	if m.Record, err = read(j.Record); err != nil {
		return nil, err
	}
	if j.Of != j.Record {
		if m.Of, err = read(j.Of); err != nil {
			return nil, err
		}
	}
	by, err := read(j.By)
	if err != nil {
		return nil, err
	}
	if p, ok := by.(*model.Person); ok {
		m.By = &person{p.ID, p.Handle, p.Name}
	}
	text, err := json.Marshal(m)
	return append(text, '\n'), err
}
