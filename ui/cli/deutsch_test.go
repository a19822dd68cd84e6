package cli_test

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fairway/assets"
	"fairway/ui/screen/screentest/translated"
)

// walk takes a release from its registration to its end, with every reading command
// on the way. {KIND.NAME} is what the rules call something; a line that begins with
// ? is read and compared.
const walk = `
at 2026-11-23T09:00:00Z
init --name 'Adam Admin'
person add cora --name 'Cora Lindqvist' --role release-coordinator
person add rafael --name 'Rafael Monteiro' --role release-manager
person add chandra --name 'Chandra Iyer' --role change-manager
person add milan --name 'Milan Novak' --role change-manager
person add konrad --name 'Konrad Weiss' --role configuration-manager
person add tess --name 'Tess Okafor' --role test-manager
person add dmitri --name 'Dmitri Volkov' --role deployment-team
person add sakura --name 'Sakura Mori' --role service-desk
person add oscar --name 'Oscar Brandt' --role service-owner
person add noor --name 'Noor Haddad' --role requester
person add bea --name 'Bea Kowalski' --role cab-member
person add carl --name 'Carl Jensen' --role cab-member
team add pay --name 'Payroll team' --lead dmitri --members dmitri,tess
service add payroll --name Payroll --owner oscar --team pay --zone Europe/Berlin
item add payroll-app --service payroll --version 5.1
process propose RULES --why 'our own' --title Ours --base PRC-1 --as rafael
process review PRP-1 --comment fine --as milan
process approve PRP-1 --as chandra
process adopt PRP-1 --as adam
change new --title 'Fix rounding' --category problem-fix --service payroll --builder dmitri --items CI-1 --as noor
form fill {form.rfc} CHG-1 --set {field.reason}=wages --set {field.benefit}=money --set {field.without}=anger --as noor
change assess CHG-1 --risk {band.low} --text 'one service' --as cora
release new --name Payroll --version 5.2 --service payroll --as cora
?gate REL-1
release edit REL-1 --set owner=rafael --set contents=software --as cora
release scope REL-1 --add chg-1 --as cora
release advance REL-1 --as cora
release scan REL-1 --as cora
?gate REL-1
form fill {form.assessment} REL-1 --set {field.risk}=a --set {field.benefit}=b --set {field.feasibility}=c --set {field.cost}=d --set {field.impact_services}=e --set {field.impact_security}=f --set {field.impact_capacity}=g --set {field.impact_releases}=h --set {field.impact}=3 --set {field.factors}={factor.data-migration} --set {field.decision}=proceed --as cora
release advance REL-1 --as cora
?gate REL-1
form fill {form.release-plan} REL-1 --set '{field.start}=2026-11-26 22:00 Europe/Berlin' --set '{field.end}=2026-11-27 02:00 Europe/Berlin' --set {field.duration}=90m --set {field.environment}=production --set {field.deliverables}=package --set '{field.method}=big bang' --set {field.communication}=mail --row '{field.steps}={field.text}:install;{field.no_back}:yes' --row '{field.verification}={field.text}:look' --as cora
form fill {form.rollback-plan} REL-1 --set {field.trigger}=cent --set {field.owner}=dmitri --set {field.duration}=45m --set {field.no_return}=bank --row '{field.steps}={field.text}:again' --as dmitri
form fill {form.criteria} REL-1 --row '{field.criteria}={field.id}:C1;{field.criterion}:right' --as tess
change decide CHG-1 authorise --as chandra
approve request REL-1 {approval.authorisation-1} --as cora
?approve list --as chandra
?approve list --as rafael
approve decide REL-1:{approval.authorisation-1} approve --as chandra
approve decide REL-1:{approval.authorisation-1} approve --as rafael
?gate REL-1
?approve list --as cora
release advance REL-1 --as cora
media add PACKAGE --name payroll.tar.gz --version 5.2 --release REL-1 --as konrad
release items REL-1 --add CI-1 --complete --as konrad
form fill {form.release-notes} REL-1 --set {field.notes}=right --as cora
?gate REL-1
release advance REL-1 --as cora
form fill {form.test-report} REL-1 --set {field.package_sha256}=182076b67463ba4deea6385700dbd45b94d9436dcd64b1dc9d04e8ce299eba2e --set {field.rollback_tested}=no --set {field.rollback_reason}=none --row '{field.results}={field.id}:C1;{field.result}:failed;{field.evidence}:run' --as tess
?gate REL-1
release advance REL-1 --as cora
?gate REL-1
?board
release advance REL-1 --as cora
form fill {form.acceptance} REL-1 --set {field.summary}=all --row '{field.waivers}={field.id}:C1;{field.decision}:accept;{field.organisation}:R;{field.party}:O;{field.reason}:fine' --as cora
approve request REL-1 {approval.acceptance} --as cora
?approve list --as oscar
approve decide REL-1:{approval.acceptance} approve --as oscar
approve document DOC-6 --as rafael
?gate REL-1
?gate REL-1 --json
release advance REL-1 --as cora
release notice REL-1 --to everybody --text away --as cora
item baseline REL-1 --as konrad
?gate REL-1
?calendar --from 2026-11-23
?calendar --from 2026-11-23 --ics
look
at 2026-11-26T21:05:00Z
release advance REL-1 --as chandra
run start REL-1 --as dmitri
at 2026-11-26T21:35:00Z
run step REL-1 1 --no-return --as dmitri
run verify REL-1 1 --as dmitri
run end REL-1 deployed --as dmitri
?gate REL-1
release advance REL-1 --as cora
at 2026-12-02T09:00:00Z
item update CI-1 --release REL-1 --version 5.2 --as konrad
?gate REL-1
release advance REL-1 --as cora
?gate REL-1
form fill {form.evaluation} REL-1 --set {field.outcome}=successful --set {field.objectives_met}=yes --set {field.objectives}=yes --row '{field.actions}={field.action}:more;{field.owner}:tess;{field.due}:2026-12-15' --as cora
?release show REL-1
release advance REL-1 --as cora
?board --ended
?release show REL-1
?release history REL-1
?change show CHG-1
?run show RUN-1
?form render DOC-3 --text
?form render DOC-4 --markdown
?form render DOC-8 --text
?form show {form.assessment} REL-1
?form show {form.release-plan} REL-1
?form show {form.rollback-plan} REL-1
?form show {form.criteria} REL-1
?form show {form.test-report} REL-1
?form show {form.acceptance} REL-1
?form show {form.evaluation} REL-1
?metrics
?release list --filter type:{process.normal}
?release list --filter type:normal
?release list --filter stage:{stage.closed}
?release list --filter stage:closed
?release list --filter risk:{band.low}
?release list --filter risk:{band.medium}
?search rounding
?person list
?approve list --all --as cora
?process document --markdown
?process raci
?process stage {process.normal} {stage.planning}
?media verify
` + emergencyWalk

// emergencyWalk is an emergency, decided by word of mouth and written down in the
// morning, and one that is none.
const emergencyWalk = `
at 2026-12-03T02:00:00Z
incident add --title 'nobody can log in' --severity P1 --service payroll --as sakura
release new --name Payroll --version 5.2.1 --type {process.emergency} --reason service-down --incident INC-1 --service payroll --contents software --as cora
?release show REL-2
?gate REL-2
approve request REL-2 {approval.ecab} --as cora
at 2026-12-03T02:15:00Z
approve said REL-2:{approval.ecab} approve --by bea --channel phone --at '2026-12-03 02:10 UTC' --as cora
approve said REL-2:{approval.ecab} approve --by carl --channel phone --at '2026-12-03 02:12 UTC' --as cora
release advance REL-2 --as cora
?gate REL-2
form fill {form.rollback-plan} REL-2 --set '{field.trigger}=fails' --set {field.owner}=dmitri --set {field.duration}=10m --set {field.no_return}=none --row '{field.steps}={field.text}:again' --as dmitri
form fill {form.minimum-test} REL-2 --set {field.tested}=no --set {field.waived_by}=rafael --set '{field.waived_why}=night' --as rafael
release items REL-2 --add CI-1 --complete --as konrad
?gate REL-2
release advance REL-2 --as dmitri
item baseline REL-2 --as konrad
release notice REL-2 --to everybody --text away --at '2026-12-03 02:14 UTC' --as sakura
?gate REL-2
release advance REL-2 --as chandra
at 2026-12-03T08:30:00Z
run start REL-2 --at '2026-12-03 02:20 UTC' --as dmitri
run end REL-2 deployed --at '2026-12-03 02:40 UTC' --as dmitri
release advance REL-2 --as dmitri
?release show REL-2
?gate REL-2
?inbox --csv --as bea
?inbox --asked --csv --as cora
approve countersign REL-2:{approval.ecab} countersign --as bea
approve countersign REL-2:{approval.ecab} countersign --as carl
?gate REL-2
change new --title 'Restart' --category problem-fix --service payroll --builder dmitri --as noor
form fill {form.rfc} CHG-2 --set {field.reason}=login --set {field.benefit}=pay --set {field.without}=anger --as noor
change assess CHG-2 --risk {band.low} --text 'one service' --as cora
change decide CHG-2 authorise --as chandra
release scope REL-2 --add CHG-2 --as cora
media add PACKAGE --name payroll.tar.gz --version 5.2.1 --release REL-2 --as konrad
item update CI-1 --release REL-2 --version 5.2.1 --as konrad
form fill {form.assessment} REL-2 --set {field.risk}=a --set {field.benefit}=b --set {field.feasibility}=c --set {field.cost}=d --set {field.impact_services}=e --set {field.impact_security}=f --set {field.impact_capacity}=g --set {field.impact_releases}=h --set {field.impact}=3 --set {field.factors}={factor.data-migration} --set {field.decision}=proceed --as cora
form fill {form.criteria} REL-2 --row '{field.criteria}={field.id}:C1;{field.criterion}:right' --as tess
form fill {form.test-report} REL-2 --set {field.rollback_tested}=no --set {field.rollback_reason}=none --row '{field.results}={field.id}:C1;{field.result}:passed;{field.evidence}:run' --as tess
form fill {form.acceptance} REL-2 --set {field.summary}=all --as cora
approve request REL-2 {approval.acceptance} --as cora
approve decide REL-2:{approval.acceptance} approve --as oscar
?gate REL-2
release advance REL-2 --as cora
at 2026-12-12T09:00:00Z
incident resolve INC-1 --as sakura
release advance REL-2 --as cora
?gate REL-2
form fill {form.evaluation} REL-2 --set {field.outcome}=successful --set {field.objectives_met}=yes --set {field.objectives}=yes --as cora
form fill {form.emergency-review} REL-2 --set {field.true_emergency}=yes --set {field.why}=login --as rafael
release advance REL-2 --as cora
?release show REL-2
?release list --filter emergency
?release list --filter type:emergency
release new --name Portal --type {process.emergency} --reason legal --vulnerability GHSA-1 --service payroll --as cora
approve request REL-3 {approval.ecab} --as cora
approve decide REL-3:{approval.ecab} downgrade --comment 'it can wait' --as bea
?release show REL-3
?board
?form render DOC-12 --text
?process stage {process.emergency} {stage.declared}
?process graph {process.emergency} --mermaid
?metrics
?log show --csv --limit 7 --as adam
` + unauthorisedWalk

// unauthorisedWalk is a change that was made without authorisation, and is backed out.
const unauthorisedWalk = `
change capture --title 'Open port' --service payroll --found scan --made '2026-12-11 09:00 UTC' --unknown --as konrad
?change list
change assess CHG-3 --risk {band.low} --text 'one port' --as chandra
change advance CHG-3 --as chandra
form fill {form.unauthorised-change-review} CHG-3 --set {field.cause}=haste --set {field.effect}=none --set {field.outcome}=backed-out --set {field.why}=unused --set {field.prevention}=scan --set {field.action}=nightly --set {field.owner}=rafael --set {field.due}=2027-01-15 --as chandra
approve request CHG-3 {approval.unauthorised-review} --as chandra
?approve list --as milan --columns id,subject,asked,waits-for
approve decide CHG-3:{approval.unauthorised-review} approve --as milan
change advance CHG-3 --as chandra
?change list
change backed-out CHG-3 --by dmitri --evidence closed --as konrad
change advance CHG-3 --as chandra
form fill {form.unauthorised-change-review} CHG-3 --set {field.prevented}=yes --as chandra
change advance CHG-3 --as chandra
?change list
?change list --filter unauthorised
?change trend --by outcome
?process graph {process.unauthorised-change} --mermaid
`

// TestAnOrganisationThatCallsEverythingOtherwise loses nothing: a release goes its
// whole way by commands, under rules with two approvals less and one stage more, in
// English and in German, and everything that is said on the way is the same but for
// the words of the rules.
func TestAnOrganisationThatCallsEverythingOtherwise(t *testing.T) {
	said, seen := map[bool][]string{}, map[bool][]string{}
	for _, german := range []bool{false, true} {
		own, err := translated.Own(german)
		if err != nil {
			t.Fatal(err)
		}
		rules, err := assets.Rules()
		if err != nil {
			t.Fatal(err)
		}
		translated.Shorten(&rules)
		if rules.Source = nil; german {
			if err := translated.Deutsch(&rules); err != nil {
				t.Fatal(err)
			}
		}
		texts, _, err := rules.Files()
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		for _, f := range texts {
			path := filepath.Join(dir, "rules", f.Name)
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(f.Text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.WriteFile(filepath.Join(dir, "package"), []byte("payroll 5.2.1\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		env := map[string]string{"FAIRWAY_DB": filepath.Join(dir, "f.db"), "HOME": dir, "XDG_CONFIG_HOME": dir, "TZ": "UTC", "LANG": "C.UTF-8", "WHO": "adam"}
		files := &openFiles{}
		t.Cleanup(func() {
			if err := files.Close(); err != nil {
				t.Error(err)
			}
		})
		for line := range strings.Lines(walk) {
			line = strings.TrimSpace(line)
			if line == "" {
				continue
			}
			if now, ok := strings.CutPrefix(line, "at "); ok {
				env["NOW"] = now
				continue
			}
			if line == "look" {
				seen[german] = looked(t, env)
				continue
			}
			line, reads := strings.CutPrefix(line, "?")
			var args []string
			for _, word := range regexp.MustCompile(`'[^']*'|[^ ]+`).FindAllString(line, -1) {
				word = regexp.MustCompile(`\{(\w+)\.([\w-]+)\}`).ReplaceAllStringFunc(word, func(m string) string {
					kind, name, _ := strings.Cut(strings.Trim(m, "{}"), ".")
					return own(kind, name)
				})
				args = append(args, strings.Trim(word, "'"))
			}
			for i := range args {
				switch args[i] {
				case "RULES":
					args[i] = filepath.Join(dir, "rules")
				case "PACKAGE":
					args[i] = filepath.Join(dir, "package")
				}
			}
			out, code := performed(t, files, env, args)
			if code != 0 && !(reads && code == 3) {
				t.Fatalf("german %v: %s: exit code %d\n%s", german, strings.Join(args, " "), code, out)
			}
			if reads {
				said[german] = append(said[german], line+"\n"+out)
			}
		}
	}
	// What people see in German says nothing in the words of the default rules.
	left := regexp.MustCompile(`(?i)\b(release-plan|rollback-plan|release plan|rollback plan|test-report|release-coordinator|release-manager|change-manager|authorisation-1|early-life|early life|impact_services|rollback_tested|very-high)\b`)
	for _, text := range said[true] {
		command, text, _ := strings.Cut(text, "\n")
		if found := left.FindString(text); found != "" && !strings.Contains(command, "--json") && !strings.HasPrefix(command, "process ") && !strings.HasPrefix(command, "gate") {
			t.Errorf("%s says %q in German:\n%s", command, found, text[:min(len(text), 1500)])
		}
	}
	sameOnScreen(t, seen[false], seen[true], left)
	for i, english := range said[false] {
		command, _, _ := strings.Cut(english, "\n")
		_, english, _ = strings.Cut(english, "\n")
		_, german, _ := strings.Cut(said[true][i], "\n")
		// Links within a document are made of titles.
		links := regexp.MustCompile(`\(#[^)\n]*\)`)
		english, german = links.ReplaceAllString(english, ""), links.ReplaceAllString(german, "")
		want, err := translated.Meant(english)
		if err != nil {
			t.Fatal(err)
		}
		got, err := translated.Meant(german)
		if err != nil {
			t.Fatal(err)
		}
		// The type of an RFC is its process without -change, where that has it.
		got = strings.ReplaceAll(got, "‹normal-change›", "‹normal›")
		want = strings.ReplaceAll(want, "‹normal-change›", "‹normal›")
		digests := regexp.MustCompile(`[0-9a-f]{64}`)
		got, want = digests.ReplaceAllString(got, "…"), digests.ReplaceAllString(want, "…")
		if strings.HasPrefix(command, "process document") { // lists in it are sorted by name
			words := func(text string) string {
				return strings.Join(slices.Sorted(strings.FieldsFuncSeq(text, func(r rune) bool { return r == '\n' || r == ';' || r == ',' })), "\n")
			}
			got, want = words(got), words(want)
		}
		if got != want {
			a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
			k := 0
			for k < len(a) && k < len(b) && a[k] == b[k] {
				k++
			}
			t.Errorf("%s: in English … %q, in German … %q\n%s\n%s", command, a[max(0, k-4):min(k+6, len(a))], b[max(0, k-4):min(k+6, len(b))], english[:min(len(english), 1500)], german[:min(len(german), 1500)])
		}
	}
}

// performed is what a command says, with its exit code.
func performed(t *testing.T, files *openFiles, env map[string]string, args []string) (string, int) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "out")
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	nothing, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer nothing.Close()
	code := performOn(context.Background(), files.at(t, env["NOW"]), func(name string) string { return env[name] }, args, nothing, out, out)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text), code
}
