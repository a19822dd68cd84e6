package store

import (
	"maps"
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"fairway/model"
	"fairway/model/when"
)

// measuredBody is what measures of papers read of a release's record: its way through the
// stages, what it was let through by, its plan. What they don't read is passed over.
type measuredBody struct {
	ID          model.ID           `json:"id"`
	Type        string             `json:"type"`
	TypePurpose string             `json:"type_purpose"`
	Coordinator model.ID           `json:"coordinator"`
	Rules       model.ID           `json:"book"`
	Stage       string             `json:"stage"`
	AtEnd       bool               `json:"at_end"`
	StageDue    time.Time          `json:"stage_due"`
	Passed      []model.Passage    `json:"passed"`
	Returned    []model.Passage    `json:"returned"`
	Reopened    []model.Ending     `json:"reopened"`
	Cancelled   *model.Ending      `json:"cancelled"`
	Broken      []model.Broken     `json:"broken"`
	Declared    *model.Declaration `json:"declared"`
	Window      struct {
		Start plainMoment `json:"start"`
		End   plainMoment `json:"end"`
	} `json:"window"`
	Risk     *model.Risk   `json:"risk"`
	Origin   *model.Origin `json:"origin"`
	Deployed bool          `json:"deployed"`
}

// plainMoment is a moment as it is kept today. As it was kept before it is read by the model.
type plainMoment when.Moment

// readMeasured reads of the body of a release what measures ask of it. The standard library
// takes four times as long for it.
func readMeasured(body []byte, into *model.Release) error {
	var m measuredBody
	if json.Unmarshal(body, &m) != nil {
		r, err := model.Decode(model.KindRelease, body)
		if err == nil {
			*into = *r.(*model.Release)
		}
		return err
	}
	*into = model.Release{ID: m.ID, Type: m.Type, TypePurpose: m.TypePurpose, Coordinator: m.Coordinator, Rules: m.Rules, Stage: m.Stage, AtEnd: m.AtEnd, StageDue: m.StageDue,
		Passed: m.Passed, Returned: m.Returned, Reopened: m.Reopened, Cancelled: m.Cancelled, Broken: m.Broken, Declared: m.Declared, Risk: m.Risk, Origin: m.Origin, Deployed: m.Deployed,
		Window: model.Slot{Start: when.Moment(m.Window.Start), End: when.Moment(m.Window.End)}}
	return nil
}

// insidePapers reads what papers say of the releases that were deployed in the period, and
// the rules that these are under.
func (l *factsLoader) insidePapers() (*papers, error) {
	p, err := l.shared()
	if err != nil || l.kept.papers != nil {
		return p, err
	}
	l.kept.papers = make([]string, l.kept.Len())
	books := map[model.ID]bool{}
	last := model.ID("")
	err = l.rows(factPapers, "f.at >= ? AND f.at < ?", l.past(), func(raw []byte) error {
		at, ok := l.at[packedNumber(raw)]
		if !ok || l.kept.papers[at] != "" {
			return nil
		}
		l.kept.papers[at] = l.stock.keep(raw)
		if book := packedBook(l.kept.papers[at]); book != last {
			last, books[book] = book, true
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return p, p.fetch(slices.Collect(maps.Keys(books)))
}

// ofReleases reads the records of a kind that belong to the releases that were deployed in
// the period, by these. with is a condition on their body v. Where the file has fewer of the
// kind than there are releases, it goes through these.
func ofReleases[T model.Record](l *factsLoader, kind model.Kind, with string) (map[model.ID][]T, error) {
	out := map[model.ID][]T{}
	var body []byte
	var of model.ID
	read := func() error {
		if _, ok := l.found(of); !ok {
			return nil
		}
		rec, err := model.Decode(kind, body)
		if err == nil {
			out[of] = append(out[of], rec.(T))
		}
		return err
	}
	var n int
	if err := l.tx.QueryRowContext(l.ctx, "SELECT count(*) FROM record_row x WHERE x.kind = ? AND x.kind <> 'release' AND x.until IS NULL", string(kind)).Scan(&n); err != nil {
		return nil, err
	}
	if n < l.inside {
		return out, l.each("SELECT x.subject, v.body FROM record_row x JOIN version v ON v.n = x.n AND v.body IS NOT NULL"+with+" WHERE x.kind = '"+string(kind)+"' AND "+l.live("x")+" ORDER BY x.number", nil, []any{&of, &body}, read)
	}
	return out, l.ofInside("x.subject, v.body", "record_row x ON x.subject = i.id AND x.kind = '"+string(kind)+"' AND x.subject <> '' AND "+l.live("x")+" JOIN version v ON v.n = x.n AND v.body IS NOT NULL"+with, []any{&of, &body}, read)
}
