package evidence

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/store"
)

// File is one file of a pack.
type File struct {
	Name string // in the folder of the pack, with /
	Data []byte
}

// Pack is an evidence pack.
type Pack struct {
	Found
	Folder string
	Files  []File // in the order of their names
	// List is the SHA-256 of SHA256SUMS, in hex: what is written down elsewhere tells
	// whether a pack is the one that was made.
	List string
}

// builder collects the files of a pack.
type builder struct {
	ctx   context.Context
	db    *store.DB
	found Found
	files map[string][]byte
	// titles are those of the records that are named, people among them.
	titles map[model.ID]string
	// states are those that are in it, taken the records of which they are, and about those
	// about which the entries of the log are wanted.
	states    []store.Kept
	taken     map[model.ID]bool
	about     []model.ID
	baselines strings.Builder
	failed    error // the first, of what is looked up for a text
}

// Make makes a pack. Nothing of what it reads can change meanwhile.
func Make(ctx context.Context, db *store.DB, q Asked) (*Pack, error) {
	at, err := db.EvidenceAt(ctx, q.AsOf)
	if err != nil {
		return nil, err
	}
	b := &builder{ctx: ctx, db: db, found: Found{At: at}, files: map[string][]byte{}, titles: map[model.ID]string{}, taken: map[model.ID]bool{}}
	found, c, err := look(ctx, db, q, at, b.release)
	if err != nil {
		return nil, err
	}
	b.found = found
	for _, step := range []func() error{func() error { return b.take(c, found.Matrix.Records()) }, b.chain, b.papers} {
		if err := errors.Join(step(), ctx.Err()); err != nil {
			return nil, err
		}
	}
	p := &Pack{Found: found, Folder: fmt.Sprintf("evidence-%s-at-%d", found.Matrix.Of, found.At.Position)}
	p.List = b.seal()
	for name, data := range b.files {
		p.Files = append(p.Files, File{name, data})
	}
	slices.SortFunc(p.Files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return p, nil
}

func (b *builder) add(name string, data []byte) { b.files[name] = data }

func (b *builder) text(name, text string) { b.add(name, []byte(text)) }

func (b *builder) json(name string, v any) error {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	b.add(name, out.Bytes())
	return nil
}

//go:embed verify.sh
var verifyScript string

//go:embed sample.sh
var sampleScript string

// seal writes the script, and the list of all files. The list has the SHA-256 of the script,
// and the script that of the list without its own line: neither can be changed alone.
func (b *builder) seal() string {
	sample := ""
	if s := b.found.Matrix.Sample; s != nil {
		sample = strings.NewReplacer("@SEED@", fmt.Sprint(s.Seed), "@DRAWN@", fmt.Sprint(len(s.Drawn))).Replace(sampleScript)
	}
	names := make([]string, 0, len(b.files))
	for name := range b.files {
		names = append(names, name)
	}
	slices.Sort(names)
	var list strings.Builder
	for _, name := range names {
		fmt.Fprintf(&list, "%s  %s\n", sum(b.files[name]), name)
	}
	script := strings.NewReplacer("@LIST@", sum([]byte(list.String())), "@HEAD@", fmt.Sprintf("%d %s", b.found.At.Position, b.found.At.Hash), "@SAMPLE@\n", sample).Replace(verifyScript)
	b.text("verify.sh", script)
	fmt.Fprintf(&list, "%s  verify.sh\n", sum([]byte(script)))
	b.text("SHA256SUMS", list.String())
	return sum([]byte(list.String()))
}

func sum(data []byte) string {
	s := sha256.Sum256(data)
	return hex.EncodeToString(s[:])
}
