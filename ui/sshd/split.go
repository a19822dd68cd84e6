package sshd

import (
	"errors"
	"strings"
	"unicode/utf8"
)

// split cuts a command line into words. Quotes and backslashes are as in a
// shell; nothing else is: no variable, no pattern and no second command means
// anything, because there is no shell.
func split(line string) ([]string, error) {
	if !utf8.ValidString(line) {
		return nil, errors.New("the command line is not valid UTF-8 text")
	}
	if strings.ContainsRune(line, 0) {
		return nil, errors.New("the command line has a NUL character in it")
	}
	var words []string
	var word strings.Builder
	in := false // a word has begun, be it empty
	var quote rune
	escaped := false
	for _, r := range line {
		switch {
		case escaped:
			if quote == '"' && r != '"' && r != '\\' && r != '$' && r != '`' {
				word.WriteByte('\\')
			}
			word.WriteRune(r)
			escaped = false
		case r == '\\' && quote != '\'':
			escaped, in = true, true
		case quote != 0:
			if r == quote {
				quote = 0
			} else {
				word.WriteRune(r)
			}
		case r == '\'' || r == '"':
			quote, in = r, true
		case r == ' ' || r == '\t' || r == '\n' || r == '\r':
			if in {
				words = append(words, word.String())
				word.Reset()
				in = false
			}
		default:
			word.WriteRune(r)
			in = true
		}
	}
	if quote != 0 || escaped {
		return nil, errors.New("the command line ends inside a quotation; quote the whole of it for your own shell, too: ssh HOST \"release new --name 'Year end'\"")
	}
	if in {
		words = append(words, word.String())
	}
	return words, nil
}
