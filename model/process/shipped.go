package process

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Digest names a set of files by their names and texts, in whatever order.
func Digest(files []File) string {
	h := sha256.New()
	for _, f := range inNames(files) {
		fmt.Fprintf(h, "%d %s %d ", len(f.Name), f.Name, len(f.Text))
		_, _ = io.WriteString(h, f.Text) // a hash takes all
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Text is the text of a file of a list, and whether it is there.
func Text(files []File, name string) (string, bool) {
	i := slices.IndexFunc(files, func(f File) bool { return f.Name == name })
	if i < 0 {
		return "", false
	}
	return files[i].Text, true
}

// FileNames are those of one list or the other, sorted.
func FileNames(lists ...[]File) []string {
	var out []string
	for _, list := range lists {
		for _, f := range list {
			if !slices.Contains(out, f.Name) {
				out = append(out, f.Name)
			}
		}
	}
	slices.Sort(out)
	return out
}

// SameFiles reports whether two lists are the same files word for word.
func SameFiles(a, b []File) bool { return slices.Equal(inNames(a), inNames(b)) }

func inNames(files []File) []File {
	out := slices.Clone(files)
	slices.SortFunc(out, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// Differing are the files of the defaults that a list doesn't have as they were
// shipped, as they were; without a text those that only the list has.
func Differing(shipped, files []File) []File {
	var out []File
	for _, name := range FileNames(shipped, files) {
		was, there := Text(shipped, name)
		now, kept := Text(files, name)
		if !there || !kept || was != now {
			out = append(out, File{Name: name, Text: was})
		}
	}
	return out
}

// Restored are the defaults as they were shipped, of the files of a set of rules
// and what Differing said of them.
func Restored(files, differing []File) []File {
	var out []File
	for _, f := range files {
		if _, other := Text(differing, f.Name); !other {
			out = append(out, f)
		}
	}
	for _, f := range differing {
		if f.Text != "" {
			out = append(out, f)
		}
	}
	return inNames(out)
}

// Offered is a set of rules with newer defaults: each file that the organisation
// left as it was shipped is as it is shipped now, and each that it changed stays.
// kept names those that it changed and the defaults did as well.
func Offered(own, shipped, newer []File) (out []File, kept []string) {
	for _, name := range FileNames(own, shipped, newer) {
		mine, have := Text(own, name)
		was, there := Text(shipped, name)
		now, comes := Text(newer, name)
		untouched := have == there && mine == was
		switch {
		case untouched && comes:
			out = append(out, File{Name: name, Text: now})
		case untouched: // the defaults have it no more
		default:
			if have {
				out = append(out, File{Name: name, Text: mine})
			}
			if comes != there || now != was {
				kept = append(kept, name)
			}
		}
	}
	return out, kept
}
