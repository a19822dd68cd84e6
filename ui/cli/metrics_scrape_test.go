package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"fairway/ui/screen/screentest"
)

// A scraper reads over HTTP what the command says: every value with its further values, in
// base units, and nothing for what is n/a; also in the older text of Prometheus, which its
// own parser reads.
func TestAScraperReadsWhatTheCommandSays(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "s.db")
	screentest.DemoAt(t, file)
	app := func() (*App, *bytes.Buffer) {
		var out bytes.Buffer
		return &App{In: strings.NewReader(""), Out: &out, Err: &out, Now: func() time.Time { return time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC) }, User: func() string { return "cora" }, Env: func(name string) string {
			return map[string]string{"HOME": dir, "FAIRWAY_DB": file}[name]
		}}, &out
	}
	a, out := app()
	if code := a.Run(t.Context(), []string{"metrics", "--period", "last-30-days", "--by", "service", "--openmetrics"}); code != exitDone {
		t.Fatalf("ends with %d: %s", code, out)
	}
	printed := out.String()

	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	server, _ := app()
	logs := &told{more: make(chan struct{})}
	server.Err = logs
	ended := make(chan int)
	go func() {
		ended <- server.Run(ctx, []string{"serve", "--listen", "127.0.0.1:0", "--metrics", "127.0.0.1:0"})
	}()
	if !logs.until(ctx, `metrics=http://\S+`) {
		t.Fatalf("no address:\n%s", logs.text.String())
	}
	address := regexp.MustCompile(`metrics=(http://\S+)`).FindStringSubmatch(logs.text.String())[1]
	ask := func(method, address, accept string) (int, string) {
		t.Helper()
		r, err := http.NewRequestWithContext(ctx, method, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept", accept)
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return answer.StatusCode, string(body)
	}
	if _, text := ask("GET", address, "application/openmetrics-text; version=1.0.0"); text != printed {
		t.Errorf("a scraper reads\n%s\nthe command prints\n%s", text, printed)
	}
	if !strings.HasSuffix(printed, "# EOF\n") {
		t.Error("it has no end")
	}
	for what, want := range map[[2]string]int{{"POST", address}: http.StatusMethodNotAllowed, {"GET", strings.TrimSuffix(address, "metrics") + "files"}: http.StatusNotFound} {
		if code, _ := ask(what[0], what[1], ""); code != want {
			t.Errorf("%v: %d", what, code)
		}
	}

	_, text := ask("GET", address, "text/plain")
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	a, out = app()
	a.Run(t.Context(), []string{"metrics", "--period", "last-30-days", "--json"})
	var views []struct {
		ID         string
		Population int
		Value      struct {
			Form                   string
			Numerator, Denominator float64
		}
	}
	if err := json.Unmarshal(out.Bytes(), &views); err != nil || len(views) == 0 {
		t.Fatalf("%v: %s", err, out)
	}
	whole := func(name, part string) (value float64, found bool) {
		for _, m := range families[name].GetMetric() {
			labels := map[string]string{}
			for _, l := range m.GetLabel() {
				labels[l.GetName()] = l.GetValue()
			}
			if labels["period"] != "last-30-days" {
				t.Errorf("%s is of %q", name, labels["period"])
			}
			if labels["service"] == "" && labels["part"] == part {
				return m.GetGauge().GetValue(), true
			}
		}
		return 0, false
	}
	known := 0
	for _, v := range views {
		name := "fairway_" + strings.ReplaceAll(v.ID, "-", "_")
		if n, ok := whole(name+"_population", ""); !ok || int(n) != v.Population {
			t.Errorf("the population of %s is %v, not %d", v.ID, n, v.Population)
		}
		unit, per := map[string]string{"share": "_ratio", "of-planned": "_ratio", "per-100": "_each", "rate": "_each", "length": "_seconds", "working-time": "_seconds", "days": "_days", "count": "_number"}[v.Value.Form], 1.0
		if v.Value.Form == "length" || v.Value.Form == "working-time" {
			per = 1000
		}
		got, ok := whole(name+unit, "value")
		if ok != (v.Value.Denominator > 0) || ok && got != v.Value.Numerator/v.Value.Denominator/per {
			t.Errorf("%s is %v (%v), by its numerator and denominator %+v", v.ID, got, ok, v.Value)
		}
		if ok {
			known++
		}
	}
	if known == 0 {
		t.Error("nothing is known")
	}
	stop()
	<-ended
}
