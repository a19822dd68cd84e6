package cli

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"fairway/model/metric"
	"fairway/ui/screen/screentest"
)

// cells are the borders between the cells of a row in Markdown.
var cells = regexp.MustCompile(`(^|[^\\])\|`)

// TestNumbersGoOutAlikeOnEveryWay: every measure, broken down in every way, of a quarter of
// which a month was signed off, says the same as text, JSON, CSV, Markdown and OpenMetrics,
// and each of these is one.
func TestNumbersGoOutAlikeOnEveryWay(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "w.db")
	screentest.DemoAt(t, file)
	run := func(words ...string) string {
		t.Helper()
		var out bytes.Buffer
		a := &App{In: strings.NewReader(""), Out: &out, Err: &out, Now: func() time.Time { return screentest.Now.Add(time.Hour) }, User: func() string { return "cora" }, Env: func(name string) string {
			return map[string]string{"HOME": dir, "FAIRWAY_DB": file}[name]
		}}
		if code := a.Run(t.Context(), words); code != exitDone {
			t.Fatalf("%q ends with %d\n%s", words, code, out.String())
		}
		return out.String()
	}
	type result struct {
		ID, Name string
		Value    metric.Value
		Closed   *metric.Closing
		Groups   []result
		Services []result
		Missing  string `json:"no_records_yet"`
	}
	signed, groups := 0, 0
	for _, by := range append([]metric.Split{metric.Whole}, metric.Splits...) {
		asked := []string{"metrics", "--period", "2026-Q3"}
		if by == metric.Whole {
			asked[2] = "2026-09"
		} else {
			asked = append(asked, "--by", string(by))
		}
		on := func(way string) string { return run(append(asked[:len(asked):len(asked)], way)...) }
		var views []result
		if err := json.Unmarshal([]byte(on("--json")), &views); err != nil || len(views) < 20 {
			t.Fatalf("by %s: %d measures, %v", by, len(views), err)
		}
		parser := expfmt.NewTextParser(model.UTF8Validation)
		families, err := parser.TextToMetricFamilies(strings.NewReader(strings.TrimSuffix(on("--openmetrics"), "# EOF\n")))
		if err != nil {
			t.Fatalf("by %s: %v", by, err)
		}
		sample := func(family, label, of string) (float64, bool) {
			for _, m := range families[family].GetMetric() {
				labels := map[string]string{}
				for _, l := range m.GetLabel() {
					labels[l.GetName()] = l.GetValue()
				}
				if labels[label] == of && (labels["part"] == "" || labels["part"] == "value") && (label != "period" || len(labels) < 3) {
					return m.GetGauge().GetValue(), true
				}
			}
			return 0, false
		}
		rows, err := csv.NewReader(strings.NewReader(on("--csv"))).ReadAll()
		if err != nil {
			t.Errorf("by %s: %v", by, err)
		}
		text, markdown := run(asked...), on("--markdown")
		width := 0
		for _, line := range strings.Split(markdown, "\n") {
			n := len(cells.FindAllString(line, -1))
			if !strings.HasPrefix(line, "|") {
				n = 0
			}
			if n > 0 && width > 0 && n != width {
				t.Errorf("by %s, a row has %d borders, not %d: %s", by, n, width, line)
			}
			width = n
		}
		for _, v := range views {
			family := "fairway_" + strings.ReplaceAll(v.ID, "-", "_")
			check := func(of, label string, r result) {
				t.Helper()
				_, off := sample(family+"_signed_off", label, of)
				differs, _ := sample(family+"_signed_off_differs", label, of)
				if off != (r.Closed != nil) || off && (differs == 1) != r.Closed.Changed() {
					t.Errorf("%s of %s: signed off %v (%v) for a scraper, %+v in JSON", v.ID, of, off, differs, r.Closed)
				}
				if off {
					signed++
				}
			}
			if by == metric.Whole {
				check("2026-09", "period", v)
				off := fmt.Sprintf("%s,2026-09,signed off,0,", v.ID)
				found := false
				for _, row := range rows {
					found = found || strings.HasPrefix(strings.Join(row, ","), off)
				}
				if found != (v.Closed != nil) {
					t.Errorf("%s: signed off %v in CSV, %+v in JSON", v.ID, found, v.Closed)
				}
			}
			for _, g := range v.Groups {
				groups++
				if by == metric.ByPeriod {
					check(g.Name, "period", g)
				}
				if len(g.Services) > 0 || g.Missing != "" {
					continue
				}
				said := g.Value.String()
				if !regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(g.Name) + ` +` + regexp.QuoteMeta(said) + ` `).MatchString(text) {
					t.Errorf("%s by %s: %s is %s, and the text does not say so", v.ID, by, g.Name, said)
				}
				if !strings.Contains(markdown, "| "+metric.Escape(g.Name)+" | "+metric.Escape(said)) {
					t.Errorf("%s by %s: %s is %s, and Markdown does not say so", v.ID, by, g.Name, said)
				}
			}
		}
	}
	if signed < 20 || groups < 200 {
		t.Errorf("only %d signed numbers of %d groups", signed, groups)
	}
}
