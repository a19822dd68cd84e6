package task

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every cure that names a command reads as what to do in the dashboard.
func TestPress(t *testing.T) {
	for cure, want := range map[string]string{
		"ask its author":                                                                    "ask its author",
		"fairway form fill rollback-plan REL-4":                                             "fill the form: rollback plan (REL-4)",
		"take it out: fairway release scope REL-4 --defer CHG-2":                            "take it out: Change the scope (REL-4)",
		"fairway form fill rfc CHG-2, then fairway change assess CHG-2":                     "fill the form: RFC (CHG-2), then Assess an RFC (CHG-2)",
		"fairway service edit SVC-2 --owner NAME, or --signatories A,B":                     "Edit the service (SVC-2)",
		"say why with --comment: whoever has to mend it reads that":                         "say why: whoever has to mend it reads that",
		"say when with --start 'next thu 22:00' --end '+3h'":                                "say when",
		"say in a sentence why it moves, with --sentence":                                   "say in a sentence why it moves",
		"say from when with --start, until when with --end":                                 "say from when, until when",
		"finish it, or skip it with a reason: --skip TEXT":                                  "finish it, or skip it with a reason",
		"fairway run step RUN-1 2 --rollback, then fairway run end RUN-1 rolled-back":       "Mark a step as done (RUN-1), then End the run (RUN-1)",
		"somebody else has to; roles that may break glass give a reason with --break-glass": "somebody else has to; roles that may break glass give a reason",
	} {
		if got := Press(cure); got != want {
			t.Errorf("%q reads %q, want %q", cure, got, want)
		}
	}
	for command, name := range jobs {
		if _, ok := Named(name); !ok {
			t.Errorf("%s is said to be the task %s, which there isn't", command, name)
		}
	}
	text := regexp.MustCompile(`"((?:[^"\\]|\\.)*(?:fairway [a-z]+|--[a-z])(?:[^"\\]|\\.)*)"`)
	for _, dir := range []string{"../action", "../gate", "../../assets/process"} {
		err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || strings.HasSuffix(path, "_test.go") {
				return err
			}
			source, err := os.ReadFile(path)
			for _, found := range text.FindAllStringSubmatch(string(source), -1) {
				cure := strings.NewReplacer("{id}", "REL-1", `%s`, "REL-1").Replace(found[1])
				got := Press(cure)
				if strings.HasPrefix(cure, " ") {
					continue // the end of one
				}
				if strings.Contains(got, "fairway") || strings.Contains(got, "--") || strings.TrimSpace(got) == "" {
					t.Errorf("%s: %q reads %q", path, cure, got)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
