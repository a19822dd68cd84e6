//go:build !race

package sshd_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/crypto/ssh"

	"fairway/model"
	"fairway/store"
)

// TestTicksAtOnce has people tick the steps of one run at the same time, each over SSH:
// nothing is lost and nothing is there twice. Each step is ticked by two people: one does
// it, and the other is told who did. Twelve tick two hundred in TestLongTicksAtOnce.
func TestTicksAtOnce(t *testing.T) { ticksAtOnce(t, 3, 6) }

func ticksAtOnce(t *testing.T, people, steps int) {
	h := serve(t, nil)
	names, keys := crowd(h, people)
	for _, name := range names {
		h.run("person", "grant", name, "deployment-team", "--as", boss)
	}
	h.run("person", "grant", "cora", "deployment-team", "--as", boss)
	run := h.manySteps(steps)
	before := len(logLines(t, h))
	var all sync.WaitGroup
	problems := make(chan error, people)
	told := make([]int, people)
	for i := range people {
		all.Go(func() {
			client, err := dial(h.addr, "x", keys[i])
			if err != nil {
				problems <- err
				return
			}
			defer client.Close()
			for n := i; n < 2*steps; n += people { // each step comes twice, of two people
				if err := tickOver(client, run, n%steps+1, &told[i]); err != nil {
					problems <- fmt.Errorf("%s, step %d: %w", names[i], n%steps+1, err)
					return
				}
			}
		})
	}
	all.Wait()
	close(problems)
	for err := range problems {
		t.Error(err)
	}
	ticked := map[int]int{}
	for _, l := range logLines(t, h)[before:] {
		var e struct {
			Action, Auth string
			Values       struct{ Step int }
			Wrote        []struct{ ID model.ID }
		}
		if err := json.Unmarshal([]byte(l), &e); err != nil {
			t.Fatal(err)
		}
		if e.Action != "step" || !strings.HasPrefix(e.Auth, "ssh key SHA256:") || len(e.Wrote) != 1 || e.Wrote[0].ID.Kind() != model.KindMark {
			t.Errorf("a tick writes one small record: %s", l)
		}
		ticked[e.Values.Step]++
	}
	f, err := h.db().Record(context.Background(), model.ID(run), store.Now)
	if err != nil {
		t.Fatal(err)
	}
	r := f.Record.(*model.Run)
	refused := 0
	for _, n := range told {
		refused += n
	}
	if len(r.Steps) != steps || len(r.Marks) != steps || refused != steps {
		t.Errorf("of %d steps there are %d, with %d entries; %d were told that somebody was quicker", steps, len(r.Steps), len(r.Marks), refused)
	}
	for i, s := range r.Steps {
		if s.Done.IsZero() || s.By == "" || ticked[i+1] != 1 {
			t.Errorf("step %d was done %v by %q, and is in the log %d times", i+1, s.Done, s.By, ticked[i+1])
		}
	}
}

// tickOver marks a step as done; whoever comes second is told so.
func tickOver(client *ssh.Client, run string, step int, told *int) error {
	s, err := client.NewSession()
	if err != nil {
		return err
	}
	defer s.Close()
	out, err := s.CombinedOutput(fmt.Sprintf("run step %s %d", run, step))
	var exit *ssh.ExitError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &exit) && exit.ExitStatus() == 3 && strings.Contains(string(out), "it is finished already: p"):
		*told++
		return nil
	}
	return fmt.Errorf("%w: %s", err, out)
}

// manySteps starts a rehearsal with so many steps that wait for nothing. Cora, who starts it,
// is of the deployment team.
func (h *host) manySteps(steps int) string {
	h.t.Helper()
	var plan strings.Builder
	plan.WriteString("duration = \"2h\"\ndeliverables = \"package\"\nmethod = \"big bang\"\ncommunication = \"mail\"\n[[verification]]\ntext = \"it answers\"\n")
	for n := range steps {
		fmt.Fprintf(&plan, "[[steps]]\ntext = \"step %d of the night\"\nafter = \"none\"\n", n+1)
	}
	path := filepath.Join(h.dir, "plan.toml")
	if err := os.WriteFile(path, []byte(plan.String()), 0o600); err != nil {
		h.t.Fatal(err)
	}
	release := subjectOf(h.t, h.run("release", "new", "--type", "normal", "--name", "Many steps", "--contents", "software", "--service", "payroll", "--as", "cora", "--json"))
	h.run("form", "fill", "release-plan", release, "--from", path, "--as", "cora")
	h.run("run", "start", release, "--mock", "--as", "cora")
	var runs struct {
		Rows []struct{ ID, Subject string }
	}
	if err := json.Unmarshal([]byte(h.run("run", "list", "--filter", "state:running", "--json", "--as", "cora")), &runs); err != nil {
		h.t.Fatal(err)
	}
	for _, r := range runs.Rows {
		if r.Subject == release {
			return r.ID
		}
	}
	h.t.Fatalf("no run of %s goes on: %v", release, runs)
	return ""
}

func subjectOf(t testing.TB, out string) string {
	t.Helper()
	var r struct{ Subject string }
	if err := json.Unmarshal([]byte(out), &r); err != nil || r.Subject == "" {
		t.Fatal(err, out)
	}
	return r.Subject
}
