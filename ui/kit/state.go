package kit

import (
	"fairway/model"
	"fairway/ui/theme"
)

// State is what people call the state of a record of a kind, in the colour of
// what it means; the word says it as well.
func State(t *theme.Theme, k model.Kind, s model.State) (string, theme.Style) {
	state := k.Info().State(s)
	return state.Words, map[model.Tone]theme.Style{model.Plain: t.Text, model.Waits: t.Warn, model.Good: t.Good, model.Bad: t.Bad, model.Over: t.Faint}[state.Tone]
}
