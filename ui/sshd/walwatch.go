package sshd

import (
	"context"
	"log/slog"
	"time"

	"fairway/store"
)

// walEvery is how often the write-ahead log is looked at. A process that hangs
// while it reads lets it grow by some ten megabytes a second.
const walEvery = 10 * time.Second

// watchWAL names in the log whoever keeps the write-ahead log from being emptied.
func (s *Server) watchWAL(ctx context.Context) {
	t := time.NewTicker(walEvery)
	defer t.Stop()
	w := &walWatch{log: s.log}
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			w.look(s.o.DB.WAL(ctx))
		}
	}
}

// walWatch remembers what was said.
type walWatch struct {
	log  *slog.Logger
	said int64 // the size of which it was said last; 0 once all is well
}

// look says what is wrong, and again when the log has grown to twice of that.
func (w *walWatch) look(state store.WAL, err error) {
	if err != nil {
		return // whoever reads or writes the file is told
	}
	stuck := state.Stuck()
	switch {
	case stuck == "" && w.said > 0:
		w.said = 0
		w.log.Info("the write-ahead log can be emptied again", "size", state.Size)
	case stuck != "" && (w.said == 0 || state.Size >= 2*w.said):
		w.said = state.Size
		var pids []int
		for _, r := range state.Readers {
			pids = append(pids, r.PID)
		}
		w.log.Warn("the write-ahead log grows", "why", stuck, "size", state.Size, "pages", state.Kept, "readers", pids)
	}
}
