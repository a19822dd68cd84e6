package scrape

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Path is where a scraper asks.
const Path = "/metrics"

// Serve answers scrapers on a listener until the context ends: in OpenMetrics for who
// accepts it, else in the older text of Prometheus. numbers computes what there is to say
// at the moment; it is asked by one scraper at a time. There is nothing else behind the
// address, and nobody is asked who they are.
func Serve(ctx context.Context, l net.Listener, log *slog.Logger, numbers func(context.Context) ([]Sample, error)) error {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+Path, func(w http.ResponseWriter, r *http.Request) {
		samples, err := numbers(r.Context())
		var g prometheus.Gatherer
		if err == nil {
			g, err = gather(samples)
		}
		if err != nil {
			log.Error("scrape", "err", err)
			http.Error(w, "the measures can't be computed; the log of the server says why", http.StatusInternalServerError)
			return
		}
		promhttp.HandlerFor(g, promhttp.HandlerOpts{EnableOpenMetrics: true}).ServeHTTP(w, r)
	})
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, "Fairway: the measures are at "+Path)
	})
	s := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 5 * time.Minute, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn)}
	done := make(chan error, 1)
	go func() { done <- s.Serve(l) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	err := s.Shutdown(ending)
	if served := <-done; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}
