package model

import "unicode/utf8"

// digestShown is how much of a digest is shown where one is enough, in bytes.
const digestShown = 12

// Shorten cuts a digest for people to read, as far as it still differs from each
// of the others it is shown beside or compared with.
func Shorten(digest string, others ...string) string {
	n := digestShown
	for _, o := range others {
		if o == digest {
			continue
		}
		same := 0
		for same < min(len(o), len(digest)) && o[same] == digest[same] {
			same++
		}
		if same >= n-2 {
			n = same + 4
		}
	}
	if n+4 >= len(digest) {
		return digest
	}
	for n < len(digest) && !utf8.RuneStart(digest[n]) {
		n++
	}
	return digest[:n] + "…"
}
