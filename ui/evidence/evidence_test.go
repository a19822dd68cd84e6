package evidence_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/evidence"
	"fairway/ui/screen/screentest"
)

var ctx = context.Background()

// made is a pack as an archive.
func made(t *testing.T, ctx context.Context, db *store.DB, q evidence.Asked) (*evidence.Pack, []byte) {
	t.Helper()
	p, err := evidence.Make(ctx, db, q)
	if err != nil {
		t.Fatal(err)
	}
	data, err := p.Tar()
	if err != nil {
		t.Fatal(err)
	}
	return p, evidence.Gzip(data)
}

// unpacked is the folder of a pack in an empty one, by tar.
func unpacked(t *testing.T, data []byte) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "pack.tar.gz"), data, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("tar", "-xzf", filepath.Join(dir, "pack.tar.gz"), "-C", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	found, err := filepath.Glob(filepath.Join(dir, "evidence-*"))
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	return found[0]
}

// verified is what verify.sh says of a folder with sh and sha256sum alone: nothing else is on
// its path.
func verified(t *testing.T, folder string, args ...string) (bool, string) {
	t.Helper()
	bin := filepath.Join(filepath.Dir(folder), "bin")
	if _, err := os.Stat(bin); err != nil {
		sums, err := exec.LookPath("sha256sum")
		if err != nil {
			t.Skip("there is no sha256sum here")
		}
		if err := errors.Join(os.Mkdir(bin, 0o700), os.Symlink(sums, filepath.Join(bin, "sha256sum"))); err != nil {
			t.Fatal(err)
		}
	}
	limited, stop := context.WithTimeout(ctx, time.Minute)
	defer stop()
	cmd := exec.CommandContext(limited, "/bin/sh", append([]string{filepath.Join(folder, "verify.sh")}, args...)...)
	cmd.Env = []string{"PATH=" + bin, "LANG=de_DE.UTF-8"}
	cmd.Dir = "/"
	out, err := cmd.CombinedOutput()
	return err == nil, string(out)
}

func files(t *testing.T, folder string) (out []string) {
	t.Helper()
	if err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out = append(out, path)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

// flipped changes one byte of a file, calls, and puts it back.
func flipped(t *testing.T, path string, at int, bit byte, call func()) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	other := slices.Clone(data)
	other[at] ^= bit
	if err := os.WriteFile(path, other, 0o600); err != nil {
		t.Fatal(err)
	}
	call()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestAPackVerifies: in an empty folder, and no more once one byte of any file is another, a
// file is missing, or something was added.
func TestAPackVerifies(t *testing.T) {
	db := screentest.Demo(t)
	p, data := made(t, ctx, db, evidence.Asked{Release: "REL-49"})
	folder := unpacked(t, data)
	if ok, said := verified(t, folder); !ok || !strings.Contains(said, "Everything fits") {
		t.Fatal(said)
	}
	if ok, said := verified(t, folder, p.List); !ok {
		t.Fatal(said)
	}
	if ok, said := verified(t, folder, strings.Repeat("0", 64)); ok || !strings.Contains(said, "another pack") {
		t.Fatal(said)
	}
	list := files(t, folder)
	if len(list) != len(p.Files) || len(list) < 20 {
		t.Fatalf("%d files, and %d were packed", len(list), len(p.Files))
	}
	refused := func(what string) {
		t.Helper()
		if ok, said := verified(t, folder); ok {
			t.Errorf("%s: nobody noticed: %s", what, said)
		}
	}
	for i, path := range list {
		name, _ := filepath.Rel(folder, path)
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if size := int(info.Size()); size > 0 {
			flipped(t, path, i*31%size, 1, func() { refused("a byte of " + name) })
		} else if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		} else {
			refused("a byte in " + name)
			if err := os.WriteFile(path, nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if name == "verify.sh" { // without it there is nothing to run
			continue
		}
		if err := os.Rename(path, path+".away"); err != nil {
			t.Fatal(err)
		}
		if i%5 == 0 {
			refused(name + " under another name")
		}
		if err := os.Rename(path+".away", path); err != nil {
			t.Fatal(err)
		}
	}
	sums := filepath.Join(folder, "SHA256SUMS")
	text, err := os.ReadFile(sums)
	if err != nil {
		t.Fatal(err)
	}
	star := bytes.Index(text, []byte("  "))
	flipped(t, sums, star+1, ' '^'*', func() { refused("the mark of a binary file") })
	flipped(t, sums, bytes.IndexAny(text, "abcdef"), 0x20, func() { refused("a capital letter in a hash") })
	flipped(t, sums, len(text)-1, 1, func() { refused("the last end of a line") })
	for what, other := range map[string][]byte{
		"a NUL at the end":     append(slices.Clone(text), 0),
		"a NUL at the start":   append([]byte{0}, text...),
		"a NUL between":        slices.Insert(slices.Clone(text), star+3, 0),
		"a line twice":         append(slices.Clone(text), text[bytes.LastIndexByte(text[:len(text)-1], '\n')+1:]...),
		"a line end more":      append(slices.Clone(text), '\n'),
		"lines that end in CR": bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n")),
	} {
		if err := os.WriteFile(sums, other, 0o600); err != nil {
			t.Fatal(err)
		}
		refused("SHA256SUMS with " + what)
	}
	// A file that the list has, whatever its name.
	for _, name := range []string{"records/APR-999@1  verify.sh", "new  verify.sh", " ", "a b", "*", "-", "--help", "README.txt\nchain.txt", "x\n", "\\n"} {
		path := filepath.Join(folder, name)
		line := fmt.Sprintf("%x  %s\n", sha256.Sum256([]byte("forged")), name)
		if err := errors.Join(os.WriteFile(path, []byte("forged"), 0o600), os.WriteFile(sums, append(slices.Clone(text), line...), 0o600)); err != nil {
			t.Fatal(err)
		}
		refused(fmt.Sprintf("%q with a line of its own", name))
		if err := os.WriteFile(sums, text, 0o600); err != nil {
			t.Fatal(err)
		}
		refused(fmt.Sprintf("%q without one", name))
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(sums, text, 0o600); err != nil {
		t.Fatal(err)
	}
	for what, add := range map[string]func(string) error{
		"a file":          func(path string) error { return os.WriteFile(path, []byte("new"), 0o600) },
		"an empty folder": func(path string) error { return os.Mkdir(path, 0o700) },
		"a link":          func(path string) error { return os.Symlink("README.txt", path) },
	} {
		for _, name := range []string{"new.txt", ".hidden", "records/REL-99@1.json"} {
			path := filepath.Join(folder, name)
			if err := add(path); err != nil {
				t.Fatal(err)
			}
			refused(what + " more: " + name)
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}
	}
	if ok, said := verified(t, folder); !ok {
		t.Fatal("it was put back, and doesn't fit: " + said)
	}
}

// TestTheFolderOfTheScriptIsVerified: run by a relative path, from elsewhere and by any shell
// that is here, it looks at its own folder, and at none that the environment names.
func TestTheFolderOfTheScriptIsVerified(t *testing.T) {
	db := screentest.Demo(t)
	period, err := when.ParsePeriod("2020-Q1") // of before everything: a small one
	if err != nil {
		t.Fatal(err)
	}
	_, data := made(t, ctx, db, evidence.Asked{Period: period})
	good, bad := unpacked(t, data), unpacked(t, data)
	verified(t, bad) // for the path
	name := filepath.Base(bad)
	if err := os.WriteFile(filepath.Join(bad, "README.txt"), []byte("altered"), 0o600); err != nil {
		t.Fatal(err)
	}
	tried := 0
	for _, shell := range []string{"sh", "dash", "bash", "busybox"} {
		path, err := exec.LookPath(shell)
		if err != nil {
			continue
		}
		for _, of := range []struct {
			dir, script string
			fits        bool
		}{
			{filepath.Dir(bad), name + "/verify.sh", false}, {filepath.Dir(good), name + "/verify.sh", true},
			{filepath.Dir(bad), "./" + name + "/verify.sh", false}, {filepath.Dir(good), "./" + name + "/verify.sh", true},
			{bad, "verify.sh", false}, {good, "verify.sh", true}, {"/", bad + "/verify.sh", false}, {"/", good + "/verify.sh", true},
			{good, "../../" + filepath.Base(filepath.Dir(bad)) + "/" + name + "/verify.sh", false},
		} {
			args := []string{of.script}
			if shell == "busybox" {
				args = []string{"sh", of.script}
			}
			other := filepath.Dir(good)
			if of.fits {
				other = filepath.Dir(bad)
			}
			cmd := exec.Command(path, args...)
			cmd.Dir, cmd.Env = of.dir, []string{"PATH=" + filepath.Join(filepath.Dir(bad), "bin"), "CDPATH=" + other + ":/"}
			if out, err := cmd.CombinedOutput(); (err == nil) != of.fits {
				t.Errorf("%s %s in %s: %v, %s", shell, of.script, of.dir, err, out)
			}
			tried++
		}
	}
	if tried == 0 {
		t.Skip("there is no shell here")
	}
}

// TestTheChainIsVerifiedByItself: whoever makes another list for altered contents is found by
// the hashes of the log.
func TestTheChainIsVerifiedByItself(t *testing.T) {
	db := screentest.Demo(t)
	p, _ := made(t, ctx, db, evidence.Asked{Release: "REL-49"})
	of := func(name string) []byte {
		for _, f := range p.Files {
			if f.Name == name {
				return f.Data
			}
		}
		t.Fatalf("there is no %s", name)
		return nil
	}
	rows := strings.SplitAfter(string(of("chain.txt")), "\n")
	entry := slices.IndexFunc(rows, func(r string) bool { return strings.Contains(r, `"action":"register"`) })
	record := ""
	for _, f := range p.Files {
		if strings.HasPrefix(f.Name, "records/REL-49@") && strings.HasSuffix(f.Name, ".json") {
			record = f.Name
		}
	}
	if entry < 1 || record == "" {
		t.Fatal(entry, record)
	}
	replace := func(name, from, to string) map[string][]byte {
		return map[string][]byte{name: bytes.Replace(of(name), []byte(from), []byte(to), 1)}
	}
	without := slices.Concat(rows[:entry-1], rows[entry:])
	for what, change := range map[string]struct {
		files map[string][]byte
		said  string
	}{
		"a note of the log":    {replace("chain.txt", "registered REL-49", "registered REL-48"), "does not fit its hash"},
		"a record":             {replace(record, "General Ledger", "General Lodger"), "did not write it as it is here"},
		"the hash before":      {map[string][]byte{"chain.txt": []byte(strings.Join(without, ""))}, "the hash before entry"},
		"the end of the chain": {map[string][]byte{"chain.txt": []byte(strings.Join(rows[:len(rows)-2], ""))}, "does not go up to"},
	} {
		if ok, said := verified(t, unpacked(t, relisted(t, p, change.files))); ok || !strings.Contains(said, change.said) {
			t.Errorf("%s: %s", what, said)
		}
	}
}

// relisted is a pack with other contents, and with the list and the script made anew for them.
func relisted(t *testing.T, p *evidence.Pack, files map[string][]byte) []byte {
	t.Helper()
	data, err := p.With(files).Tar()
	if err != nil {
		t.Fatal(err)
	}
	return evidence.Gzip(data)
}

// TestAPackIsTheSameAtTheSamePlace: whoever asks, in whichever zone, and whatever is written
// later: other words for what is in it, other names of people, other rules of what shows what.
func TestAPackIsTheSameAtTheSamePlace(t *testing.T) {
	db := screentest.Demo(t)
	head, _, err := db.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	quarter, err := when.ParsePeriod("2026-Q4")
	if err != nil {
		t.Fatal(err)
	}
	asked := []evidence.Asked{{Release: "REL-31"}, {Release: "REL-14"}, {Period: quarter, Sample: 3, Seed: 7}, {Release: "REL-30", AsOf: head - 40}}
	var before [][]byte
	for i := range asked {
		_, data := made(t, ctx, db, asked[i])
		if before = append(before, data); asked[i].AsOf == store.Now {
			asked[i].AsOf = head
		}
	}
	cora := who(t, db, "cora")
	person, err := db.Record(ctx, cora.Person, store.Now)
	if err != nil {
		t.Fatal(err)
	}
	renamed := *person.Record.(*model.Person)
	renamed.Name = "Cora Nowcalled"
	adam := who(t, db, "alice")
	for _, act := range []struct {
		who store.Who
		a   action.Action
	}{
		{cora, action.AskQuestion{About: "REL-31", Text: "a remark", Comment: true}},
		{adam, action.WritePerson{Person: renamed, Seen: person.Since}},
	} {
		if _, err := db.Do(ctx, act.who, act.a); err != nil {
			t.Fatalf("%T: %v", act.a, err)
		}
	}
	if now, _, _ := db.Head(ctx); now < head+2 {
		t.Fatal(now)
	}
	tokyo, err := when.Zone("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	for i, q := range asked {
		if _, data := made(t, store.ReadBy(store.ReadIn(ctx, tokyo), cora.Person), db, q); !bytes.Equal(data, before[i]) {
			t.Errorf("%+v is another pack now: %s", q, differs(t, before[i], data))
		}
	}
	if _, data := made(t, ctx, db, evidence.Asked{Release: "REL-31"}); bytes.Equal(data, before[0]) {
		t.Error("what was written since changes nothing")
	}
}

// differs names the files in which two packs differ.
func differs(t *testing.T, a, b []byte) string {
	one, other := unpacked(t, a), unpacked(t, b)
	out, _ := exec.Command("diff", "-r", one, other).CombinedOutput()
	return string(out[:min(len(out), 2000)])
}

func who(t *testing.T, db *store.DB, handle string) store.Who {
	t.Helper()
	id, err := db.Resolve(ctx, model.KindPerson, handle)
	if err != nil {
		t.Fatal(err)
	}
	return store.Who{Person: id, Auth: "test"}
}

// TestWhatIsReadSteersNoTerminal: whatever somebody typed, the texts of a pack show it; what is
// stored stays as it is.
func TestWhatIsReadSteersNoTerminal(t *testing.T) {
	db := screentest.Demo(t)
	const odd = "a\x1b[2Jb\u202egpj.exe"
	if _, err := db.Do(ctx, who(t, db, "cora"), action.AskQuestion{About: "REL-49", Text: odd, Comment: true}); err != nil {
		t.Fatal(err)
	}
	p, data := made(t, ctx, db, evidence.Asked{Release: "REL-49"})
	told := false
	for _, f := range p.Files {
		if filepath.Ext(f.Name) == ".txt" && f.Name != "chain.txt" && bytes.ContainsAny(f.Data, "\x1b\u202e") {
			t.Errorf("%s: %q", f.Name, f.Data)
		}
		told = told || bytes.Contains(f.Data, []byte("gpj.exe")) && filepath.Ext(f.Name) == ".txt"
	}
	if !told {
		t.Error("what was typed is not in it")
	}
	if ok, said := verified(t, unpacked(t, data)); !ok {
		t.Error(said)
	}
}

// TestASampleCanBeDrawnAgain: the population is listed, the same seed draws the same, and
// verify.sh draws it again.
func TestASampleCanBeDrawnAgain(t *testing.T) {
	db := screentest.Demo(t)
	year, err := when.ParsePeriod("2026")
	if err != nil {
		t.Fatal(err)
	}
	p, data := made(t, ctx, db, evidence.Asked{Period: year, Sample: 2, Seed: 7})
	s := p.Matrix.Sample
	if s == nil || len(s.Drawn) != 2 || len(s.Population) < 20 || len(p.Releases) != 2 || s.Seed != 7 {
		t.Fatalf("%+v", s)
	}
	if again := model.Sample(s.Population, 2, 7); !slices.Equal(again, s.Drawn) {
		t.Fatal(again, s.Drawn)
	}
	if ok, said := verified(t, unpacked(t, data)); !ok {
		t.Fatal(said)
	}
	other := 0
	for seed := range int64(4) {
		q, _ := made(t, ctx, db, evidence.Asked{Period: year, Sample: 2, Seed: seed + 8})
		if !slices.Equal(q.Matrix.Sample.Drawn, s.Drawn) {
			other++
		}
	}
	if other == 0 {
		t.Error("every seed draws the same")
	}
	var population []byte
	for _, f := range p.Files {
		if f.Name == "population.txt" {
			population = f.Data
		}
	}
	rows := strings.SplitAfter(string(population), "\n")
	rows[0], rows[2] = strings.Replace(rows[0], "drawn", "-", 1), strings.Replace(rows[2], " -", " drawn", 1)
	if ok, said := verified(t, unpacked(t, relisted(t, p, map[string][]byte{"population.txt": []byte(strings.Join(rows, ""))}))); ok || !strings.Contains(said, "was not to be drawn") {
		t.Error(said)
	}
}

// TestStoppedPacksAreNone: making one ends when it is told to.
func TestStoppedPacksAreNone(t *testing.T) {
	db := screentest.Demo(t)
	stopped, stop := context.WithCancel(ctx)
	year, err := when.ParsePeriod("2026")
	if err != nil {
		t.Fatal(err)
	}
	last := 0
	_, err = evidence.Make(stopped, db, evidence.Asked{Period: year, Progress: func(done, all int) {
		if done < last || done > all {
			t.Errorf("step %d of %d after %d", done, all, last)
		}
		if last = done; done == 5 {
			stop()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}
