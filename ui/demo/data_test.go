package demo

import (
	"slices"
	"strings"
	"testing"

	"fairway/assets"
)

// No two releases are told in the same words: a sample that repeats itself
// teaches people not to read.
func TestEveryReleaseIsItsOwn(t *testing.T) {
	data := must(assets.ReadDemo())
	seen := map[string]string{}
	for _, r := range data.Releases {
		for what, text := range map[string]string{
			"risk": r.Risk, "deliverables": r.Deliverables, "steps": strings.Join(r.Steps, "\n"), "return": strings.Join(r.Return, "\n"),
			"criteria": strings.Join(r.Criteria, "\n"), "news": r.News, "notice": r.Notice, "trigger": r.Trigger, "goals": r.Goals, "lessons": r.Lessons,
		} {
			if text == "" {
				continue
			}
			if other, ok := seen[what+text]; ok {
				t.Errorf("%s and %s have the same %s: %q", other, title(&r), what, text)
			}
			seen[what+text] = title(&r)
		}
	}
}

// What others rely on: these people, with these roles.
func TestPeople(t *testing.T) {
	data := must(assets.ReadDemo())
	for handle, role := range map[string]string{
		"cora": "release-coordinator", "rafael": "release-manager", "chandra": "change-manager", "konrad": "configuration-manager", "tess": "test-manager",
		"dmitri": "deployment-team", "sakura": "service-desk", "oscar": "service-owner", "noor": "requester", "ada": "auditor",
	} {
		if !slices.ContainsFunc(data.People, func(p assets.DemoPerson) bool { return p.Handle == handle && slices.Contains(p.Roles, role) }) {
			t.Errorf("%s is no %s", handle, role)
		}
	}
	if n := len(data.Services); n != 8 {
		t.Errorf("%d services", n)
	}
	if n := len(data.Teams); n != 3 {
		t.Errorf("%d teams", n)
	}
	if !slices.ContainsFunc(data.Services, func(s assets.DemoService) bool { return s.Zone != "" }) {
		t.Error("every service keeps the organisation's time")
	}
}
