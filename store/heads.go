package store

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"fairway/model"
)

// Head is an entry of the log as it was written down outside of the file: a
// chain alone can't show that its tail was cut.
type Head struct {
	Position Position `json:"position"`
	Hash     string   `json:"hash"` // 64 hexadecimal digits
	// First is the hash of the first entry, by which one file is told from
	// another; "" where it was not written down.
	First string `json:"first,omitempty"`
}

func (h Head) String() string { return fmt.Sprintf("%d %s", h.Position, h.Hash) }

// HeadFit is what became of a head.
type HeadFit struct {
	Head
	Fits bool   `json:"fits"`
	What string `json:"what,omitempty"` // is wrong
}

// headForm is what a head looks like.
const headForm = "a position of the log and 64 hexadecimal digits, as fairway log head prints them"

// ReadHeads reads heads as `log head` prints them, one a line or as JSON. Empty
// lines and those that begin with # are passed over.
func ReadHeads(text string) ([]Head, error) {
	text = strings.TrimPrefix(text, "\ufeff")
	if t := strings.TrimSpace(text); strings.HasPrefix(t, "{") || strings.HasPrefix(t, "[") {
		return headsOfJSON(t)
	}
	var out []Head
	n := 0
	for line := range strings.Lines(text) {
		n++
		words := strings.Fields(line)
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		h := Head{Position: -1}
		if len(words) == 2 {
			if pos, err := strconv.ParseInt(words[0], 10, 64); err == nil {
				h = Head{Position: Position(pos), Hash: words[1]}
			}
		}
		if err := h.tidy(); err != nil {
			return nil, fmt.Errorf("line %d, %s, is no head: write %s", n, clipped(strings.TrimSpace(line)), headForm)
		}
		out = append(out, h)
	}
	if len(out) == 0 {
		return nil, errors.New("there is no head in it: write " + headForm)
	}
	return out, nil
}

func headsOfJSON(text string) ([]Head, error) {
	var out []Head
	for d := json.NewDecoder(strings.NewReader(text)); ; {
		var value json.RawMessage
		if err := d.Decode(&value); err == io.EOF {
			break
		} else if err != nil {
			return nil, fmt.Errorf("it is no head, and no JSON either (%w): write %s", err, headForm)
		}
		if !bytes.HasPrefix(value, []byte("[")) {
			value = slices.Concat([]byte("["), value, []byte("]"))
		}
		var list []struct {
			Position *Position `json:"position"`
			Hash     string    `json:"hash"`
			First    string    `json:"first"`
		}
		if err := json.Unmarshal(value, &list); err != nil {
			return nil, fmt.Errorf("it is JSON, and no head (%w): it needs position and hash", err)
		}
		for _, l := range list {
			if l.Position == nil {
				return nil, errors.New("it is JSON, and no head: it needs position and hash")
			}
			h := Head{*l.Position, l.Hash, l.First}
			if err := h.tidy(); err != nil {
				return nil, fmt.Errorf("%s is no head: write %s", clipped(h.String()), headForm)
			}
			out = append(out, h)
		}
	}
	if len(out) == 0 {
		return nil, errors.New("there is no head in it: write " + headForm)
	}
	return out, nil
}

// clipped is what somebody gave, for a message.
func clipped(text string) string {
	if r := []rune(text); len(r) > 100 {
		text = string(r[:100]) + "…"
	}
	return strconv.Quote(text)
}

// tidy checks a head, and writes its hashes as they are stored.
func (h *Head) tidy() error {
	h.Hash, h.First = strings.ToLower(h.Hash), strings.ToLower(h.First)
	for _, hash := range []string{h.Hash, h.First} {
		if b, err := hex.DecodeString(hash); (err != nil || len(b) != 32) && (hash != "" || h.Hash == "") {
			return errors.New("its hash is none")
		}
	}
	if h.Position < 0 || h.Position == 0 && h.Hash != genesis {
		return errors.New("its position is none")
	}
	return nil
}

// CompareHeads says of each head whether the log still has it, and if not, what
// must have happened, as far as that can be told. They come back by position.
func (db *DB) CompareHeads(ctx context.Context, heads []Head) ([]HeadFit, error) {
	const doing = "compare the log with the heads that were written down"
	last, _, err := db.Head(ctx)
	if err != nil {
		return nil, err
	}
	find := func(query string, arg any) (pos Position, hash string, err error) {
		_, err = ask(ctx, db.reader, query, arg).one(&pos, &hash)
		return pos, hash, db.explain(doing, err)
	}
	const at, hashed = "SELECT pos, hash FROM log WHERE pos = ?", "SELECT pos, hash FROM log WHERE hash = ? LIMIT 1"
	_, first, err := find(at, 1)
	if err != nil {
		return nil, err
	}
	heads = slices.Clone(heads)
	slices.SortStableFunc(heads, func(a, b Head) int { return int(min(max(a.Position-b.Position, -1), 1)) })
	sound := Position(0) // as far as a head fits
	var out []HeadFit
	for _, h := range heads {
		_, have, err := find(at, int64(h.Position))
		if err != nil {
			return nil, err
		}
		f := HeadFit{Head: h, Fits: have == h.Hash || h.Position == 0}
		elsewhere := Position(0)
		if !f.Fits && h.Position <= last {
			if elsewhere, _, err = find(hashed, h.Hash); err != nil {
				return nil, err
			}
		}
		switch {
		case f.Fits:
			sound = h.Position
		case h.First != "" && h.First != first:
			f.What = fmt.Sprintf("this is another file, or one that was built anew from its first entry on: the hash of that is %s, and was %s when the head was written down", model.Shorten(first, h.First), model.Shorten(h.First, first))
		case h.Position > last:
			f.What = fmt.Sprintf("the tail was cut, or this is an older copy: the log ends with entry %d, and those up to %d are missing", last, h.Position)
			if sound == 0 && h.First == "" {
				f.What += ", unless this is another file"
			}
		case have == "":
			f.What = "it is missing"
		case elsewhere != 0:
			f.What = fmt.Sprintf("the entry that was written down is entry %d here: others before it were taken out or put in, or the position was written down wrongly", elsewhere)
		default:
			f.What = fmt.Sprintf("its hash is %s, and %s was written down: ", model.Shorten(have, h.Hash), model.Shorten(h.Hash, have))
			switch {
			case sound > 0:
				f.What += fmt.Sprintf("the chain was built anew after entry %d, which is as it was", sound)
			case h.First != "":
				f.What += "the chain was built anew after its first entry, which is as it was"
			default:
				f.What += "the chain was built anew, or this is another file"
			}
		}
		out = append(out, f)
	}
	return out, nil
}
