package store

import (
	"context"
	"encoding/base64"
	"strings"
	"testing"

	"fairway/model"
	"fairway/model/action"
)

func TestPeopleByKey(t *testing.T) {
	f := made(t, fixed())
	line := "ssh-ed25519 " + base64.StdEncoding.EncodeToString(append([]byte("\x00\x00\x00\x0bssh-ed25519\x00\x00\x00\x20"), make([]byte, 32)...))
	k, err := model.ParseKey(line)
	if err != nil {
		t.Fatal(err)
	}
	ask := func() []*model.Person {
		t.Helper()
		people, err := f.PeopleByKey(context.Background(), k.Fingerprint)
		if err != nil {
			t.Fatal(err)
		}
		return people
	}
	if people := ask(); len(people) != 0 {
		t.Fatalf("%v before it was added", people)
	}
	f.do(f.admin, action.AddKey{Person: f.boss, Line: line})
	f.do(f.admin, action.GrantRole{Person: f.boss, Grant: model.Grant{Role: "auditor"}}) // a later state has it too
	if people := ask(); len(people) != 1 || people[0].ID != f.boss || !people[0].Keys[0].Live() {
		t.Fatalf("%+v", people)
	}
	f.do(f.admin, action.RevokeKey{Person: f.boss, Fingerprint: k.Fingerprint})
	if people := ask(); len(people) != 1 || people[0].Keys[0].Live() {
		t.Fatalf("a revoked key: %+v", people)
	}
	// Somebody else may have it then, and both stay on record.
	other := f.do(f.admin, action.WritePerson{Person: model.Person{Handle: "other", Name: "Other", Keys: []model.SSHKey{{Line: line}}}}).Subject
	if people := ask(); len(people) != 2 || people[1].ID != other || !people[1].Keys[0].Live() {
		t.Fatalf("%+v", people)
	}
	r := f.record()
	ask()
	for query, plan := range f.plans(r) {
		for _, step := range plan {
			if strings.Contains(step, "SCAN") {
				t.Errorf("%s: %s", query, step)
			}
		}
	}
	f.verified()
}

// TestAChallengeIsOfOneFileAndTheLastOne: it is kept for the person it was made
// for, with what names the file, and a new one takes its place.
func TestAChallengeIsOfOneFileAndTheLastOne(t *testing.T) {
	ctx := context.Background()
	options := fixed()
	id := options.NewID
	options.NewID = func() string { return "other-" + id() } // as ids are, that nobody makes twice
	f, g := made(t, fixed()), made(t, options)
	boss, err := f.Record(ctx, f.boss, Now)
	if err != nil {
		t.Fatal(err)
	}
	first, err := f.Challenge(ctx, boss.Record.(*model.Person))
	if err != nil {
		t.Fatal(err)
	}
	second, err := f.Challenge(ctx, boss.Record.(*model.Person))
	if err != nil {
		t.Fatal(err)
	}
	kept, err := f.LastChallenge(ctx, f.boss)
	if err != nil || kept != second.Text() || first.Nonce == second.Nonce {
		t.Fatalf("%q, %v", kept, err)
	}
	if back, err := model.ReadChallenge(kept); err != nil || back.Person != f.boss || back.File != second.File || !back.Fresh(f.Now()) {
		t.Errorf("%+v, %v", back, err)
	}
	elsewhere, err := g.Challenge(ctx, boss.Record.(*model.Person))
	if err != nil || elsewhere.File == second.File {
		t.Errorf("two files have the one name %q (%v)", elsewhere.File, err)
	}
	// Entries and redactions don't change what names the file.
	f.do(f.admin, action.GrantRole{Person: f.boss, Grant: model.Grant{Role: "auditor"}})
	if third, err := f.Challenge(ctx, boss.Record.(*model.Person)); err != nil || third.File != second.File {
		t.Errorf("%q is the file %q (%v)", third.File, second.File, err)
	}
	if _, err := model.ReadChallenge(kept + "x"); err == nil {
		t.Error("a text with more in it is a challenge")
	}
}
