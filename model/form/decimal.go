package form

import (
	"fmt"
	"math/big"
	"strings"
	"unicode"
)

// A decimal is a number with a unit: an amount of money, hours. It is never a float.
//
// It is kept as digits with a point, without zeros that say nothing: 1250.5. People
// write it with a point or a comma, with thousands apart or without, and with its unit
// or without: 1250.5, 1.250,50 EUR, 1 250,5. What could be either is refused: 1,250 is
// a thousand for some and one and a quarter for others. That is why a number is kept,
// and shown, with a fourth digit where it would have three: 1.2500.

// decimalMost is how many digits a decimal has at most, before and behind its mark.
const decimalMost = 15

// tidyDecimal reads a decimal, with the unit of its field or none.
func tidyDecimal(fl Field, text string, _ Ground) (value, wrong string) {
	digits := withoutUnit(text, fl.Unit)
	whole, part, ambiguous := decimalParts(digits)
	switch {
	case ambiguous:
		mark := digits[len(digits)-4:][:1]
		return "", fmt.Sprintf("%q could be %s or %s: write %s, or %s0", clip(text), strings.ReplaceAll(digits, mark, ""), strings.ReplaceAll(digits, mark, "."), strings.ReplaceAll(digits, mark, ""), digits)
	case whole == "" && fl.Unit != "":
		return "", fmt.Sprintf("%q is no number in %s, such as 12.50", clip(text), fl.Unit)
	case whole == "":
		return "", fmt.Sprintf("%q is no number, such as 12.50", clip(text))
	}
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	whole, part = strings.TrimLeft(whole, "0"), strings.TrimRight(part, "0")
	if len(whole) > decimalMost || len(part) > decimalMost {
		return "", fmt.Sprintf("%q has more than %d digits", clip(text), decimalMost)
	}
	if places := fl.Places; places > 0 && len(part) > places {
		return "", fmt.Sprintf("%q has more than %d digits behind the mark", clip(text), places)
	}
	if whole == "" {
		whole = "0"
	}
	if whole == "0" && part == "" {
		sign = ""
	}
	value = sign + unambiguous(whole, part)
	for _, bound := range []struct {
		of   string
		side int
		is   string
	}{{fl.Least, -1, "less than"}, {fl.Greatest, 1, "more than"}} {
		if limit, ok := decimal(bound.of); ok {
			if n, _ := decimal(value); n.Cmp(limit) == bound.side {
				return "", fmt.Sprintf("%s is %s %s", showDecimal(fl, value, Reader{}), bound.is, showDecimal(fl, bound.of, Reader{}))
			}
		}
	}
	return value, ""
}

// unambiguous writes a decimal so that it is read back as the same.
func unambiguous(whole, part string) string {
	switch {
	case part == "":
		return whole
	case len(part) == 3 && len(whole) <= 3 && whole != "0":
		return whole + "." + part + "0"
	}
	return whole + "." + part
}

// withoutUnit takes the unit off that stands before or behind a number.
func withoutUnit(text, unit string) string {
	text = strings.TrimSpace(text)
	if unit == "" {
		return text
	}
	if n := len(text) - len(unit); n >= 0 {
		switch {
		case strings.EqualFold(text[n:], unit):
			text = text[:n]
		case strings.EqualFold(text[:len(unit)], unit):
			text = text[len(unit):]
		}
	}
	return strings.TrimSpace(text)
}

// decimalParts are the digits before and behind the mark; whole is "" for what is no
// number. Ambiguous says that its only mark could part thousands as well.
func decimalParts(text string) (whole, part string, ambiguous bool) {
	sign := ""
	if rest, ok := strings.CutPrefix(text, "-"); ok {
		sign, text = "-", rest
	} else {
		text = strings.TrimPrefix(text, "+")
	}
	text = strings.Map(func(r rune) rune {
		if r == '’' || r == '\'' || unicode.IsSpace(r) {
			return ' ' // parts thousands, and nothing else
		}
		return r
	}, text)
	points, commas := strings.Count(text, "."), strings.Count(text, ",")
	mark := ""
	switch {
	case points > 0 && commas > 0: // the last one is the mark
		if mark = "."; strings.LastIndex(text, ",") > strings.LastIndex(text, ".") {
			mark = ","
		}
		if strings.Count(text, mark) > 1 {
			return "", "", false
		}
	case points == 1:
		mark = "."
	case commas == 1:
		mark = ","
	}
	before, behind := text, ""
	if mark != "" {
		before, behind, _ = strings.Cut(text, mark)
		if behind == "" || !onlyDigits(behind) {
			return "", "", false
		}
	}
	if !grouped(before) {
		return "", "", false
	}
	plain := strings.NewReplacer(".", "", ",", "", " ", "").Replace(before)
	if points+commas == 1 && len(behind) == 3 && len(before) <= 3 && strings.TrimLeft(before, "0") != "" && !strings.HasPrefix(before, "0") {
		return sign + plain, behind, true
	}
	return sign + plain, behind, false
}

// grouped reports whether digits stand alone, or in groups of three with one and the
// same sign between them.
func grouped(text string) bool {
	if onlyDigits(text) {
		return true
	}
	at := strings.IndexAny(text, "., ")
	if at < 1 || at > 3 {
		return false
	}
	parts := strings.Split(text, text[at:at+1])
	for i, p := range parts {
		if !onlyDigits(p) || i > 0 && len(p) != 3 {
			return false
		}
	}
	return true
}

func onlyDigits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// decimal is a kept decimal as a number; false for none.
func decimal(text string) (*big.Rat, bool) {
	if text == "" {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}

// showDecimal writes a decimal with as many places as its field has, and its unit.
func showDecimal(fl Field, value string, _ Reader) string {
	if _, ok := decimal(value); !ok {
		return value
	}
	whole, part, _ := strings.Cut(value, ".")
	if part != "" || fl.Places > 0 {
		if part = strings.TrimRight(part, "0"); len(part) < fl.Places {
			part += strings.Repeat("0", fl.Places-len(part))
		}
	}
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	return strings.TrimSpace(sign + unambiguous(whole, part) + " " + fl.Unit)
}

// lintDecimal says what makes no sense in a decimal of a form.
func lintDecimal(_ Type, fl Field) string {
	for _, limit := range [][2]string{{"least", fl.Least}, {"greatest", fl.Greatest}} {
		if plain := (Field{Type: Decimal}); limit[1] != "" {
			if value, wrong := tidyDecimal(plain, limit[1], Ground{}); wrong != "" || value != limit[1] {
				return fmt.Sprintf("%s = %q must be a number with a point, such as 0 or 1250.5", limit[0], limit[1])
			}
		}
	}
	least, low := decimal(fl.Least)
	greatest, high := decimal(fl.Greatest)
	switch {
	case low && high && least.Cmp(greatest) > 0:
		return fmt.Sprintf("least = %q is more than greatest = %q", fl.Least, fl.Greatest)
	case fl.Places < 0 || fl.Places > decimalMost:
		return fmt.Sprintf("places = %d must be from 0 to %d", fl.Places, decimalMost)
	case strings.ContainsAny(fl.Unit, "0123456789.,+-'") || strings.TrimSpace(fl.Unit) != fl.Unit:
		return fmt.Sprintf("unit = %q must be a word such as EUR or h", fl.Unit)
	}
	return ""
}
