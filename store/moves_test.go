package store

import (
	"testing"

	"pgregory.net/rapid"

	"fairway/model"
	"fairway/model/when"
)

// What measures ask of moves is the same after they were written for the list.
func TestMovesKeepWhatMeasuresAsk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		moment := rapid.Custom(func(t *rapid.T) when.Moment {
			m := when.Moment{At: start.AddDate(0, 0, rapid.IntRange(-30000, 30000).Draw(t, "day")), Precision: when.Minute}
			switch rapid.IntRange(0, 2).Draw(t, "precision") {
			case 0:
				m.Precision = when.Day
			case 1:
				return when.Moment{}
			}
			return m
		})
		slot := func(name string) model.Slot {
			return model.Slot{Start: moment.Draw(t, name+" start"), End: moment.Draw(t, name+" end")}
		}
		var moves []model.Move
		for range rapid.IntRange(1, 4).Draw(t, "moves") {
			moves = append(moves, model.Move{From: slot("from"), To: slot("to"), At: start.AddDate(0, 0, rapid.IntRange(0, 900).Draw(t, "at")),
				Customer: rapid.Bool().Draw(t, "customer"), Reason: rapid.SampledFrom([]string{"undo", "defect-found", "", "two words"}).Draw(t, "reason")})
		}
		got, err := readMoves(writeMoves(moves))
		if err != nil || len(got) != len(moves) {
			t.Fatalf("%q reads as %v, %v", writeMoves(moves), got, err)
		}
		for i, m := range moves {
			g := got[i]
			if !g.At.Equal(m.At) || !g.From.Same(m.From) || !g.To.Same(m.To) || g.Customer != m.Customer || g.Reason != m.Reason {
				t.Errorf("%+v reads as %+v", m, g)
			}
		}
	})
}

func TestWhatIsNoMoveIsRefused(t *testing.T) {
	for _, text := range []string{"x", "1 2/3 4/5 0", "x / / 0 y", "1 x/ / 0 y", "1 / /y 0 z"} {
		if got, err := readMoves(text); err == nil {
			t.Errorf("%q reads as %v", text, got)
		}
	}
}
