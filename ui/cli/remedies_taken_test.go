package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/process"
	"fairway/store"
	"fairway/ui/remedy"
	"fairway/ui/screen/screentest"
	"fairway/ui/screen/screentest/kept"
)

// TestEveryRemedyIsTaken: what a refusal offers is open to whom it is offered. Lines of
// every action are typed by people of every role about records in every state; of each
// refusal every remedy is taken by whoever reads it, or by those whose it is said to be,
// and the line of one that names others ("ask Chandra Iyer") is typed by them. None is
// refused since there is no such record, for want of a permission, or by a duty.
func TestEveryRemedyIsTaken(t *testing.T) {
	t.Parallel()
	takesRemedies(t, false)
}

// offers are the people and the lines of it.
type offers struct {
	t          *testing.T
	dir        string
	from, file string // the file as it is at first, and the one that lines are done to
	now        func() time.Time
	rules      *model.Rules
	everybody  []*model.Person
	people     []*model.Person     // one of those with the same roles
	records    map[string][]string // by the prefix of their ids, one in each state
	done, seen map[string]bool
	taken      int
}

// entered is what is entered into the sample first, so that somebody is refused something
// of every kind: by whom, and the line.
var entered = [][2]string{
	{"oscar", "change capture --title Heap --found told --made 2026-11-20 --builder dmitri --service payroll"},
	{"dmitri", "change capture --title Rule --found told --made 2026-11-20 --unknown --service crm"},
	{"sakura", "incident add --title down --severity P1 --service payroll"},
	{"cora", "release new --name Payroll --type emergency --reason service-down --incident LAST --service payroll --contents software"},
	{"cora", "catalogue propose --services payroll --title Reboot --text reboot --process standard-change"},
	{"sakura", "question ask REL-37 what"},
	{"rafael", "delegate milan --end 2027-12-31 --reason away"},
	{"cora", "waiver ask REL-37 notes-drafted --reason x --until 2026-12-20"},
	{"chandra", "cab call --now --chair chandra --minutes rafael"},
	{"milan", "cab join"},
	{"chandra", "cab close"},
	{"chandra", "cab call --start 2027-01-11 --minutes rafael"},
}

// telling are lines by people that are tried about records in every state always: what they
// were offered was not open to them once.
var telling = [][2]string{
	{"cora", "approve request CHG unauthorised-review"}, {"cora", "approve request REL authorisation-1"}, {"cora", "release advance REL"},
	{"konrad", "approve said APR ask --by cora --channel phone --comment x"}, {"rafael", "approve document DOC"}, {"hanna", "change defer CHG REL --reason x"},
	{"konrad", "change withdraw CHG --reason x"},
}

// takesRemedies tries some of the people and records for each line, or all.
func takesRemedies(t *testing.T, whole bool) {
	if underRace {
		t.Skip("hundreds of calls one after the other: the race detector has nothing to find here, and takes minutes")
	}
	k := &offers{t: t, dir: t.TempDir(), now: func() time.Time { return screentest.Now.Add(time.Hour) }, done: map[string]bool{}, seen: map[string]bool{}}
	k.file = filepath.Join(k.dir, "tried.db")
	screentest.DemoAt(t, k.file)
	last := ""
	for _, e := range entered {
		out, code := k.run(e[0], strings.Fields(strings.ReplaceAll(e[1], "LAST", last)))
		if code != exitDone {
			t.Fatalf("%s: %s", e[1], out)
		}
		for _, w := range strings.Fields(out) {
			if w = strings.Trim(w, ",.:"); model.ID(w).Kind() == model.KindIncident {
				last = w
			}
		}
	}
	k.from = filepath.Join(k.dir, "from.db")
	if err := kept.CopyWithMedia(k.file, k.from); err != nil {
		t.Fatal(err)
	}
	k.look()
	for _, l := range telling {
		for _, record := range k.about(l[1]) {
			k.refused(k.named(" " + l[0] + " ")[0], k.words(l[1], record))
		}
	}
	turn := 0
	for _, line := range k.lines() {
		about := k.about(line)
		for n := range max(len(about), 1) * len(k.people) {
			if !whole && n > 4 {
				break
			}
			turn++
			who := k.people[turn%len(k.people)]
			record := ""
			if len(about) > 0 {
				record = about[turn/2%len(about)]
			}
			if whole {
				who = k.people[n%len(k.people)]
				if len(about) > 0 {
					record = about[n/len(k.people)]
				}
			}
			k.refused(who, k.words(line, record))
		}
	}
	if k.taken < 60 {
		t.Errorf("only %d remedies were taken", k.taken)
	}
}

// about are the records that a line can be about: those of its first word that is a prefix.
func (k *offers) about(line string) []string {
	for _, w := range strings.Fields(line) {
		if len(k.records[w]) > 0 {
			return k.records[w]
		}
	}
	return nil
}

// run is what somebody is told, and how it ended. The file is as before after it.
func (k *offers) run(who string, words []string) (string, int) {
	var out bytes.Buffer
	a := &App{In: strings.NewReader("x"), Out: &out, Err: &out, Now: k.now, User: func() string { return who }, Env: func(name string) string {
		return map[string]string{"HOME": k.dir, "FAIRWAY_DB": k.file}[name]
	}}
	code := a.Run(context.Background(), words)
	if code == exitDone && k.from != "" { // what was refused has changed nothing
		for _, end := range []string{"", "-wal", "-shm"} {
			_ = os.Remove(k.file + end)
		}
		if err := kept.Copy(k.from, k.file); err != nil {
			k.t.Fatal(err)
		}
	}
	return out.String(), code
}

// look reads whom and what there is.
func (k *offers) look() {
	ctx := context.Background()
	db, err := store.Open(ctx, k.from, store.Options{Now: k.now})
	if err != nil {
		k.t.Fatal(err)
	}
	defer db.Close()
	if k.rules, err = db.Rules(ctx); err != nil {
		k.t.Fatal(err)
	}
	met := map[string]bool{}
	k.records = map[string][]string{}
	for _, kind := range model.Kinds() {
		list, err := db.List(ctx, store.ListQuery{Kind: kind, Limit: 1000})
		if err != nil {
			k.t.Fatal(err)
		}
		prefix, _, _ := strings.Cut(string(model.MakeID(kind, 1)), "-")
		word := map[model.Kind]string{model.KindService: "SVC", model.KindPerson: "PER"}[kind]
		for _, r := range slices.Backward(list) {
			if kind == model.KindPerson {
				f, err := db.Record(ctx, r.ID, store.Now)
				if err != nil {
					k.t.Fatal(err)
				}
				p := f.Record.(*model.Person)
				if p.Left {
					continue
				}
				k.everybody = append(k.everybody, p)
				if !met[r.Grade] {
					k.people = append(k.people, p)
				}
			}
			key := string(kind) + string(r.State) + r.Grade
			if !met[key] {
				k.records[prefix] = append(k.records[prefix], string(r.ID))
			}
			met[key], met[r.Grade] = true, met[r.Grade] || kind == model.KindPerson
		}
		if word != "" && word != prefix {
			k.records[word] = k.records[prefix]
		}
	}
}

// lines are those of the matrix of rights, and of every form, approval, stage and verdict.
func (k *offers) lines() []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(matrix)) {
		if !slices.Contains([]string{"import", "redact", "add-key", "revoke-key", "reinstate-key"}, name) {
			out = append(out, matrix[name].line)
		}
	}
	of := map[string]string{"release": "REL", "change": "CHG", "meeting": "CAB", "service": "SVC"}
	for _, f := range k.rules.Forms {
		out = append(out, "form fill "+f.Name+" "+of[f.Of]+" --set "+f.Fields()[0].Name+"=1")
	}
	for _, p := range k.rules.Processes {
		for _, a := range p.Approvals {
			out = append(out, "approve request "+of[p.Of]+" "+a.ID)
		}
	}
	for _, verdict := range []string{"approve", "reject", "downgrade", "approve --at 2026-11-20"} {
		out = append(out, "approve decide APR "+verdict+" --comment x")
	}
	return append(out, "release advance REL --at 2026-11-20", "change advance CHG --at 2026-11-20", "waiver ask REL notes-drafted --at 2026-11-20 --reason x --until 2026-12-20",
		"waiver decide WVR grant --comment x", "catalogue decide CAT approve --comment x", "process approve PRP --comment x", "change decide CHG authorise --comment x", "run step RUN 1", "run verify RUN 1", "run end RUN succeeded")
}

// words are those of a line about a record.
func (k *offers) words(line, record string) []string {
	words, first := strings.Fields(line), true
	for i, w := range words {
		switch {
		case len(k.records[w]) == 0:
		case first:
			words[i], first = record, false
		default:
			words[i] = k.records[w][0]
		}
	}
	return words
}

// refused types a line, and takes what its refusal offers.
func (k *offers) refused(who *model.Person, words []string) {
	said := struct {
		Error struct{ Reasons []model.Reason }
	}{}
	if typed := fmt.Sprint(who.Handle, words); k.done[typed] {
		return
	} else {
		k.done[typed] = true
	}
	out, code := k.run(who.Handle, append([]string{"--json"}, words...))
	if code != exitRefused {
		return
	}
	if err := json.Unmarshal([]byte(out), &said); err != nil {
		k.t.Fatalf("%v: %v\n%s", words, err, out)
	}
	for _, reason := range said.Error.Reasons {
		for _, r := range reason.Remedies {
			line := remedy.Shell{}.Command(r)
			switch {
			case r.Then: // after the one before it
			case strings.HasPrefix(line, "fairway ") && !strings.Contains(line, "|"):
				by := []*model.Person{who}
				if len(r.Whose) > 0 {
					by = k.named(strings.Join(r.Whose, ", "))
				}
				k.take(by, who, words, reason, r, func(p *model.Person) []string { return k.filled(line, r, p) })
			case strings.HasPrefix(r.Text, "ask "), strings.HasPrefix(r.Text, "it belongs to: "):
				by := slices.Index(words, "--by")
				k.take(k.named(r.Text), who, words, reason, r, func(p *model.Person) []string {
					if by < 0 || strings.HasPrefix(reason.Text, who.Name) {
						return words
					}
					other := slices.Clone(words) // it is somebody else's word that is taken down
					other[by+1] = p.Handle
					return append(other, "--as", who.Handle)
				})
			}
		}
	}
}

// take has those who may take a remedy do so, until one of them is not kept from it.
func (k *offers) take(by []*model.Person, who *model.Person, words []string, reason model.Reason, r model.Remedy, line func(*model.Person) []string) {
	key := fmt.Sprint(model.Each(by, func(p *model.Person) string { return p.Handle }), r.String(), r.Whose)
	if k.seen[key] {
		return
	}
	k.seen[key] = true
	k.taken++
	var told []string
	for _, p := range by {
		typed := line(p)
		out, code := k.run(p.Handle, typed)
		if !k.kept(p, out, code) {
			return
		}
		told = append(told, fmt.Sprintf("%s: %v\n%s", p.Handle, typed, out))
	}
	k.t.Errorf("%s: %v is refused: %s\nit offers %q to %d people, and none of them may:\n%s", who.Handle, words, reason.Text, remedy.Shell{}.Line(r), len(by), strings.Join(told, "\n"))
}

// kept reports whether somebody is kept from what was offered to them.
func (k *offers) kept(p *model.Person, out string, code int) bool {
	return code == exitUsage || code == exitUnknown || strings.Contains(out, p.Name+" has no role with the permission") ||
		slices.ContainsFunc(k.rules.Duties, func(d process.Duty) bool {
			return regexp.MustCompile(`- (you|` + p.Name + `) .*(: |, and )` + regexp.QuoteMeta(d.Text)).MatchString(out)
		})
}

// named are the people whom a text names, or one of whose roles.
func (k *offers) named(text string) []*model.Person {
	var out []*model.Person
	for _, p := range k.everybody {
		if strings.Contains(text, p.Name) || strings.Contains(text, " "+p.Handle+" ") || slices.ContainsFunc(p.Roles, func(g model.Grant) bool { return strings.Contains(text, k.rules.RoleTitle(g.Role)) }) {
			out = append(out, p)
		}
	}
	return out
}

// filled are the words of a remedy, with something for what the person has to say.
func (k *offers) filled(line string, r model.Remedy, who *model.Person) []string {
	own := "payroll"
	for _, g := range who.Roles {
		if g.Service != "" {
			own = string(g.Service)
		}
	}
	verdict := map[string]string{"decide-waiver": "grant", "decide-exception": "grant", "decide-change": "authorise"}[r.Task]
	if verdict == "" {
		verdict = "approve"
	}
	stand := map[string]string{"DATE": "2026-12-20", "WHEN": "2026-12-20", "TIME": "2026-12-20", "HANDLE": "tess", "PERSON": "tess", "A,B": "tess", "SERVICE": own, "VERDICT": verdict, "DECISION": verdict, "NUMBER": "3", "SAMPLE": "2", "FILE": k.from}
	for _, a := range r.Answers {
		if a.Value == "" && len(a.OneOf) > 0 {
			stand[strings.ToUpper(strings.ReplaceAll(a.Field, "_", "-"))] = a.OneOf[0]
		}
	}
	var out []string
	for _, w := range unquoted(strings.TrimPrefix(line, "fairway ")) {
		if prefix, is := strings.CutSuffix(w, "-n"); is && len(k.records[prefix]) > 0 {
			w = k.records[prefix][0]
		}
		if s, is := stand[w]; is {
			w = s
		}
		out = append(out, strings.ReplaceAll(w, "=…", "=x"))
	}
	return out
}

// unquoted are the words of a line as a shell reads it.
func unquoted(line string) []string {
	var out []string
	for i, piece := range strings.Split(line, "'") {
		if i%2 == 1 {
			out = append(out, piece)
		} else {
			out = append(out, strings.Fields(piece)...)
		}
	}
	return out
}
