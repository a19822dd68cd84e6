// Package demo makes the sample organisation that the dashboard is shown on: a
// retailer with its people, services and items, a year of releases, and a day
// on which something is late, something collides and something is being
// deployed.
//
// What the organisation is called, says and does is data (assets/demo). Here is
// only how it comes about: everything through actions, each at its own time, by
// the person whose work it is, so that gates, log and history are those of real
// work. What comes in here must hold for any organisation and any process: a
// gate is passed by doing what its checks ask for (remedies.go), so a new process
// needs data, not code.
package demo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"fairway/assets"
	"fairway/model"
	"fairway/model/when"
	"fairway/store"
)

// Starts is the person as whom the organisation is shown at first: one who can
// move releases on, and has approvals to ask others for.
const Starts = "cora"

// Hour is the time of day on which a demo of another day than today is made.
const Hour = 10

// Options say which file is made, and as of when. The same options make the
// same file, byte for byte of its log.
type Options struct {
	Path string
	Now  time.Time // "today" of the organisation
	Zone string    // its IANA time zone
	// Progress is told how many of all actions are done; nil: nobody asks.
	Progress func(done, all int)
}

// Make makes a file with the sample organisation. It leaves none behind when
// it fails, or is stopped.
func Make(ctx context.Context, o Options) error {
	m, err := tell(o)
	if err != nil {
		return fmt.Errorf("make the demo: %w", err)
	}
	acts := 0
	err = store.Make(ctx, o.Path, store.Options{
		Now:   func() time.Time { return m.clock },
		NewID: func() string { acts++; return fmt.Sprintf("demo-%d", acts) },
	}, func(f *store.Batch) error {
		m.file = f
		return m.perform(o.Progress)
	})
	if err == nil {
		err = m.reports(ctx, o.Path, &acts)
	}
	if err != nil {
		return fmt.Errorf("make the demo: %w", err)
	}
	return nil
}

// tell works out everything that is done, and when, without doing it.
func tell(o Options) (*maker, error) {
	data, err := assets.ReadDemo()
	if err != nil {
		return nil, err
	}
	zone, err := when.Zone(o.Zone)
	if err != nil {
		return nil, err
	}
	o.Now = o.Now.In(zone) // stored times have a zone: not that of whoever asks
	rules, err := assets.Rules()
	if err != nil {
		return nil, err
	}
	rules.Rules = rules.Settled(o.Zone, "")
	m := &maker{
		data: &data, rules: &rules, days: newDays(o.Now.Truncate(time.Minute), zone, data.Windows),
		ids: map[string]model.ID{}, services: map[string]*assets.DemoService{}, people: map[string]*assets.DemoPerson{}, releases: map[string]*walk{},
		spoken: map[string]time.Time{},
	}
	if err := m.organisation(); err != nil {
		return nil, err
	}
	for i := range data.Releases {
		spec := &data.Releases[i]
		if err := m.release(spec, i); err != nil {
			return nil, fmt.Errorf("%s: %w", title(spec), err)
		}
	}
	for _, c := range data.Changes {
		if err := m.loose(c); err != nil {
			return nil, fmt.Errorf("RFC %q: %w", c.Title, err)
		}
	}
	for _, i := range data.Incidents {
		if err := m.incident(i); err != nil {
			return nil, fmt.Errorf("incident %q: %w", i.Title, err)
		}
	}
	for _, p := range data.Problems {
		m.problem(p)
	}
	for _, s := range data.Milestones {
		m.milestone(s)
	}
	for _, t := range data.Trains {
		m.train(t)
	}
	for _, c := range data.Closings {
		m.closing(c)
	}
	if err := m.week(); err != nil {
		return nil, err
	}
	return m, m.err
}

// week is what the last days brought besides: it comes after all else, so that it takes
// the ids that come next.
func (m *maker) week() error {
	for _, e := range m.data.Entries {
		if err := m.entry(e); err != nil {
			return fmt.Errorf("entry %q of the catalogue: %w", e.Title, err)
		}
	}
	for _, e := range m.data.Emergencies {
		if err := m.emergency(e); err != nil {
			return fmt.Errorf("%s %s: %w", e.Name, e.Version, err)
		}
	}
	for _, a := range m.data.Annotations {
		m.annotation(a)
	}
	for i := range m.data.Services {
		m.agreement(&m.data.Services[i])
	}
	for _, o := range m.data.Outages {
		if err := m.outage(o); err != nil {
			return fmt.Errorf("outage of %s: %w", o.Service, err)
		}
	}
	for _, a := range m.data.Absences {
		m.absence(a)
	}
	for _, a := range m.data.Audits {
		m.audit(a)
	}
	for _, v := range m.data.Meetings {
		if err := m.meeting(v); err != nil {
			return fmt.Errorf("meeting of day %d: %w", v.Day, err)
		}
	}
	return nil
}

func title(r *assets.DemoRelease) string { return strings.TrimSpace(r.Name + " " + r.Version) }
