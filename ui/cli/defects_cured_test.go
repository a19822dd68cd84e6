package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/metric"
	"fairway/ui/remedy"
	"fairway/ui/screen/screentest"
)

// cured is a data defect that is met in the sample, and who takes what cures it.
type cured struct {
	lack metric.Lack
	id   model.ID
	// when it is looked for, after the day of the sample.
	later time.Duration
	// entered is what makes it, by whom: on one way in or another.
	entered [][2]string
	// by takes the remedies that stand is said for: what a person has to say, by the word that
	// the remedy has for it.
	by    string
	stand map[string]string
	// nth is which of the remedies is taken, with those that follow it.
	nth int
}

// defects are those that the tasks of people can leave behind, each kind in each way that it
// comes to be.
var defects = []cured{
	{lack: metric.LacksService, id: "INC-22", entered: [][2]string{{"sakura", "incident add --title nobody --severity P3 --opened 2026-11-10T10:00Z"}}, by: "sakura", stand: map[string]string{"SERVICE": "payroll"}},
	{lack: metric.LacksService, id: "INC-23", entered: [][2]string{{"cora", "import incidents.csv --mapping m.toml --kind incident --source desk"}}, by: "sakura", stand: map[string]string{"SERVICE": "crm"}},
	{lack: metric.LacksService, id: "REL-53", entered: [][2]string{{"cora", "release new --type normal --name Ledger --version 9 --owner oscar --start 2026-11-26T20:00Z --end +2h"}}, by: "cora", stand: map[string]string{"SERVICE": "payroll"}},
	{lack: metric.LacksCause, id: "INC-16", by: "sakura"},
	{lack: metric.LacksCause, id: "INC-5", by: "sakura", nth: 1},
	{lack: metric.LacksRestored, id: "RUN-11", by: "dmitri", stand: map[string]string{"DATE": "2026-03-24T01:00Z"}},
	{lack: metric.LacksRestored, id: "RUN-25", by: "dmitri", stand: map[string]string{"--failed DATE": "2026-09-22T04:30Z", "DATE": "2026-09-22T05:00Z"}},
	{lack: metric.LacksOutcome, id: "REL-29", later: 3 * 24 * time.Hour, by: "cora", stand: map[string]string{"outcome=…": "outcome=successful", "objectives_met=…": "objectives_met=yes", "objectives=…": "objectives=reached"}},
	{lack: metric.LacksEnd, id: "RUN-33", later: 3 * 24 * time.Hour, by: "dmitri", stand: map[string]string{"deployed|failed|rolled-back": "failed", "DATE": "2026-11-23T16:00Z"}},
	{lack: metric.LacksRestored, id: "RUN-33", later: 3 * 24 * time.Hour, by: "dmitri", stand: map[string]string{"DATE": "2026-11-23T17:00Z"}},
	{lack: metric.LacksPlan, id: "REL-40", later: 3 * 24 * time.Hour, by: "cora", stand: map[string]string{"--end DATE": "+2h", "DATE": "2026-12-08T22:00Z", "REASON": "not-ready"}},
}

// undamaged are the kinds that no task leaves behind, and why; the formulas find them in facts
// that are made up (model/metric: TestWhatTheMeasuresLack).
var undamaged = map[metric.Lack]string{
	metric.LacksRun:   "a release is deployed by the start of a run",
	metric.LacksTimes: "a run starts and ends by its tasks, in their order",
	metric.LacksData:  "every form asks for what it is of",
	metric.LacksDate:  "the gate asks for dates before what authorises them; rules of one's own may not",
	metric.LacksOrder: "a run that would start before its release was registered is refused, and so is a correction of the log that says so",
	metric.LacksType:  "rules that lack the process of a release are an adoption of several people: metrics_defects.txtar",
}

// TestEveryDefectIsCuredByItsRemedy: of each kind of data defect what the list offers is
// typed by those who may, as it stands there, and the defect is gone.
func TestEveryDefectIsCuredByItsRemedy(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "cured.db")
	screentest.DemoAt(t, file)
	for name, text := range map[string]string{
		"m.toml":        "name = \"plan\"\nsource = \"csv\"\nkind = \"release\"\ntype = \"normal\"\n[optional]\nkey = \"id\"\ntitle = \"title\"\nversion = \"version\"\nstart = \"start\"\nend = \"end\"\nstage = \"stage\"\nseverity = \"severity\"\n",
		"incidents.csv": "id,title,start,severity\nI1,Wages are late,2026-11-12 08:00,P2\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	at := screentest.Now.Add(time.Hour)
	run := func(who string, words ...string) string {
		t.Helper()
		var out bytes.Buffer
		for i, w := range words {
			if _, err := os.Stat(filepath.Join(dir, w)); err == nil && strings.Contains(w, ".") {
				words[i] = filepath.Join(dir, w)
			}
		}
		a := &App{In: strings.NewReader(""), Out: &out, Err: &out, Now: func() time.Time { return at }, User: func() string { return who }, Env: func(name string) string {
			return map[string]string{"HOME": dir, "FAIRWAY_DB": file}[name]
		}}
		if code := a.Run(context.Background(), words); code != exitDone {
			t.Fatalf("%s: %q ends with %d\n%s", who, words, code, out.String())
		}
		return out.String()
	}
	find := func(c *cured) *metric.Defect {
		t.Helper()
		var rows struct{ Rows []metric.Defect }
		out := run("cora", "metrics", "defects", "--period", "2026", "--json")
		if err := json.Unmarshal([]byte(out), &rows); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		for i := range rows.Rows {
			if rows.Rows[i].ID == c.id && rows.Rows[i].Lack == c.lack {
				return &rows.Rows[i]
			}
		}
		return nil
	}
	met := map[metric.Lack]bool{}
	for i := range defects {
		c := &defects[i]
		met[c.lack] = true
		for _, e := range c.entered {
			run(e[0], strings.Fields(e[1])...)
		}
		at = screentest.Now.Add(time.Hour + c.later)
		d := find(c)
		if d == nil {
			t.Errorf("%s lacks no %s", c.id, c.lack)
			continue
		}
		taken := 0
		for _, r := range d.Remedies[min(c.nth, len(d.Remedies)-1):] {
			if taken > 0 && !r.Then {
				break
			}
			taken++
			run(c.by, c.typed(remedy.Shell{}.Command(r))...)
		}
		if left := find(c); left != nil {
			t.Errorf("%s lacks %s still, with what cures it taken: %+v", c.id, c.lack, left)
		}
		at = screentest.Now.Add(time.Hour)
	}
	for _, lack := range metric.Lacks {
		if met[lack] == (undamaged[lack] != "") {
			t.Errorf("%s is tried: %v, and left out since %q", lack, met[lack], undamaged[lack])
		}
	}
	run("cora", strings.Fields(strings.TrimPrefix(remedy.Shell{}.Command(model.ByDoing("verify-log", "")), "fairway "))...)
}

// typed are the words of a remedy, with what a person says for what is theirs to say.
func (c *cured) typed(line string) []string {
	words := unquoted(strings.TrimPrefix(line, "fairway "))
	for i, w := range words {
		if name, value, ok := strings.Cut(w, "="); ok && c.stand[value] != "" {
			words[i] = name + "=" + c.stand[value]
		} else if s, ok := c.stand[strings.Join(words[max(i-1, 0):i+1], " ")]; ok {
			words[i] = s
		} else if s, ok := c.stand[w]; ok {
			words[i] = s
		}
	}
	return slices.DeleteFunc(words, func(w string) bool { return w == "" })
}
