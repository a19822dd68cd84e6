package cli

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"time"

	"fairway/assets"
	"fairway/model"
	"fairway/model/metric"
	"fairway/store"
	"fairway/ui/scrape"
)

// samplesOf are the numbers of a report for a scraper, with its groups. A service is known
// by its handle, which stays when its name changes.
func samplesOf(r *metric.Report, handles map[model.ID]string) []scrape.Sample {
	whole := scrape.Sample{Metric: r.Metric, Result: r.Result, Period: r.Period}
	out := []scrape.Sample{whole}
	if r.Split != metric.ByService { // else they are its groups
		out = append(out, eachService(whole, handles)...)
	}
	for i := range r.Groups {
		g := &r.Groups[i]
		of := g.Name
		if h := handles[model.ID(g.Key)]; r.Split == metric.ByService && h != "" {
			of = h
		}
		s := scrape.Sample{Metric: r.Metric, Result: g.Result, Period: r.Period, By: string(r.Split), Of: of}
		if r.Split == metric.ByPeriod {
			s.Period, s.By, s.Of = g.Name, "", ""
		}
		out = append(out, s)
		out = append(out, eachService(s, handles)...)
	}
	return out
}

// eachService are the samples of the services of one that has no value of all of them.
func eachService(of scrape.Sample, handles map[model.ID]string) []scrape.Sample {
	var out []scrape.Sample
	for _, g := range of.Result.Services {
		s := of
		s.Result, s.Service = g.Result, cmp.Or(handles[model.ID(g.Key)], g.Name)
		out = append(out, s)
	}
	return out
}

// scraping are the options of who serves numbers to a scraper.
type scraping struct{ listen, period string }

// open opens the address for scrapers, if one is wanted. What is wrong with it is said
// before anything is served.
func (o *scraping) open(now time.Time) (net.Listener, error) {
	if o.listen == "" {
		return nil, nil
	}
	if _, err := stretchOf(o.period, now, time.UTC); err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", o.listen)
	if err != nil {
		return nil, fmt.Errorf("listen for scrapers on %s: %w", o.listen, err)
	}
	return l, nil
}

// scrapes answers scrapers with all measures, whole and of each service, until the context
// ends.
func (o *scraping) scrapes(ctx context.Context, l net.Listener, db *store.DB, log *slog.Logger, now func() time.Time) error {
	if host, _, err := net.SplitHostPort(l.Addr().String()); err == nil && !net.ParseIP(host).IsLoopback() {
		log.Warn("whoever reaches this address reads the measures", "metrics", l.Addr().String())
	}
	var one sync.Mutex // a scraper that can't wait asks again, and two would cost twice
	return scrape.Serve(ctx, l, log, func(ctx context.Context) ([]scrape.Sample, error) {
		one.Lock()
		defer one.Unlock()
		at := now()
		policy, err := db.Policy(ctx)
		if err != nil {
			return nil, err
		}
		stretch, err := stretchOf(o.period, at, policy.Location())
		if err != nil {
			return nil, err
		}
		acc, err := db.Account(ctx, store.FactsQuery{Stretch: stretch, Now: at, Plain: true})
		if err == nil {
			err = acc.Lay(assets.Measures)
		}
		if err != nil {
			return nil, err
		}
		acc = acc.InBrief()
		var out []scrape.Sample
		for _, m := range metric.Every(&acc.Facts) {
			out = append(out, samplesOf(&metric.Report{Metric: m, Result: acc.Measure(m).Result, Period: stretch.String(), Split: metric.ByService, Groups: acc.By(m, metric.ByService)}, acc.Facts.Handles)...)
		}
		return out, nil
	})
}
