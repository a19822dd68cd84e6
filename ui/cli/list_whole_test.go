package cli

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/ui/screen/screentest"
)

// TestAListHasItsRecordsWhole: beside each row of every list of records stands the record
// with what show prints of it, now and as of before; with the fields that were asked for
// alone as well.
func TestAListHasItsRecordsWhole(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "demo.db")
	screentest.DemoAt(t, file)
	run := func(into any, args ...string) (int, string) {
		t.Helper()
		var out, errs bytes.Buffer
		a := &App{In: strings.NewReader(""), Out: &out, Err: &errs, Now: func() time.Time { return screentest.Now.Add(time.Hour) }, User: func() string { return "cora" },
			Env: func(name string) string { return map[string]string{"FAIRWAY_DB": file}[name] }}
		code := a.Run(t.Context(), args)
		if into != nil && code == 0 {
			if err := json.Unmarshal(out.Bytes(), into); err != nil {
				t.Fatalf("%q: %v in %s", args, err, &out)
			}
		}
		return code, out.String() + errs.String()
	}
	type rows struct {
		Total int
		Rows  []map[string]any
	}
	var paths []string
	every(table0(), func(cmd *cobra.Command) {
		if cmd.Flags().Lookup("columns") == nil || cmd.Flags().Lookup("whole") == nil {
			return
		}
		path := strings.TrimPrefix(cmd.CommandPath(), "fairway ")
		line := strings.Fields(path)
		switch path {
		case "search":
			line = append(line, "payroll")
		case "approve list":
			line = append(line, "--all")
		}
		if code, out := run(nil, append(slices.Clone(line), "--whole")...); code != exitUsage || !strings.Contains(out, "--json") {
			t.Errorf("%s --whole as text ends with %d: %s", path, code, out)
		}
		for _, asOf := range [][]string{nil, {"--as-of", "2026-11-20"}} {
			if asOf != nil && cmd.Flags().Lookup("as-of") == nil {
				continue
			}
			more := append([]string{"--json", "--limit", "0"}, asOf...)
			var plain, whole, few rows
			run(&plain, append(slices.Clone(line), more...)...)
			run(&whole, append(slices.Clone(line), append(more, "--whole")...)...)
			run(&few, append(slices.Clone(line), append(more, "--whole", "--columns", "id")...)...)
			if len(plain.Rows) != len(whole.Rows) || len(plain.Rows) != len(few.Rows) || whole.Total != plain.Total {
				t.Errorf("%s %v: %d rows, with their records %d, with ids %d", path, asOf, len(plain.Rows), len(whole.Rows), len(few.Rows))
				continue
			}
			for i, row := range whole.Rows {
				record := row["record"]
				delete(row, "record")
				if !reflect.DeepEqual(row, plain.Rows[i]) {
					t.Errorf("%s: %v has beside its record %v", path, plain.Rows[i], row)
				}
				if id := plain.Rows[i]["id"]; len(few.Rows[i]) != 2 || few.Rows[i]["id"] != id || !reflect.DeepEqual(few.Rows[i]["record"], record) {
					t.Errorf("%s: with ids alone %v is %v", path, id, few.Rows[i])
				}
				if i != 0 && i != len(whole.Rows)-1 {
					continue
				}
				id := plain.Rows[i]["id"].(string)
				kind := model.ID(id).Kind()
				if kind == model.KindRun && asOf != nil {
					continue // it is shown as it is now
				}
				var shown map[string]any
				show := append(append(strings.Fields(kind.Info().ListedBy()), "show", id, "--json"), asOf...)
				if code, out := run(&shown, show...); code != 0 {
					t.Errorf("%q ends with %d: %s", show, code, out)
				}
				if inside, ok := shown[string(kind)].(map[string]any); ok { // with its gate beside it
					shown = inside
				}
				fields, _ := record.(map[string]any)
				for name, value := range fields { // what is worked out stands beside them
					if !reflect.DeepEqual(shown[name], value) {
						t.Errorf("%s: of %s %s is %v, and shown is %v", path, id, name, value, shown[name])
					}
				}
				if len(fields) < 3 {
					t.Errorf("%s: %s is whole with %v", path, id, record)
				}
				paths = append(paths, path)
			}
		}
	})
	for _, k := range model.Kinds() {
		if by := k.Info().ListedBy(); by != "" && by != "approval" && len(paths) > 0 {
			var found rows
			if run(&found, append(strings.Fields(by), "list", "--json")...); len(found.Rows) > 0 && by != "run" && !slices.Contains(paths, by+" list") {
				t.Errorf("%s list was not looked at: %v", by, paths)
			}
		}
	}
}
