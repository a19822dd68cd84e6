package cli_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"fairway/ui/screen/screentest"
	"fairway/ui/screen/screentest/kept"
)

// program is the program, in a folder of its own.
var program = sync.OnceValues(func() (bin string, err error) {
	if programFolder, err = os.MkdirTemp("", "fairway-cli-"); err != nil {
		return "", err
	}
	return kept.Program(programFolder)
})

var programFolder string

func built(t *testing.T) string {
	t.Helper()
	bin, err := program()
	if err != nil {
		t.Fatal(err)
	}
	return bin
}

// walker is a person at a terminal who knows what she wants.
type walker struct {
	*terminal
	clock string
}

// at sets the clock.
func (w *walker) at(moment string) {
	w.t.Helper()
	next := w.clock + ".next" // moved into place: nobody reads half a time
	if err := os.WriteFile(next, []byte(moment), 0o644); err != nil {
		w.t.Fatal(err)
	}
	if err := os.Rename(next, w.clock); err != nil {
		w.t.Fatal(err)
	}
}

// command picks a line of the palette by its words.
func (w *walker) command(words, line string) {
	w.t.Helper()
	w.press(":").see("─ Command ─")
	w.typ(words)
	w.until(line+" is not offered", func(s string) bool {
		for l := range strings.Lines(s) {
			if strings.Contains(l, "▸ ") && strings.Contains(l, line) {
				return true
			}
		}
		return false
	})
	w.press("enter").gone("─ Command ─")
}

// as acts as somebody else from now on.
func (w *walker) as(handle, name string) {
	w.t.Helper()
	w.command("act as "+handle, name)
	w.see("you act as " + name + " now")
}

// do fills the form of a task, or says yes where it has none.
func (w *walker) do(title string, answers filled, said string) {
	w.t.Helper()
	w.command(title, title)
	if answers == nil {
		w.offers("enter " + title).press("enter")
	} else {
		w.fill(title, answers)
	}
	w.see(said)
}

// write fills a document of the release.
func (w *walker) write(title string, answers filled) {
	w.t.Helper()
	w.command("Write: "+title, "Write: "+title)
	w.fill(title, answers)
	w.see("wrote the " + strings.ToLower(title))
}

// remedy opens the gate panel, fills the form that its first open check leads
// to, and comes back to the panel.
func (w *walker) remedy(title string, answers filled) {
	w.t.Helper()
	w.fill(title, answers)
	w.see("Gate of ")
}

// moved moves the release on through its open gate.
func (w *walker) moved(to string) {
	w.t.Helper()
	w.press(">").offers("enter move on").press("enter")
	w.until("it never came to "+to, func(s string) bool { return movedTo.MatchString(s) && strings.Contains(s, " to "+to) })
}

// movedTo is the word about a move in the footer.
var movedTo = regexp.MustCompile(`moved REL-\d+ to `)

// section goes to a section of the release page.
func (w *walker) section(name string) {
	w.t.Helper()
	here := func(s string) string {
		for l := range strings.Lines(s) {
			if rest, ok := strings.CutPrefix(l, "▸ "); ok {
				at, _, _ := strings.Cut(strings.TrimRight(rest, " \n"), "  ")
				return at
			}
		}
		return ""
	}
	w.press("home")
	w.until("the first section", func(s string) bool { return here(s) == "Overview" })
	for range 20 {
		before := here(w.screen())
		if before == name {
			return
		}
		w.press("j")
		w.until("the section after "+before, func(s string) bool { now := here(s); return now != before && now != "" })
	}
	w.t.Fatalf("there is no section %s; the screen shows:\n%s", name, w.screen())
}

// TestWholeReleaseByKeys takes a release from its registration to its closing
// on the built binary, by keys alone: one person at one terminal, who acts as
// the others where somebody else has to sign.
func TestWholeReleaseByKeys(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	clock := filepath.Join(dir, "clock")
	bin := built(t)
	db := filepath.Join(dir, "walk.db")
	env := []string{"HOME=" + dir, "FAIRWAY_DB=" + db, "TERM=xterm-256color", "LANG=C.UTF-8", "NO_COLOR=", "TZ=Europe/Berlin"}
	w := &walker{clock: clock, terminal: &terminal{t: t}}
	w.at("2026-11-23T10:42:00+01:00")
	screentest.DemoAt(t, db)
	w.terminal = open(t, env, 100, 40, bin, "--as", "cora")
	w.see("A sample organisation").press("esc").gone("A sample organisation")

	// The RFC, with its form, assessed and authorised by others.
	w.do("Submit an RFC", filled{"Title": "Rotas on the telephone", "Category": "enhancement", "Service it changes": "People Portal",
		"Who asks for it": "Noor", "Who builds it": "Dmitri"}, "submitted CHG-")
	rfc := regexp.MustCompile(`submitted (CHG-\d+)`).FindStringSubmatch(w.screen())[1]
	w.command(rfc, rfc)
	w.see("Rotas on the telephone")
	w.write("Request for Change", filled{"Reason": "rotas are on paper", "Benefit": "nobody misses a shift", "If it is not done": "it stays on paper"})
	w.as("rafael", "Rafael Monteiro")
	w.do("Assess an RFC", filled{"Effect on services, security and other changes": "one service, no effect on security", "Risk": "low"}, "assessed "+rfc)
	w.as("chandra", "Chandra Iyer")
	w.do("Decide on an RFC", filled{"Decision": "Authorise it"}, "authorised "+rfc)
	w.as("cora", "Cora Lindqvist")
	w.press("esc")

	// Registration.
	w.press("2").see("Registration").press("n")
	w.fill("Register a release", filled{"Name": "People Portal", "Version": "3.3", "Service it changes": "People Portal", "What it brings": []string{"software"},
		"Owner": "Rafael", "RFCs in its scope": "Rotas", "Deployment starts": "thu 22:00", "Window ends": "+4h"})
	w.see("registered REL-")
	release := regexp.MustCompile(`registered (REL-\d+)`).FindStringSubmatch(w.screen())[1]
	w.command(release, release)
	w.see(release+"  People Portal 3.3", "▸ Overview")
	w.moved("Assessment")

	// Assessment: the gate panel's lines open the forms that remedy them.
	w.press("g").see("Gate of "+release, "BLOCKED").offers("enter remedy").press("enter")
	w.remedy("Assessment", filled{"Risk": "sign-in could fail", "Benefit": "less paper", "Feasibility": "known technology", "Cost": "four days",
		"Effect on services and customers": "an evening without the portal", "Effect on information security": "none", "Effect on capacity, availability, continuity": "none",
		"Effect on other releases and plans": "none", "Impact (1 negligible to 5 severe)": "2", "Decision": "proceed"})
	w.see("4 of 5 checks").press("tab")
	w.until("the cursor on the open check", func(s string) bool { return strings.Contains(s, "▸ ✗ open") })
	w.press("enter").offers("enter Scan for conflicts").press("enter").see("READY")
	w.offers("> move on").press(">").offers("enter move on").press("enter").see("moved " + release + " to Planning")

	// Planning, by several people.
	w.write("Release Plan", filled{"Planned duration of the deployment": "1h", "Deliverables": "package, release notes", "Method": "big bang",
		"Steps":                             []filled{{"Step": "Put the notice up"}, {"Step": "Install the package", "Point of no return": "yes"}},
		"Verification after the deployment": []filled{{"What is looked at": "sign in and open a rota"}},
		"Who is told what, and when":        "mail to all staff two days before"})
	w.as("dmitri", "Dmitri Volkov")
	w.write("Rollback Plan", filled{"Trigger": "sign-in fails", "Owner": "Dmitri", "Duration": "30m", "Point of no return": "when staff are let in again",
		"Steps": []filled{{"Step": "Install the package before"}}})
	w.as("tess", "Tess Okafor")
	w.write("Acceptance Criteria", filled{"Criteria": []filled{{"No.": "C1", "Criterion": "a rota is seen within a second"}}})
	w.as("cora", "Cora Lindqvist")
	w.do("Ask for an approval", filled{}, "asked for authorisation 1")
	w.as("chandra", "Chandra Iyer")
	w.do("Decide on an approval", filled{"Your decision": "Approve"}, "approved "+release)
	w.as("cora", "Cora Lindqvist")
	w.moved("Build")

	// Build.
	sum := strings.Repeat("5d", 32)
	w.as("konrad", "Konrad Weiss")
	w.do("Put a package into the DML", filled{"SHA-256": sum, "Name": "portal.tar.gz", "Version": "3.3", "Medium": "archive"}, "portal.tar.gz into the DML")
	w.do("List the items it touches", filled{"Items to add": "portal", "The list is complete": "yes"}, "listed 1 item for "+release)
	w.as("cora", "Cora Lindqvist")
	w.write("Release Notes", filled{"What is new": "Rotas can be read on the telephone."})
	w.moved("Test")

	// Test.
	w.as("tess", "Tess Okafor")
	w.write("Test Report", filled{"Results": []filled{{"No.": "C1", "Result": "passed", "Evidence": "run 31"}}, "SHA-256 of the package under test": sum,
		"Was the rollback tested?": "yes", "Evidence": "rehearsed in 20 minutes"})
	w.as("cora", "Cora Lindqvist")
	w.moved("Acceptance")

	// Acceptance.
	w.write("Release Acceptance Form", filled{"What is accepted": "People Portal 3.3 as tested"})
	w.do("Ask for an approval", filled{}, "asked for release acceptance of "+release)
	w.as("oscar", "Oscar Brandt")
	w.do("Decide on an approval", filled{"Your decision": "Approve"}, "approved "+release)
	w.as("rafael", "Rafael Monteiro")
	w.do("Approve a document", filled{"Document": "Release Notes", "You have read it": "yes"}, "approved the release notes")
	w.as("cora", "Cora Lindqvist")
	w.moved("Scheduled")

	// Scheduled.
	w.do("Ask for an approval", filled{}, "asked for authorisation 2")
	w.do("Record a notice", filled{"Who was told": "all staff", "How": "mail", "What they were told": "The portal is away on Thursday from 22:00."}, "told all staff of "+release)
	w.as("chandra", "Chandra Iyer")
	w.do("Decide on an approval", filled{"Your decision": "Approve"}, "approved "+release)
	w.do("Accept a conflict", filled{"Why it is acceptable": "the owner agreed to a Thursday"}, "accepted a conflict of "+release+" for ")
	w.as("konrad", "Konrad Weiss")
	w.do("Take the CI baseline", filled{}, "took BSL-")
	w.at("2026-11-26T22:05:00+01:00")
	w.as("chandra", "Chandra Iyer")
	w.moved("Deployment")

	// Deployment, on the night, from the Run section.
	w.as("dmitri", "Dmitri Volkov")
	w.do("Start a deployment run", filled{"It is a rehearsal": "no"}, "started RUN-")
	w.section("Run")
	w.press("l").see("step 1").press("enter").see("step 2").press("enter").see("Point of no return").press("enter").see("verification 1 of 1").press("enter").see("end the run with E")
	w.press("E").fill("End the run", filled{"It ended as": "Deployed"}).see("ended RUN-")
	w.do("Say what was installed", filled{"SHA-256 of what was installed": sum}, "said what was installed in RUN-")
	w.as("cora", "Cora Lindqvist")
	w.moved("Early life")

	// Early life, and what comes after.
	w.at("2026-12-02T10:00:00+01:00")
	w.as("konrad", "Konrad Weiss")
	w.do("Bring the CMDB up to date", filled{"After the deployment": "It was changed", "Its version now": "3.3"}, "up to date after "+release)
	w.as("cora", "Cora Lindqvist")
	w.do("Ask for an approval", filled{}, "asked for hand-over")
	w.as("sakura", "Sakura Mori")
	w.do("Decide on an approval", filled{"Your decision": "Approve"}, "approved "+release)
	w.as("cora", "Cora Lindqvist")
	w.moved("Evaluation")
	w.write("Post-Implementation Review", filled{"Outcome": "successful", "Were the objectives met?": "yes", "Objectives, one by one": "rotas are read on the telephone"})
	w.moved("Closed")
	w.press("q")
	w.ends(0)

	run(t, env, bin, "log", "verify")
	if out := run(t, env, bin, "release", "show", release); !strings.Contains(out, "Closed") {
		t.Errorf("%s", out)
	}
}
