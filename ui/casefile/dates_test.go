package casefile

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen/screentest"
)

// moved is a release whose dates are told as they became when clocks were changed.
func TestTheCaseOfDatesThatMovedSaysBoth(t *testing.T) {
	db := screentest.Demo(t)
	c, err := db.Case(context.Background(), store.Now, db.Now(), model.Needs{Releases: []model.ID{"REL-36"}, Calendar: true, Kinds: []model.Kind{model.KindPerson}})
	if err != nil {
		t.Fatal(err)
	}
	id, _ := db.Resolve(context.Background(), model.KindPerson, "cora")
	c.Who.Person = model.Get[*model.Person](c, id)
	r := model.Get[*model.Release](c, "REL-36")
	at := time.Date(2026, 12, 20, 4, 0, 0, 0, time.UTC)
	r.ZoneMove = &model.ZoneMove{From: when.Span{Start: at, End: at.Add(time.Hour)}, To: when.Span{Start: at.Add(time.Hour), End: at.Add(2 * time.Hour)}, Zone: "America/Chicago", At: at}
	told := Words{zone: time.UTC, office: time.UTC, dates: when.Long, now: db.Now()}.tellDates(c, r.ID)
	text := fmt.Sprint(told.Sections)
	for _, want := range []string{"can decide: you may say that the dates were looked at", "those of America/Chicago were changed", "was Sun 20 Dec 2026 04:00–05:00 and became Sun 20 Dec 2026 05:00–06:00"} {
		if !strings.Contains(text, want) {
			t.Errorf("it does not say %q: %s", want, text)
		}
	}
	r.ZoneMove = r.ZoneMove.SeenBy(id, at)
	if got := (Words{zone: time.UTC, office: time.UTC, dates: when.Long}).tellDates(c, r.ID); got.State != model.ApprovalVoid {
		t.Errorf("looked at, it is %s", got.State)
	}
}
