package kit

import tea "github.com/charmbracelet/bubbletea"

// undoMost is how many states of a text can be taken back to.
const undoMost = 200

// editorState is a text, and where the cursor was in it.
type editorState struct {
	text      string
	at, cells int
}

func (e *Editor) state() editorState {
	return editorState{e.Text(), e.at, Width(e.line.before)}
}

// remember keeps the state before a key, if the key changed the text. What was typed
// into one line without a pause elsewhere is one state: it is taken back as a whole.
func (e *Editor) remember(was editorState, typed bool) {
	if e.Text() == was.text {
		e.typing = e.typing && typed
		return
	}
	if !(typed && e.typing) {
		e.undone = append(e.undone, was)
		e.undone = e.undone[max(len(e.undone)-undoMost, 0):]
	}
	e.typing, e.redone = typed, nil
}

// back goes to the last state of from, and keeps the one at hand in to.
func (e *Editor) back(from, to *[]editorState) tea.Cmd {
	n := len(*from)
	if n == 0 {
		return nil
	}
	*to = append(*to, e.state())
	s := (*from)[n-1]
	*from = (*from)[:n-1]
	e.typing = false
	e.set(s)
	return e.kept()
}
