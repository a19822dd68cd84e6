package board

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"fairway/model"
	"fairway/model/process"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

func TestACardSaysWhatMatters(t *testing.T) {
	w := screentest.New(0)
	e := w.Env(theme.Options{Choice: theme.Bare})
	e.Host = nil
	late := store.Card{ID: "REL-83", Name: "CRM", Version: "6.2", Type: "emergency", State: "open", Band: "very-high", Look: store.RiskLook{Title: "very high", Danger: process.HighestDanger}, Conflict: true, Late: true,
		Start: when.Moment{At: screentest.Now.AddDate(0, 0, -5).UTC(), Precision: when.Minute}, Since: screentest.Now.AddDate(0, 0, -2)}
	for width, want := range map[int][]string{
		20: {"REL-83", "v.high", "CRM 6.2", "▲", "3/9", "EMERGENCY", "! 5 d"},
		34: {"REL-83", "▲▲ very high", "Wed 18 Nov", "▲", "●●●○○○○○○", "EMERGENCY", "! 5 d late"},
	} {
		lines := draw(e, late, look{width: width, dots: store.Dots{Met: 3, All: 9}, known: true})
		text := strings.Join(lines[:cardHeight], "\n")
		screentest.Exact(t, text, width, cardHeight)
		for _, s := range want {
			if !strings.Contains(text, s) {
				t.Errorf("%d cells wide, it doesn't say %q:\n%s", width, s, text)
			}
		}
	}
	lines := draw(e, store.Card{ID: "REL-1", State: "closed", Type: "normal"}, look{width: 24})
	if text := strings.Join(lines[:cardHeight], "\n"); !strings.Contains(text, "closed") || !strings.Contains(text, "no date") {
		t.Errorf("a closed card without a date:\n%s", text)
	}
}

func TestCardsAreExactForAnyText(t *testing.T) {
	e := screentest.New(0).Env(theme.Options{Choice: theme.Dark})
	rapid.Check(t, func(t *rapid.T) {
		text := screentest.Text()
		c := store.Card{ID: "REL-1234567", Name: text.Draw(t, "name"), Version: text.Draw(t, "version"), Type: text.Draw(t, "type"),
			State: rapid.SampledFrom([]model.State{model.ReleaseOpen, model.ReleaseHold, model.ReleaseClosed, model.State(text.Draw(t, "state"))}).Draw(t, "which"), Band: text.Draw(t, "band"),
			Late: rapid.Bool().Draw(t, "late"), Conflict: rapid.Bool().Draw(t, "conflict")}
		if rapid.Bool().Draw(t, "dated") {
			c.Start = when.Moment{At: screentest.Now, Precision: when.Minute}
		}
		w := rapid.IntRange(1, 40).Draw(t, "width")
		lines := draw(e, c, look{width: w, known: true, chosen: rapid.Bool().Draw(t, "chosen"), dots: store.Dots{Met: rapid.IntRange(-1, 12).Draw(t, "met"), All: rapid.IntRange(0, 12).Draw(t, "all")}})
		screentest.Exact(t, strings.Join(lines[:cardHeight], "\n"), w, cardHeight)
	})
}

func TestAPictureIsMadeOnce(t *testing.T) {
	e := screentest.New(0).Env(theme.Options{Choice: theme.Dark})
	tile := tile{Card: store.Card{ID: "REL-1", Name: "one"}}
	first := *tile.picture(e, look{width: 20})
	tile.Name = "two"
	if again := *tile.picture(e, look{width: 20}); again != first {
		t.Error("the same look was drawn again")
	}
	if again := *tile.picture(e, look{width: 21}); !strings.Contains(ansi.Strip(again[1]), "two") {
		t.Error("another look was not drawn")
	}
}

// A date on a card loses its weekday before it is cut, and never its year.
func TestADateOnACardIsWhole(t *testing.T) {
	env := screentest.New(1).Env(theme.Options{Choice: theme.Mono})
	for at, want := range map[time.Time]map[int]string{
		time.Date(2026, 11, 18, 21, 0, 0, 0, time.UTC): {20: "Wed 18 Nov 22:00", 15: "Wed 18 Nov", 10: "Wed 18 Nov", 9: "18 Nov", 6: "18 Nov"},
		time.Date(2027, 1, 13, 21, 0, 0, 0, time.UTC):  {20: "13 Jan 2027 22:00", 11: "13 Jan 2027"},
	} {
		c := store.Card{Start: when.Moment{At: at, Precision: when.Minute}}
		for room, text := range want {
			if got := fitting(dates(env, c), room); got != text {
				t.Errorf("in %d cells: %q, want %q", room, got, text)
			}
		}
	}
}
