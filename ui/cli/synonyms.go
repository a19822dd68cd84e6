package cli

import (
	"bytes"
	"strings"

	"fairway/model"
)

// withSynonyms puts today's word before each stored name in indented JSON, with
// the same value.
func withSynonyms(text []byte) []byte {
	var out []byte
	lines := bytes.SplitAfter(text, []byte("\n"))
	for i := 0; i < len(lines); i++ {
		key, opens, _ := strings.Cut(strings.TrimLeft(string(lines[i]), ` "`), `": `)
		word, ok := model.Synonyms[key]
		if !ok {
			out = append(out, lines[i]...)
			continue
		}
		end := i + 1 // after the line with the same indent, where the value is opened here
		if opens == "{\n" || opens == "[\n" {
			for end < len(lines)-1 && indent(lines[end]) > indent(lines[i]) {
				end++
			}
			end++
		}
		value := bytes.Join(lines[i:end], nil)
		out = append(out, bytes.Replace(bytes.TrimRight(value, ",\n"), []byte(key), []byte(word), 1)...)
		out = append(append(out, ",\n"...), value...)
		i = end - 1
	}
	return out
}

func indent(line []byte) int { return len(line) - len(bytes.TrimLeft(line, " ")) }
