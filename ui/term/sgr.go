package term

// applySGR reads the parameters of a "select graphic rendition" sequence, the
// text between "ESC [" and "m", and returns the style after it. What it
// doesn't know it ignores, together with the arguments that belong to it.
func applySGR(s style, params string) style {
	if params == "" || params == "0" {
		return style{}
	}
	for i := 0; i <= len(params); {
		n, next, colon := number(params, i)
		i = next
		switch {
		case n == 38 || n == 48 || n == 58:
			var c colour
			var ok bool
			c, i, ok = readColour(params, i, colon)
			switch {
			case !ok || n == 58: // the colour of the underline isn't kept
			case n == 38:
				s.fg = c
			default:
				s.bg = c
			}
			continue
		case colon:
			// 4:0 takes the underline off, 4:3 makes it curly, which here is
			// plain. Nothing else is known to take arguments this way.
			var sub int
			sub, i, colon = number(params, i)
			if n == 4 {
				s.attr |= underline
				if sub == 0 {
					s.attr &^= underline
				}
			}
			for colon {
				_, i, colon = number(params, i)
			}
			continue
		}
		s = s.with(n)
	}
	return s
}

// with returns the style after one parameter that takes no arguments.
func (s style) with(n int) style {
	switch {
	case n == 0:
		return style{}
	case n == 1:
		s.attr |= bold
	case n == 2:
		s.attr |= faint
	case n == 3:
		s.attr |= italic
	case n == 4 || n == 21: // 21 is a double underline nearly everywhere
		s.attr |= underline
	case n == 5 || n == 6:
		s.attr |= blink
	case n == 7:
		s.attr |= reverse
	case n == 9:
		s.attr |= strike
	case n == 22:
		s.attr &^= bold | faint
	case n == 23:
		s.attr &^= italic
	case n == 24:
		s.attr &^= underline
	case n == 25:
		s.attr &^= blink
	case n == 27:
		s.attr &^= reverse
	case n == 29:
		s.attr &^= strike
	case n >= 30 && n <= 37:
		s.fg = kindBasic | colour(n-30)
	case n == 39:
		s.fg = 0
	case n >= 40 && n <= 47:
		s.bg = kindBasic | colour(n-40)
	case n == 49:
		s.bg = 0
	case n >= 90 && n <= 97:
		s.fg = kindBasic | colour(n-90+8)
	case n >= 100 && n <= 107:
		s.bg = kindBasic | colour(n-100+8)
	}
	return s
}

// number reads one parameter at i and returns where the next one starts, and
// whether a colon leads to it. An empty one is zero, as in the standard; past
// the end next is len(params)+1.
func number(params string, i int) (n, next int, colon bool) {
	for ; i < len(params); i++ {
		switch c := params[i]; {
		case c >= '0' && c <= '9':
			if n < 1<<16 {
				n = n*10 + int(c-'0')
			}
		case c == ':':
			return n, i + 1, true
		case c == ';':
			return n, i + 1, false
		}
	}
	return n, len(params) + 1, false
}

// readColour reads what follows 38, 48 or 58: 5;n or 2;r;g;b, or the same with
// colons, where a colour space may stand before the red.
func readColour(params string, i int, colon bool) (c colour, next int, ok bool) {
	if !colon {
		var kind int
		kind, i, _ = number(params, i)
		var v [3]int
		want := 0
		switch kind {
		case 5:
			want = 1
		case 2:
			want = 3
		}
		ok = want > 0
		for k := range want {
			if i > len(params) {
				return 0, i, false
			}
			v[k], i, _ = number(params, i)
		}
		if !ok {
			return 0, i, false
		}
		c, ok = makeColour(kind, v)
		return c, i, ok
	}
	var v [6]int
	n := 0
	for colon && i <= len(params) {
		var a int
		a, i, colon = number(params, i)
		if n < len(v) {
			v[n] = a
			n++
		}
	}
	switch {
	case v[0] == 5 && n >= 2:
		c, ok = makeColour(5, [3]int{v[1]})
	case v[0] == 2 && n == 4:
		c, ok = makeColour(2, [3]int{v[1], v[2], v[3]})
	case v[0] == 2 && n > 4:
		c, ok = makeColour(2, [3]int{v[2], v[3], v[4]})
	}
	return c, i, ok
}

func makeColour(kind int, v [3]int) (colour, bool) {
	if v[0] > 255 || v[1] > 255 || v[2] > 255 {
		return 0, false
	}
	if kind == 5 {
		return kindPalette | colour(v[0]), true
	}
	return kindTrue | colour(v[0])<<16 | colour(v[1])<<8 | colour(v[2]), true
}
