package glyph

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Folded is a name without what people leave out when they write it down: case,
// accents, and how words are parted. Two people whose names fold alike may well
// be called so: Jose and José, or two of the name of Anna Schmidt.
func Folded(name string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(name) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mc, r):
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// Skeleton is what a name looks like: of two that can't be told apart by eye, it
// is the same. It says nothing about how a name is read.
func Skeleton(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(name) {
		if twin, ok := twins[r]; ok {
			r = twin
		}
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mc, r):
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return pairs.Replace(b.String())
}

// pairs are letters that look like another when they stand close; i, l and 1 are
// one stroke in many a terminal.
var pairs = strings.NewReplacer("rn", "m", "vv", "w", "i", "l")

// twins are the letters of other scripts, and the digits and capitals, that look
// like a Latin letter (from the confusables of Unicode's technical standard 39,
// those that people's names are written in).
var twins = func() map[rune]rune {
	m := map[rune]rune{}
	for latin, others := range map[rune]string{
		'a': "аАαΑɑ", 'b': "вВβΒЬь", 'c': "сСϲϹ", 'd': "ԁđĐ", 'e': "еЕεΕєЄ", 'f': "ƒ", 'g': "ɡԍ", 'h': "нНηΗһҺħĦ", 'i': "іιıӏ", 'j': "јЈϳ",
		'k': "кКκΚ", 'l': "1IІΙӀ|łŁ", 'm': "мМμΜ", 'n': "пΝ", 'o': "0оОοΟσøØ", 'p': "рРρΡ", 'q': "ԛԚ", 'r': "гГ", 's': "ѕЅſ", 't': "тТτΤ",
		'u': "υ", 'v': "νѵѴ", 'w': "ωԝԜ", 'x': "хХχΧ", 'y': "уУγΥүҮ", 'z': "Ζζ",
	} {
		for _, r := range others {
			m[r] = latin
		}
	}
	return m
}()

// Mixed finds a word in which letters of scripts stand together that look alike,
// Latin, Greek and Cyrillic: no word of any language is written so. "" is none.
func Mixed(name string) string {
	for _, word := range strings.FieldsFunc(name, func(r rune) bool { return !unicode.In(r, unicode.L, unicode.M) }) {
		scripts := 0
		for _, s := range []*unicode.RangeTable{unicode.Latin, unicode.Greek, unicode.Cyrillic} {
			if strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(s, r) }) {
				scripts++
			}
		}
		if scripts > 1 {
			return word
		}
	}
	return ""
}
