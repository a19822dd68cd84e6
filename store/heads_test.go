package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fairway/model"
	"fairway/model/action"
)

// head is the end of the log, as it is written down.
func (f *file) head() Head {
	f.t.Helper()
	pos, hash, err := f.Head(context.Background())
	if err != nil {
		f.t.Fatal(err)
	}
	first, err := f.FirstHash(context.Background())
	if err != nil {
		f.t.Fatal(err)
	}
	return Head{pos, hash, first}
}

// compared is what is said of heads, one a line.
func (f *file) compared(heads ...Head) string {
	f.t.Helper()
	list, err := f.CompareHeads(context.Background(), heads)
	if err != nil {
		f.t.Fatal(err)
	}
	var out []string
	for _, h := range list {
		out = append(out, fmt.Sprintf("%d %v %s", h.Position, h.Fits, h.What))
	}
	return strings.Join(out, "\n")
}

// A chain alone can't show that its tail was cut, or that it was built anew: heads
// that were written down do, and say which of it happened.
func TestHeadsSayWhatHappenedToTheLog(t *testing.T) {
	f, _ := small(t, fixed())
	early := f.head()
	f.do(f.boss, action.Edit{Release: "REL-1", Set: map[string]string{"notes": "later"}})
	late := f.head()
	bare := func(h Head) Head { h.First = ""; return h }
	if got := f.compared(late, early, Head{0, genesis, ""}); got != "0 true \n8 true \n9 true " {
		t.Fatalf("%s", got)
	}
	other, _ := small(t, Options{})
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	cut := f.again(t)
	// The whole last action, with everything it wrote, as if it had never been.
	cut.tampered(`DELETE FROM log WHERE pos = 9; DELETE FROM log_row WHERE pos = 9; DELETE FROM version WHERE since = 9; UPDATE version SET until = NULL WHERE until = 9`)
	if err := cut.Rebuild(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	cut.verified()
	anew := f.again(t)
	anew.tampered(`UPDATE log SET hash = 'ab' || substr(hash, 3) WHERE pos >= 9`)
	shifted := f.again(t)
	shifted.tampered(`DELETE FROM log WHERE pos = 5; UPDATE log SET pos = pos - 1 WHERE pos > 5`)
	for _, c := range []struct {
		name  string
		f     *file
		heads []Head
		says  []string
	}{
		{"a cut tail", cut, []Head{early, late}, []string{"8 true ", "9 false the tail was cut, or this is an older copy: the log ends with entry 8, and those up to 9 are missing"}},
		{"a cut tail of which nothing else is known", cut, []Head{bare(late)}, []string{"are missing, unless this is another file"}},
		{"a chain built anew", anew, []Head{bare(early), bare(late)}, []string{"8 true ", "9 false its hash is ab", " was written down: the chain was built anew after entry 8, which is as it was"}},
		{"a chain built anew, by its first entry", anew, []Head{late}, []string{"the chain was built anew after its first entry"}},
		{"a chain built anew, or another file", anew, []Head{bare(late)}, []string{"the chain was built anew, or this is another file"}},
		{"another file", other, []Head{early}, []string{"8 false this is another file, or one that was built anew from its first entry on: the hash of that is "}},
		{"entries taken out", shifted, []Head{bare(early)}, []string{"8 false the entry that was written down is entry 7 here"}},
		{"an entry missing", shifted, []Head{{9, strings.Repeat("0", 64), ""}}, []string{"the tail was cut, or this is an older copy: the log ends with entry 8"}},
	} {
		got := c.f.compared(c.heads...)
		for _, says := range c.says {
			if !strings.Contains(got, says) {
				t.Errorf("%s: %s\n  want %q", c.name, got, says)
			}
		}
	}
}

func TestReadHeads(t *testing.T) {
	a, b := strings.Repeat("9f3a", 16), strings.Repeat("c1d7", 16)
	asJSON, err := json.MarshalIndent(Head{12, a, b}, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"12 " + a: "[12 " + a + "]",
		"\ufeff# of Monday\r\n\r\n  12\t" + a + "\r\n13 " + strings.ToUpper(b): "[12 " + a + " 13 " + b + "]",
		Head{12, a, b}.String() + "\n":                                         "[12 " + a + "]",
		string(asJSON) + "\n" + string(asJSON):                                 "[12 " + a + " 12 " + a + "]",
		"[" + string(asJSON) + "]":                                             "[12 " + a + "]",
		"0 " + genesis:                                                         "[0 " + genesis + "]",
	} {
		got, err := ReadHeads(text)
		if err != nil || fmt.Sprint(got) != want {
			t.Errorf("%q is read as %v, %v", text, got, err)
		}
	}
	for text, says := range map[string]string{
		"":                            "there is no head in it",
		"# nothing\n":                 "there is no head in it",
		"12":                          `line 1, "12", is no head`,
		a:                             "is no head",
		"12 " + a[:63]:                "is no head",
		"12 " + a + "0":               "is no head",
		"12 " + a[:63] + "g":          "is no head",
		"-1 " + a:                     "is no head",
		"0 " + a:                      "is no head",
		"12 " + a + " x":              "is no head",
		"12 " + a + "\n13 \u202e" + b: `line 2, "13 \u202e`,
		"99999999999999999999 " + a:   "is no head",
		`{"position": 1}`:             "is no head",
		`{"hash": "` + a + `"}`:       "needs position and hash",
		`{"position": "x"}`:           "needs position and hash",
		`{`:                           "no JSON either",
		"[]":                          "there is no head in it",
	} {
		if got, err := ReadHeads(text); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q is read as %v, %v", text, got, err)
		}
	}
}

// TestFindingsAreCounted: how many there are beyond those listed is said, and two
// hashes are never cut so that they look the same.
func TestFindingsAreCounted(t *testing.T) {
	f, rel := small(t, fixed())
	for i := range 2 * findingLimit {
		f.rename(rel, numbered("Ledger", i))
	}
	f.tampered(`UPDATE record_row SET title = 'x'; UPDATE log_row SET note = 'x'`)
	v, err := f.Verify(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var rows, entries int
	if err := f.reader.QueryRow("SELECT (SELECT count(*) FROM record_row), (SELECT count(*) FROM log_row)").Scan(&rows, &entries); err != nil {
		t.Fatal(err)
	}
	if len(v.Findings) != findingLimit || len(v.Findings)+v.More < rows+entries || v.Rest() != fmt.Sprintf("… and %d more findings", v.More) {
		t.Errorf("%d are listed and %d are not, of some %d: %s", len(v.Findings), v.More, rows+entries, v.Rest())
	}
	var also Verified
	also.Also(v)
	also.Also(v)
	if all := 2 * (len(v.Findings) + v.More); len(also.Findings)+also.More != all {
		t.Errorf("together they are %d, not %d", len(also.Findings)+also.More, all)
	}
	g, _ := small(t, fixed())
	g.tampered(`UPDATE log SET hash = substr(hash, 1, 40) || CASE substr(hash, 41, 1) WHEN 'a' THEN 'b' ELSE 'a' END || substr(hash, 42) WHERE pos = 5`)
	if v, err = g.Verify(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	found := false
	for _, x := range v.Findings {
		if rest, ok := strings.CutPrefix(x.What, "does not fit the chain: its hash is "); ok && x.Where == "log entry 5" {
			one, two, _ := strings.Cut(rest, ", its line and the hash before give ")
			found = true
			if one == two {
				t.Errorf("both hashes are shown as %s", one)
			}
		}
	}
	if !found {
		t.Errorf("%v", v.Findings)
	}
}

// TestMediaThatDifferLateShowIt: the SHA-256 of a file can't be made to differ
// late, but what is written in a record can.
func TestMediaThatDifferLateShowIt(t *testing.T) {
	f, _ := small(t, fixed())
	ctx := context.Background()
	sum, size, err := f.Store(ctx, strings.NewReader("content"))
	if err != nil {
		t.Fatal(err)
	}
	late := sum[:50] + strings.Repeat("0", 14)
	f.do(f.boss, action.AddMedia{Media: model.Media{Name: "app.tar", Version: "1", Medium: "archive", SHA256: late, Size: size}})
	folder := mediaFolder(f.path)
	if err := errors.Join(os.MkdirAll(filepath.Dir(mediaPath(folder, late)), 0o700), os.Rename(mediaPath(folder, sum), mediaPath(folder, late))); err != nil {
		t.Fatal(err)
	}
	v, err := f.VerifyMedia(ctx)
	if err != nil || len(v.Findings) != 1 {
		t.Fatal(v, err)
	}
	rest := v.Findings[0].What[strings.Index(v.Findings[0].What, "its SHA-256 is ")+len("its SHA-256 is "):]
	if one, two, ok := strings.Cut(rest, ", not "); !ok || one == two || !strings.HasPrefix(one, sum[:50]) {
		t.Errorf("%s", v.Findings[0])
	}
}
