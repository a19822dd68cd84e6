package sshd

import (
	"strings"

	"github.com/muesli/termenv"
)

// variables are those that a client may set, all of them about its terminal.
// Nothing of the host's own environment is seen by a session.
var variables = []string{"TERM", "COLORTERM", "NO_COLOR", "LANG", "TZ"}

// variableLimit is the longest value that is taken, in bytes.
const variableLimit = 64

// environment is what a session knows of its terminal.
type environment map[string]string

// set takes a variable, or refuses it.
func (e environment) set(name, value string) bool {
	if !allowed(name) || len(value) > variableLimit || strings.ContainsFunc(value, odd) {
		return false
	}
	e[name] = value
	return true
}

func allowed(name string) bool {
	for _, v := range variables {
		if v == name {
			return true
		}
	}
	return false
}

// odd reports whether no terminal's name, locale or zone has the character.
func odd(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_.+/@:", r))
}

func (e environment) get(name string) string { return e[name] }

// colours is how many colours the terminal has, as its variables say: the
// terminal itself is never asked, since one that doesn't answer would keep the
// session waiting.
func (e environment) colours() termenv.Profile {
	if e["COLORTERM"] == "truecolor" || e["COLORTERM"] == "24bit" {
		return termenv.TrueColor
	}
	name := e["TERM"]
	switch {
	case name == "" || name == "dumb" || strings.HasPrefix(name, "vt1") || strings.HasPrefix(name, "vt2"):
		return termenv.Ascii
	case strings.HasSuffix(name, "-direct") || strings.Contains(name, "truecolor"):
		return termenv.TrueColor
	case strings.Contains(name, "256color") || strings.Contains(name, "kitty") || strings.Contains(name, "alacritty") || strings.Contains(name, "ghostty"):
		return termenv.ANSI256
	}
	return termenv.ANSI
}

// ascii reports whether the terminal's locale is not UTF-8. One that says
// nothing is taken to be.
func (e environment) ascii() bool {
	lang := strings.ToLower(e["LANG"])
	return lang != "" && !strings.Contains(lang, "utf-8") && !strings.Contains(lang, "utf8")
}

// bare reports whether colours are not wanted.
func (e environment) bare() bool { return e["NO_COLOR"] != "" }
