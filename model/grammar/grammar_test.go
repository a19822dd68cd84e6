package grammar

import "testing"

func TestCountsAndVerbsAgree(t *testing.T) {
	for want, got := range map[string]string{
		"1 conflict": Count(1, "conflict"), "0 conflicts": Count(0, "conflict"), "1 criterion": Count(1, "criterion"), "2 criteria": Count(2, "criterion"), "2 entries": Count(2, "entry"),
		"3 days": Count(3, "day"), "2 public keys": Count(2, "public key"), "2 branches": Count(2, "branch"),
		"the release notes are": "the release notes " + Are("Release Notes"), "the criteria are": "the criteria " + Are("criteria"), "the release plan is": "the release plan " + Are("Release Plan"),
		"the analysis is": "the analysis " + Are("Analysis"), "the acceptance criteria are": "the acceptance criteria " + Are("Acceptance Criteria"), " is": " " + Are(""),
	} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestA(t *testing.T) {
	for name, want := range map[string]string{"improvement action": "an improvement action", "RFC": "an RFC", "release": "a release", "approval": "an approval", "user": "a user", "": ""} {
		if got := A(name); got != want {
			t.Errorf("%q is %q, not %q", name, got, want)
		}
	}
}

func TestLower(t *testing.T) {
	for title, want := range map[string]string{"Release Plan": "release plan", "CAB Minutes": "CAB minutes", "Package (DML)": "package (DML)", "RFCs": "RFCs", "CAB member": "CAB member", "Go/No-Go Record": "go/no-go record", "Authorisation 2": "authorisation 2", "A": "a", "": ""} {
		if got := Lower(title); got != want {
			t.Errorf("%q within a sentence: %q, not %q", title, got, want)
		}
	}
}
