package sshd

import (
	"context"
	"runtime"
	"runtime/debug"
	"time"
)

// calm is how long no picture comes or goes before memory is given back. A
// login leaves much behind, in garbage and in stacks that grew for it; where
// many log in at once and then hardly touch a key, nothing else would collect
// it. So does every minute, in which each picture draws its clock.
const calm = 5 * time.Second

// tidy gives memory back whenever that may be worth it.
func (s *Server) tidy(ctx context.Context) {
	t := time.NewTimer(calm)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.moved:
			t.Reset(calm)
		case <-t.C:
			giveBack()
			if now := time.Now(); s.occupied() {
				t.Reset(now.Truncate(time.Minute).Add(time.Minute + calm).Sub(now))
			}
		}
	}
}

// move says that a picture came or went.
func (s *Server) move() {
	select {
	case s.moved <- struct{}{}:
	default:
	}
}

func (s *Server) occupied() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sessions) > 0
}

// giveBack gives memory back. A collection halves each stack of which little is
// in use; a login and a first picture make some of them sixteen times as large
// as they are needed afterwards.
func giveBack() {
	for range 3 {
		runtime.GC()
	}
	debug.FreeOSMemory()
}
