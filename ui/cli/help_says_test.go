package cli

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"fairway/assets"
	"fairway/model/form"
	"fairway/model/task"
	"fairway/ui/screen/screentest"
)

// helper runs command lines on the sample, as its coordinator.
func helper(t *testing.T) func(args ...string) (out string, exit int) {
	file := filepath.Join(t.TempDir(), "demo.db")
	screentest.DemoAt(t, file)
	return func(args ...string) (string, int) {
		var out bytes.Buffer
		a := &App{In: strings.NewReader(""), Out: &out, Err: &out, Now: func() time.Time { return screentest.Now }, User: func() string { return "cora" },
			Env: func(name string) string { return map[string]string{"FAIRWAY_DB": file}[name] }}
		exit := a.Run(t.Context(), args)
		return out.String(), exit
	}
}

// ofTheRecord are choices of which there is nothing to say before a record is named.
var ofTheRecord = map[string]string{
	"accept-conflict key": "its conflicts", "retract-conflict key": "its conflicts", "affect remove": "its items", "answer-question question": "its questions",
	"approve-document document": "its documents", "ask-exception window": "the freezes on its dates", "assess-change change": "its RFCs", "board-train train": "trains to its service",
	"countersign approval": "its approvals", "decide-approval approval": "its approvals", "decide-change change": "its RFCs", "decide-exception exception": "who asked",
	"do-step step": "its steps", "begin-step step": "its steps", "fail-step step": "its steps", "give-step step": "its steps", "note-run run": "its runs", "add-step run": "its runs", "decide-go run": "its runs", "hand-run run": "its runs", "skip-step step": "its steps", "drop-procurement procurement": "its orders", "receive procurement": "its orders", "end-run run": "its runs", "restore-service run": "its runs", "roll-back run": "its runs", "state-installed run": "its runs",
	"fail-verification line": "its lines", "pass-verification line": "its lines", "meet-condition number": "its conditions",
	"reschedule follow": "what depends on it", "resolve-incident incident": "its incidents", "scope defer": "its RFCs", "take-down approval": "its approvals", "take-up item": "its agenda",
	"update-item item": "its items", "find-item item": "those of its audit", "relate-item remove": "those it stands to", "vote approval": "its agenda", "report-improvement improvement": "its improvement actions",
	"end-run result": "stands in the usage line", "link-incident how": "stands in the usage line", "resolve-incident state": "is a flag of its own: --close", "update-item what": "is a flag of its own: --no-change",
	"open-incident link": "of a release that is named", "submit-change entry": "entries for changes, of which the sample has none",
}

// TestHelpNamesTheChoicesOfTheRules: whatever is chosen among what the stored rules have
// stands in the help of its command, before any record is named.
func TestHelpNamesTheChoicesOfTheRules(t *testing.T) {
	t.Parallel()
	run := helper(t)
	looked, left := 0, map[string]bool{}
	for name, words := range assets.TaskCommands() {
		questions, err := assets.Task(name)
		if err != nil || questions.Command.ByHand {
			continue
		}
		if _, ok := task.Named(name); !ok {
			continue
		}
		help := ""
		for _, fl := range questions.Fields() {
			if fl.Type != form.Choice && fl.Type != form.Choices || len(fl.Options) > 0 || fl.Is().Kind != "" {
				continue
			}
			if help == "" {
				out, exit := run(append(strings.Fields(words), "--help")...)
				if exit != 0 {
					t.Fatalf("%s --help ends with %d: %s", words, exit, out)
				}
				help = out
			}
			says := choicesIn(help, questions, fl)
			left[name+" "+fl.Name] = true
			switch key := name + " " + fl.Name; {
			case ofTheRecord[key] != "" && len(says) > 0:
				t.Errorf("%s names the choices %q of %s, which were left out: %s", words, says, fl.Name, ofTheRecord[key])
			case ofTheRecord[key] == "" && len(says) == 0:
				t.Errorf("%s --help names no choice of %s:\n%s", words, fl.Name, help)
			default:
				looked++
			}
		}
	}
	for key := range ofTheRecord {
		if !left[key] {
			t.Errorf("%s is left out, and there is no such choice", key)
		}
	}
	if looked < 40 {
		t.Errorf("only %d choices were looked at", looked)
	}
	for line, want := range map[string][]string{
		"approve request": {"authorisation-1", "ecab", "unauthorised-review", "handover"}, "waiver ask": {"minimum-tested", "form-written:acceptance"},
		"release reschedule": {"not-ready"}, "person grant": {"cab-member"}, "release back": {"planning"},
	} {
		help, _ := run(append(strings.Fields(line), "--help")...)
		for _, word := range want {
			if !strings.Contains(help, word) {
				t.Errorf("%s --help does not name %s", line, word)
			}
		}
	}
	if help, _ := run("waiver", "ask", "--help"); strings.Contains(help, "rfcs-authorised") {
		t.Error("waiver ask --help names a check that is never waived")
	}
}

// choicesIn are the choices that the help of a command names for a field.
func choicesIn(help string, questions form.Form, fl form.Field) []string {
	starts := []string{"--" + fl.FlagName() + " "}
	names, called := questions.Arguments()
	if at := slices.Index(names, fl.Name); at >= 0 {
		word := called[at]
		if word == "" {
			word = valuePlaceholder(fl)
		}
		starts = append(starts, word+": ")
	}
	for line := range strings.Lines(help) {
		for _, start := range starts {
			if line := strings.TrimSpace(line); strings.HasPrefix(line, start) {
				line, _, _ = strings.Cut(line, " (default ")
				if at := strings.LastIndex(line, ": "); at >= 0 && !strings.Contains(line[at:], ")") {
					return strings.Split(line[at+2:], ", ")
				}
			}
		}
	}
	return nil
}

// TestHelpNamesTheWordsOfAFilter: what a filter takes beyond the columns stands in the help
// of its list, and is taken.
func TestHelpNamesTheWordsOfAFilter(t *testing.T) {
	t.Parallel()
	run := helper(t)
	said := map[string][]string{}
	every(table0(), func(cmd *cobra.Command) {
		f := cmd.Flags().Lookup("filter")
		if f == nil {
			return
		}
		path := strings.TrimPrefix(cmd.CommandPath(), "fairway ")
		_, after, _ := strings.Cut(f.Usage, "; words of its own: ")
		words, _, _ := strings.Cut(after, ";")
		for word := range strings.SplitSeq(words, ", ") {
			if word == "" {
				continue
			}
			said[path] = append(said[path], word)
			args := append(strings.Fields(path), "--filter", word+":yes")
			if path == "release history" {
				args = append(args, "REL-1")
			}
			if out, exit := run(args...); exit != 0 {
				t.Errorf("%q ends with %d: %s", args, exit, out)
			}
		}
	})
	for path, words := range map[string][]string{"change list": {"backlog", "late", "unauthorised"}, "release list": {"conflict", "frozen", "slipped", "mine"}, "waiver list": {"ended"}, "run list": {"rehearsal", "rollback"}, "improvement list": {"late"}, "board": {"hold"}, "calendar": {"emergency"}, "metrics": {"major"}, "log show": {"mine"}} {
		for _, word := range words {
			if !slices.Contains(said[path], word) {
				t.Errorf("%s --help names the words %q, not %s", path, said[path], word)
			}
		}
	}
}
