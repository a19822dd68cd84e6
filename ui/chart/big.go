package chart

import (
	"strings"

	"fairway/ui/kit"
	"fairway/ui/theme"
)

// BigHeight is how many cells a big number is high.
const BigHeight = 3

// font is the characters of a big number, five dots high, a line each.
var font = map[rune][5]string{
	'0': {"###", "# #", "# #", "# #", "###"}, '1': {" # ", "## ", " # ", " # ", "###"}, '2': {"###", "  #", "###", "#  ", "###"},
	'3': {"###", "  #", "###", "  #", "###"}, '4': {"# #", "# #", "###", "  #", "  #"}, '5': {"###", "#  ", "###", "  #", "###"},
	'6': {"###", "#  ", "###", "# #", "###"}, '7': {"###", "  #", "  #", " # ", " # "}, '8': {"###", "# #", "###", "# #", "###"},
	'9': {"###", "# #", "###", "  #", "###"}, '.': {" ", " ", " ", " ", "#"}, '-': {"  ", "  ", "##", "  ", "  "}, '/': {"  #", "  #", " # ", "#  ", "#  "},
	'%': {"# #", "  #", " # ", "#  ", "# #"}, ' ': {" ", " ", " ", " ", " "},
	'd': {"  #", "  #", "###", "# #", "###"}, 'h': {"#  ", "#  ", "###", "# #", "# #"}, 'm': {"     ", "     ", "#####", "# # #", "# # #"},
	'i': {"#", " ", "#", "#", "#"}, 'n': {"   ", "   ", "###", "# #", "# #"}, 'a': {"   ", "   ", " ##", "# #", "###"}, 's': {"   ", " ##", "## ", "  #", "## "},
}

// Big is a short text several cells high, and how wide it is; nothing where it holds a
// character that is not drawn so. Whoever shows it says the same in words beside it.
func Big(t *theme.Theme, text string) (lines []string, width int) {
	var dots [6]strings.Builder
	for i, r := range []rune(text) {
		glyph, ok := font[r]
		if !ok {
			return nil, 0
		}
		for row := range 5 {
			if i > 0 {
				dots[row].WriteByte(' ')
			}
			dots[row].WriteString(glyph[row])
		}
	}
	width = dots[0].Len()
	dots[5].WriteString(kit.Spaces(width))
	halves := map[string]string{"  ": " ", "# ": "▀", " #": "▄", "##": "█"}
	if t.ASCII {
		halves = map[string]string{"  ": " ", "# ": "\"", " #": "_", "##": "#"}
	}
	for row := 0; row < 6; row += 2 {
		var b strings.Builder
		upper, lower := dots[row].String(), dots[row+1].String()
		for x := range width {
			b.WriteString(halves[upper[x:x+1]+lower[x:x+1]])
		}
		lines = append(lines, b.String())
	}
	return lines, width
}
