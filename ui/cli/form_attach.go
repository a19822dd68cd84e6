package cli

import (
	"context"
	"os"
	"path/filepath"
	"slices"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/store"
)

// attached puts the files that answers name into the DML, and has the answers name the
// entries. A file is named by its path, beside the file of answers where it comes from
// one; an entry by its id or its name, where no file is called so. A caller from
// outside names entries alone: the host's files are not theirs. probe asks whether the
// form may be written: nobody's file is kept for what is refused.
func (a *App) attached(ctx context.Context, f *form.Form, beside string, said *form.Answers, probe func() error) error {
	asked := false
	put := func(fl form.Field, text string) (string, error) {
		path, err := a.attachment(fl, beside, text)
		if err != nil || path == "" {
			return text, err
		}
		if !asked {
			if err := probe(); err != nil {
				return text, err
			}
			asked = true
		}
		id, err := a.intoDML(ctx, path)
		return string(id), err
	}
	for _, fl := range f.Fields() {
		if text, ok := said.Values[fl.Name]; ok {
			id, err := put(fl, text)
			if err != nil {
				return err
			}
			said.Values[fl.Name] = id
		}
		for _, c := range fl.Columns {
			for _, row := range said.Tables[fl.Name] {
				if text, ok := row[c.Name]; ok {
					id, err := put(c, text)
					if err != nil {
						return err
					}
					row[c.Name] = id
				}
			}
		}
	}
	return nil
}

// attachAll does so for what a file of answers says, by paths beside it, and for what
// the command line says, by paths of the caller's.
func (a *App) attachAll(ctx context.Context, p paper, beside string, said *form.Answers, flagged form.Answers, void bool) error {
	probe := func() error {
		act := action.WriteForm{Form: p.form.Name, Of: p.of, Answers: *said, Seen: p.seen, Document: p.document.ID, New: p.seen == 0, Void: void}
		c, err := a.caseFor(ctx, act.Needs())
		if err != nil {
			return err
		}
		if permission, service := action.Asks(c, act); action.Can(c, permission, service) {
			return nil
		}
		who, err := a.who(ctx)
		if err != nil {
			return err
		}
		_, err = a.db.Ask(ctx, known(who), act)
		return err
	}
	ofFile := form.Answers{Values: map[string]string{}, Tables: map[string][]form.Cells{}}
	for _, name := range said.Names() {
		if !slices.Contains(flagged.Names(), name) {
			ofFile.Take(name, *said)
		}
	}
	for _, part := range []struct {
		answers form.Answers
		beside  string
	}{{ofFile, beside}, {flagged, ""}} {
		if err := a.attached(ctx, p.form, part.beside, &part.answers, probe); err != nil {
			return err
		}
		for _, name := range part.answers.Names() {
			said.Take(name, part.answers)
		}
	}
	return nil
}

// attachment is the file that an answer names; "" where it names an entry, or nothing.
func (a *App) attachment(fl form.Field, beside, text string) (string, error) {
	if id, err := model.ParseID(text); fl.Type != form.Attachment || text == "" || err == nil && id.Kind() == model.KindMedia {
		return "", nil
	}
	folder := text != filepath.Base(text) // it can't be the name of an entry
	if a.remote {
		if folder {
			return "", a.mayAttach(text)
		}
		return "", nil
	}
	path := text
	if !filepath.IsAbs(path) {
		path = filepath.Join(beside, path)
	}
	info, err := os.Stat(path)
	switch {
	case err != nil && folder:
		return "", usage("attach %s: %s", path, plainly(err))
	case err != nil:
		return "", nil
	case !info.Mode().IsRegular():
		return "", usage("attach %s: it is no file; pack a folder into an archive first", path)
	}
	return path, nil
}

// mayAttach refuses the name of a file of the host.
func (a *App) mayAttach(text string) error {
	return usage("%q would be a file of the host: put yours into the DML first, as in: ssh HOST media add - --name audit.pdf < audit.pdf, and name the entry here", text)
}

// intoDML is the entry of the DML with the content of a file: the one that is there, or
// another.
func (a *App) intoDML(ctx context.Context, path string) (model.ID, error) {
	db, err := a.open(ctx)
	if err != nil {
		return "", err
	}
	who, err := a.who(ctx)
	if err != nil {
		return "", err
	}
	add := action.AddMedia{Media: model.Media{Name: filepath.Base(path), Medium: "document"}}
	probe := add
	probe.Media.SHA256 = noDigest
	if _, err := db.Ask(ctx, known(who), probe); err != nil {
		return "", err
	}
	in, err := a.openFile(path)
	if err != nil {
		return "", usage("attach: %v", err)
	}
	defer in.Close()
	if add.Media.SHA256, add.Media.Size, err = db.Store(ctx, in); err != nil {
		return "", err
	}
	hits, err := db.Search(ctx, add.Media.SHA256, 10)
	if err != nil {
		return "", err
	}
	for _, h := range hits {
		if h.ID.Kind() != model.KindMedia {
			continue
		}
		fact, err := db.Record(ctx, h.ID, store.Now)
		if err != nil {
			return "", err
		}
		if m, ok := fact.Record.(*model.Media); ok && m.SHA256 == add.Media.SHA256 && m.State != model.MediaWithdrawn {
			return m.ID, nil
		}
	}
	r, err := a.do(ctx, add)
	return r.Subject, err
}
