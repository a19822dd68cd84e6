package demo

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/bom"
	"fairway/store"
)

// library is what was found of the DML by now: somebody looked at all of it, the deployer
// of the newest deployment said what was installed, and of two releases of its service it
// is on record what they are made of.
func (m *maker) library(ctx context.Context, db *store.DB) error {
	keeper := store.Who{Person: m.id("person", m.keeper()), Auth: "demo"}
	if _, err := db.Do(ctx, keeper, action.CheckMedia{}); err != nil {
		return err
	}
	list, err := db.List(ctx, store.ListQuery{Kind: model.KindRun, Limit: 1000})
	if err != nil {
		return err
	}
	var newest *model.Release
	slices.SortFunc(list, func(a, b store.Listed) int { return -model.CompareIDs(a.ID, b.ID) })
	for _, row := range list {
		c, err := db.Case(ctx, store.Now, m.days.now, model.Needs{IDs: []model.ID{row.ID}})
		if err != nil {
			return err
		}
		run := model.Get[*model.Run](c, row.ID)
		r := model.Get[*model.Release](c, run.Release)
		switch {
		case r == nil || !run.Production || run.Result != model.RunDeployed || len(r.Package) == 0 || newest == nil && r.Ended() || newest != nil && (r.ID == newest.ID || r.Service != newest.Service):
			continue
		case newest == nil:
			newest = r
			if err := m.saidInstalled(ctx, db, c, run, r); err != nil {
				return err
			}
			continue
		}
		// The one before it first: the newer is compared with it.
		for _, of := range []struct {
			r    *model.Release
			list []string
		}{{r, []string{"pkg:golang/example.com/money@v1.4.0", "pkg:npm/left-pad@1.3.0", "pkg:npm/%40babel/core@7.24.0"}}, {newest, []string{"pkg:golang/example.com/money@v1.5.1", "pkg:npm/%40babel/core@7.24.0", "pkg:npm/intl@1.2.5"}}} {
			if err := m.billOf(ctx, db, keeper, of.r, of.list); err != nil {
				return err
			}
		}
		break
	}
	return nil
}

// saidInstalled says what was installed: once of another host, which is taken back, and
// then as it was.
func (m *maker) saidInstalled(ctx context.Context, db *store.DB, c *model.Case, run *model.Run, r *model.Release) error {
	who := store.Who{Person: run.By, Auth: "demo"}
	wrong, err := db.Do(ctx, who, action.StateInstalled{Run: run.ID, Files: []model.InstalledFile{{SHA256: strings.Repeat("5e", 32), Name: "package-of-test"}}})
	if err != nil {
		return err
	}
	if _, err := db.Do(ctx, who, action.WithdrawInstallation{Installation: wrong.Wrote[0], Reason: "that was read on the test system"}); err != nil {
		return err
	}
	said := action.StateInstalled{Run: run.ID, From: "SHA256SUMS"}
	for _, id := range r.Package {
		if md := model.Get[*model.Media](c, id); md != nil {
			said.Files = append(said.Files, model.InstalledFile{SHA256: md.SHA256, Name: md.Name})
		}
	}
	_, err = db.Do(ctx, who, said)
	return err
}

// billOf puts what a release is made of on record, as a tool would write it.
func (m *maker) billOf(ctx context.Context, db *store.DB, who store.Who, r *model.Release, components []string) error {
	var lines []string
	for _, purl := range components {
		lines = append(lines, fmt.Sprintf(`{"type": "library", "name": %q, "purl": %q}`, purl[strings.LastIndexByte(purl, '/')+1:strings.LastIndexByte(purl, '@')], purl))
	}
	text := `{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": [` + strings.Join(lines, ", ") + "]}\n"
	list, err := bom.Read([]byte(text))
	if err != nil {
		return err
	}
	sum, size, err := db.Store(ctx, strings.NewReader(text))
	if err != nil {
		return err
	}
	_, err = db.Do(ctx, who, action.AddBill{Media: r.Package[len(r.Package)-1], Release: r.ID, File: model.Media{Name: "bom.json", SHA256: sum, Size: size},
		Format: list.Format, Count: len(list.Components), Unnamed: list.Unnamed, Digest: list.Digest(), Components: list.Components})
	return err
}
