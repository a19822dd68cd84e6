package term

// cell is one column of one line. Eight bytes, so that two hundred sessions
// with large windows stay small; whatever doesn't fit is kept in the tables of
// the painter and numbered.
type cell struct {
	ch    int32  // a rune; below zero the cluster ^ch; noChar behind a wide character
	style uint16 // number in the style table
	width uint8  // 1, 2, or 0 behind a wide character
	flags uint8
}

const (
	noChar = 0

	// uncertain marks text whose width terminals disagree about: emoji,
	// joined sequences, variation selectors. After it the cursor's column is
	// not taken for granted.
	uncertain = 1 << iota
)

var blank = cell{ch: ' ', width: 1}

// clusters numbers the characters that are more than one rune.
type clusters struct {
	text  []string
	index map[string]int32
}

// maxCluster bounds one cell's text in bytes: a letter under a tower of
// accents must not grow without end. The longest emoji sequences in use take
// 35 bytes.
const maxCluster = 64

// maxTable bounds the tables of a painter. Text that is typed and deleted, or
// a gradient, would let them grow for ever; when one is full the painter
// forgets both and repaints.
const maxTable = 8192

func (t *clusters) number(s string) int32 {
	if n, ok := t.index[s]; ok {
		return n
	}
	if t.index == nil {
		t.index = make(map[string]int32)
	}
	// A copy: s is a part of the frame, and would keep all of it alive.
	s = string(append([]byte(nil), s...))
	t.text = append(t.text, s)
	n := ^int32(len(t.text) - 1)
	t.index[s] = n
	return n
}

func (t *clusters) of(ch int32) string { return t.text[^ch] }
