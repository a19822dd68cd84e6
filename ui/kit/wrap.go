package kit

import (
	"strings"

	"fairway/ui/theme"
)

// Wrap breaks a text into lines of at most w cells, at spaces where it can.
// Line breaks in the text are kept. It returns at least one line.
func Wrap(s string, w int) []string {
	if w < 1 {
		return []string{""}
	}
	var out []string
	for part := range strings.SplitSeq(strings.ReplaceAll(s, "\r\n", "\n"), "\n") {
		line, used := "", 0
		flush := func() {
			out = append(out, line)
			line, used = "", 0
		}
		for i, word := range strings.Split(Visible(part), " ") {
			n := Width(word)
			if i > 0 {
				switch {
				case used+1+n <= w:
					line += " "
					used++
				case line != "":
					flush()
				}
			}
			for n > w-used {
				head, rest := split(word, w-used)
				if head == "" && used == 0 {
					break // one cell, and a character of two
				}
				line += head
				flush()
				word, n = rest, Width(rest)
			}
			if n > w {
				word, n = "?", 1
			}
			line += word
			used += n
		}
		flush()
	}
	return out
}

// Wrapped is a text in one style, broken into lines of exactly w cells.
func Wrapped(style theme.Style, text string, w int) []string {
	var lines []string
	for _, part := range Wrap(text, w) {
		lines = append(lines, NewLine(w).Text(style, part).String())
	}
	return lines
}

// split breaks visible text after at most w cells.
func split(s string, w int) (head, rest string) {
	n := 0
	for i := 0; i < len(s); {
		cluster, cw := next(s[i:])
		if n+cw > w {
			return s[:i], s[i:]
		}
		n += cw
		i += len(cluster)
	}
	return s, ""
}
