package store

import (
	"context"
	"encoding/base64"
	"strings"
	"testing"

	"fairway/model"
	"fairway/model/action"
)

func TestPersonByKey(t *testing.T) {
	f := made(t, fixed())
	line := "ssh-ed25519 " + base64.StdEncoding.EncodeToString(append([]byte("\x00\x00\x00\x0bssh-ed25519\x00\x00\x00\x20"), make([]byte, 32)...))
	k, err := model.ParseKey(line)
	if err != nil {
		t.Fatal(err)
	}
	if p, err := f.PersonByKey(context.Background(), k.Fingerprint); p != nil || err != nil {
		t.Fatalf("%v, %v before it was added", p, err)
	}
	f.do(f.admin, action.AddKey{Person: f.boss, Line: line})
	f.do(f.admin, action.GrantRole{Person: f.boss, Grant: model.Grant{Role: "auditor"}}) // a later state has it too
	p, err := f.PersonByKey(context.Background(), k.Fingerprint)
	if err != nil || p == nil || p.ID != f.boss || !p.Keys[0].Live() {
		t.Fatalf("%+v, %v", p, err)
	}
	f.do(f.admin, action.RevokeKey{Person: f.boss, Fingerprint: k.Fingerprint})
	if p, err = f.PersonByKey(context.Background(), k.Fingerprint); err != nil || p == nil || p.Keys[0].Live() {
		t.Fatalf("a revoked key: %+v, %v", p, err)
	}
	r := f.record()
	if _, err := f.PersonByKey(context.Background(), k.Fingerprint); err != nil {
		t.Fatal(err)
	}
	for query, plan := range f.plans(r) {
		for _, step := range plan {
			if strings.Contains(step, "SCAN") {
				t.Errorf("%s: %s", query, step)
			}
		}
	}
	f.verified()
}
