//go:build long

package ui

import (
	"context"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"fairway/store"
	"fairway/ui/screen/screentest"
)

// typist is somebody at a dashboard who fills forms by keys alone.
type typist struct {
	*rig
	t *testing.T
}

// at sits somebody down before a file.
func at(t *testing.T, f *night, who string) *typist {
	t.Helper()
	env := screentest.On(t, f.db, who, colours)
	d := sitOn(t, env, 80, 24)
	env.Now = func() time.Time { return f.now }
	d.now = f.now
	return &typist{d, t}
}

// night is the sample organisation with a clock that goes on.
type night struct {
	db  *store.DB
	now time.Time
}

func (f *night) later(by time.Duration) { f.now = f.now.Add(by) }

func newNight(t *testing.T) *night {
	t.Helper()
	f := &night{now: screentest.Now}
	path := filepath.Join(t.TempDir(), "fairway.db")
	screentest.DemoAt(t, path)
	var err error
	if f.db, err = store.Open(context.Background(), path, store.Options{Now: func() time.Time { return f.now }}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.db.Close() })
	return f
}

// to goes on to a question of the open form, by its title, and answers it.
func (d *typist) to(title string, keys ...string) *typist {
	d.t.Helper()
	for range 60 {
		if regexp.MustCompile(`(?m)^ ▸ ` + regexp.QuoteMeta(title)).MatchString(d.Picture()) {
			for _, k := range keys {
				if text, ok := strings.CutPrefix(k, "'"); ok {
					d.Type(text)
				} else {
					d.Press(k)
				}
			}
			return d
		}
		d.Press("tab")
	}
	d.t.Fatalf("no question %q is come to:\n%s", title, d.Picture())
	return d
}

// press presses keys.
func (d *typist) press(keys ...string) *typist { d.Press(keys...); return d }

// typing types a text.
func (d *typist) typing(text string) *typist { d.Type(text); return d }

// page goes on to a page of the open form, by its title.
func (d *typist) page(title string) *typist {
	d.t.Helper()
	for range 12 {
		if regexp.MustCompile(` ` + regexp.QuoteMeta(title) + ` · \d+ of`).MatchString(d.Picture()) {
			return d
		}
		d.Press("ctrl+n")
	}
	d.t.Fatalf("no page %q is come to:\n%s", title, d.Picture())
	return d
}

// send sends the form, which closes.
func (d *typist) send() *typist {
	d.t.Helper()
	d.Press("ctrl+s")
	if !strings.Contains(d.Picture(), "Review · ") {
		d.t.Fatalf("no review:\n%s", d.Picture())
	}
	if d.Press("ctrl+s"); strings.Contains(d.Picture(), "ctrl+s sen") || strings.Contains(d.Picture(), "will not do") {
		d.t.Fatalf("not sent:\n%s", d.Picture())
	}
	d.Exact()
	return d
}

// open goes to a record by its id.
func (d *typist) open(id string) *typist {
	d.t.Helper()
	d.Press(":").Type(id).Press("enter")
	return d
}

// An emergency release by keys alone, from its declaration to its papers: the board by form
// and by phone, the back-out plan and the minimum test, baseline and notice, the run entered
// later, the countersignature, and the RFC that is written afterwards from its gate.
func TestAnEmergencyReleaseByKeys(t *testing.T) {
	f := newNight(t)
	cora := at(t, f, "cora")
	cora.Press("2", "n").See("Register a release")
	cora.to("Name", "'Web Shop").to("Version", "'8.9.3").to("Process it follows", "'em").to("What it is declared for", "'the service").to("Incident", "'INC-20", "enter")
	cora.to("Service it changes", "'Web Sh", "enter").to("What it brings", " ").send()
	cora.press(">", "enter").send().press("esc")
	f.later(10 * time.Minute)
	hanna := at(t, f, "hanna")
	hanna.Press("3")
	hanna.press("d").to("Your decision", "'app").send()
	cora.Press("ctrl+l", "3", "G", "/").Type("APR-147").Press("enter")
	cora.Press(":").Type("take down")
	cora.press("enter").to("Who decided", "'Milan", "enter").to("What they decided", "'they app").to("When they said it", "'10:46").send()
	cora.press("esc", "esc").open("REL-53").Press(">")
	cora.to("When it came so far").send().press("esc")

	// Build.
	f.later(10 * time.Minute)
	dmitri := at(t, f, "dmitri")
	dmitri.open("REL-53").press(">", "enter")
	dmitri.to("Trigger", "'the shop is down").to("Owner", "'dmitri", "enter").to("Duration", "'10m").to("Point of no return", "'none")
	dmitri.page("Steps").press("n").typing("start 8.9.2 again").press("esc")
	dmitri.send()
	tess := at(t, f, "tess")
	tess.open("REL-53").press(">", "tab", "enter")
	tess.to("Was it tested?", "'y").to("What was tried", "'orders go through").send()
	konrad := at(t, f, "konrad")
	konrad.open("REL-53").press(":").typing("items").press("enter")
	konrad.to("Items to add", "'CI-", "down", "enter").to("The list is complete", "'y").send()
	dmitri.press("esc", "esc").open("REL-53").press(">").to("When it came so far").send()
	konrad.open("REL-53").press(">").press("enter").to("When it was taken").send()
	sakura := at(t, f, "sakura")
	sakura.open("REL-53").press(">").press("tab", "enter").to("Who was told", "'the service desk").to("What they were told", "'Web Shop is started anew").send()
	chandra := at(t, f, "chandra")
	chandra.open("REL-53").press(">").to("When it came so far").send()

	// Deployment.
	f.later(30 * time.Minute)
	dmitri.now = f.now
	dmitri.open("REL-53").press(">").press("enter").to("When it started", "'11:05").send()
	dmitri.press("enter").to("It ended as", "'dep").to("When the run ended", "'11:20").send()
	dmitri.press("esc", ">").to("When it came so far", "'11:25").send()
	milan := at(t, f, "milan")
	milan.press("3", "/").typing("APR-147").press("enter", "d").press("down").send()
	cora.now = f.now
	cora.open("REL-53").press(">").See("1 of 9 checks are met", "o chooses among 2 ways")

	// The RFC that it did not wait for is written from its gate, and put in its scope.
	cora.press("o").See("Change the scope", "where there is none yet: Submit an RFC")
	cora.press("down", "enter").to("Title", "'Delivery dates abroad").to("Service it changes").See("Web Shop")
	cora.send().See("submitted CHG-")
	cora.press("enter").to("RFCs to put in", "'Delivery dates abroad", "enter").send().See("2 of 9 checks are met")
	cora.NotSee("✗ open 8.5.3-b the RFC is written")
}
