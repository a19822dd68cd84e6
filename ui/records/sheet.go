package records

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/filter"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// tally is how many rows there were without a filter, and when: until something
// is written they needn't be counted again.
type tally struct {
	asOf, head store.Position
	total      int
}

// window is how many rows are fetched at once, at least.
const window = 200

// sheet is the table of one kind, as the person left it.
type sheet struct {
	kind
	env     *screen.Env
	columns []store.TableColumn
	table   kit.Table
	content []int // the widest cell of each column so far

	filter  string
	wrong   string   // what is wrong with the filter
	trouble string   // why it couldn't be loaded
	fresh   bool     // the filter or the order is new: the cursor may go to the top
	keeper  model.ID // whose columns and order these are; "" for nobody's yet
	loaded  bool
	asOf    store.Position // of the rows that are here

	sort string
	desc bool

	tally tally // how many there were without a filter
	skip  int   // which of all the first fetched row is
	rows  []store.Listed
	log   []store.LogEntry
	cells [][]kit.Cell // of the fetched rows, made when they are seen
}

func newSheet(env *screen.Env, k kind) *sheet {
	s := &sheet{kind: k, env: env, columns: columnsOf(k)}
	for _, c := range s.columns {
		s.table.Columns = append(s.table.Columns, needs(k, c))
	}
	s.sort, s.desc = s.first()
	s.mark()
	return s
}

// first is the order of those who chose none.
func (s *sheet) first() (column string, desc bool) {
	if s.kind.Sort == "" {
		return s.columns[0].Name, s.kind.Desc
	}
	return s.kind.Sort, s.kind.Desc
}

// mark shows by which column it is sorted.
func (s *sheet) mark() {
	s.table.Sorted = slices.IndexFunc(s.columns, func(c store.TableColumn) bool { return c.Name == s.sort })
	s.table.Desc = s.desc
}

// fetched is how many rows are here.
func (s *sheet) fetched() int { return max(len(s.rows), len(s.log)) }

// here is the place of the chosen row among those fetched; -1 when it isn't.
func (s *sheet) here() int {
	if i := s.table.At - s.skip; i >= 0 && i < s.fetched() {
		return i
	}
	return -1
}

// chosen is the record the cursor is on; in the log, what the entry is about.
func (s *sheet) chosen() model.ID {
	i := s.here()
	switch {
	case i < 0:
		return ""
	case s.Kind == kindLog:
		return s.log[i].Subject
	}
	return s.rows[i].ID
}

// entry is the entry of the log the cursor is on; 0 for none.
func (s *sheet) entry() int64 {
	if i := s.here(); i >= 0 && s.Kind == kindLog {
		return s.log[i].Position
	}
	return 0
}

// kept is what a person keeps of a table: which columns, in which order.
type kept struct {
	Hidden []string `json:"hidden,omitempty"`
	Sort   string   `json:"sort,omitempty"`
	Desc   bool     `json:"desc,omitempty"`
}

func (s *sheet) key() string { return "records." + string(s.Kind) }

// use takes over what was kept, as far as it still fits.
func (s *sheet) use(k kept) {
	for i := range s.columns {
		s.table.Columns[i].Hidden = s.hides(i) && slices.Contains(k.Hidden, s.columns[i].Name)
	}
	if k.Sort != "" && slices.ContainsFunc(s.columns, func(c store.TableColumn) bool { return c.Name == k.Sort }) && s.sorts(k.Sort) {
		s.sort, s.desc = k.Sort, k.Desc
	}
	s.table.Change()
	s.mark()
}

// hides reports whether a column can be hidden: what names a row can't.
func (s *sheet) hides(i int) bool { return s.columns[i].Of != "id" && s.columns[i].Of != "title" }

// sorts reports whether the table can be sorted by a column. The log is in the
// order in which it was written.
func (s *sheet) sorts(name string) bool { return s.Kind != kindLog || name == s.columns[0].Name }

// keep writes down which columns are shown, and in which order.
func (r *Records) keep(s *sheet) tea.Cmd {
	e := r.env
	if e.ReadOnly || e.Person.ID() == "" {
		return nil
	}
	k := kept{Sort: s.sort, Desc: s.desc}
	for _, c := range s.table.Columns {
		if c.Hidden {
			k.Hidden = append(k.Hidden, c.Name)
		}
	}
	text, err := json.Marshal(k)
	if err != nil {
		return nil
	}
	return screen.Aside(screen.Keep(r, e, "keep", s.key(), string(text), "keep how the table is shown"))
}

// came is what came of a load.
type came struct {
	kept  *kept // what the person kept, the first time
	rules *model.Rules
	table store.Table
	log   store.LogTable
	query store.TableQuery
}

// Load asks again for the rows that are here.
func (r *Records) Load() tea.Cmd { return r.load(r.sheet().skip) }

// load asks for the rows from one on.
func (r *Records) load(skip int) tea.Cmd {
	s, e := r.sheet(), r.env
	q := store.TableQuery{Kind: s.Kind, Filter: s.filter, Sort: s.sort, Desc: s.desc, AsOf: e.AsOf, Me: e.Person.ID(), Now: e.Clock(), Limit: r.limit(), Skip: skip, Keep: s.chosen()}
	if s.filter == "" && s.tally.asOf == e.AsOf {
		q.Counted, q.CountedAt = s.tally.total, s.tally.head
	}
	if s.Kind == kindLog {
		q.Keep = model.ID(strconv.FormatInt(s.entry(), 10))
	}
	data, ctx, first, key, isLog, sorts := e.Data, e.Context, !s.loaded || s.keeper != e.Person.ID(), s.key(), s.Kind == kindLog, s.sorts
	sort, desc := s.sort, s.desc
	if s.keeper != "" && first {
		sort, desc = s.first()
	}
	return screen.Ask(r, "table", func() (came, error) {
		out := came{query: q}
		if first {
			rules, err := data.Rules(ctx)
			if err != nil {
				return out, err
			}
			text, err := data.Kept(ctx, q.Me, key)
			if err != nil {
				return out, err
			}
			out.rules, out.kept = rules, &kept{}
			q.Sort, q.Desc = sort, desc
			if json.Unmarshal([]byte(text), out.kept) == nil && out.kept.Sort != "" && sorts(out.kept.Sort) {
				if isLog || hasColumn(q.Kind, out.kept.Sort) {
					q.Sort, q.Desc = out.kept.Sort, out.kept.Desc
				}
			}
			out.query = q
		}
		var err error
		if isLog {
			out.log, err = data.LogTable(ctx, logQuery(q))
		} else {
			out.table, err = data.Table(ctx, q)
		}
		return out, err
	}, func(in came, err error) tea.Cmd {
		if err != nil {
			r.fail(s, err)
			return nil
		}
		if in.rules != nil {
			r.words = words{in.rules}
		}
		s.take(in)
		s.fit(r.words)
		return r.follow()
	})
}

func hasColumn(k model.Kind, name string) bool {
	return slices.ContainsFunc(store.TableColumns(k), func(c store.TableColumn) bool { return c.Name == name })
}

func logQuery(q store.TableQuery) store.LogTableQuery {
	keep, _ := strconv.ParseInt(string(q.Keep), 10, 64)
	return store.LogTableQuery{Filter: q.Filter, Oldest: !q.Desc, AsOf: q.AsOf, Me: q.Me, Now: q.Now, Zone: q.Zone, Limit: q.Limit, Skip: q.Skip, Keep: keep}
}

// take replaces the rows. The cursor stays on its record; where that is gone,
// on its place, or at the top of what is new.
func (s *sheet) take(in came) {
	if in.kept != nil {
		if s.keeper != "" && s.keeper != in.query.Me { // somebody else looks at it now
			s.sort, s.desc = s.first()
		}
		s.use(*in.kept)
		s.keeper = in.query.Me
	}
	s.wrong, s.trouble, s.loaded, s.asOf = "", "", true, in.query.AsOf
	s.rows, s.log = in.table.Rows, in.log.Rows
	at, total := in.table.Kept, in.table.Total
	if in.query.Filter == "" {
		s.tally = tally{in.query.AsOf, in.table.Head, total}
	}
	s.skip = in.table.Skip
	if s.Kind == kindLog {
		at, total, s.skip = in.log.Kept, in.log.Total, in.log.Skip
	}
	s.cells = make([][]kit.Cell, s.fetched())
	s.table.Count = total
	switch {
	case at >= 0:
		s.table.At = at
	case s.fresh:
		s.table.At = 0
	}
	s.fresh = false
	s.table.Move(0)
}

// fit makes each column as wide as what was fetched for it: no wider than
// needed, and never narrower again, so that nothing shifts while one scrolls.
func (s *sheet) fit(w words) {
	if s.content == nil {
		s.content = make([]int, len(s.columns))
	}
	changed := false
	for k := range s.cells {
		for i, c := range s.cell(w, k) {
			if n := min(kit.Width(kit.Cut(c.Text, widest)), widest); n > s.content[i] {
				s.content[i], changed = n, true
			}
		}
	}
	if !changed {
		return
	}
	for i, c := range s.columns {
		base, out := needs(s.kind, c), &s.table.Columns[i]
		content := max(s.content[i], kit.Width(c.Name)+2)
		out.Ideal = min(content, max(base.Ideal, base.Grow*widest))
		out.Least = min(base.Least, content)
		if c.Of == "id" {
			out.Least = content // half an id is none
		}
	}
	s.table.Change()
}

// widest is how far a column grows for what is in it.
const widest = 64

// cell is one fetched row in words, made when it is needed first.
func (s *sheet) cell(w words, k int) []kit.Cell {
	if s.cells[k] == nil {
		if s.Kind == kindLog {
			s.cells[k] = w.logCells(s.env, s.log[k])
		} else {
			s.cells[k] = w.recordCells(s.env, s.kind, s.columns, s.rows[k])
		}
	}
	return s.cells[k]
}

func (r *Records) fail(s *sheet, err error) {
	var bad *filter.Error
	if errors.As(err, &bad) || s.filter != "" {
		if s.loaded && s.asOf != r.env.AsOf { // what is here was never true then
			s.take(came{query: store.TableQuery{AsOf: r.env.AsOf, Filter: s.filter}})
		}
		s.wrong = err.Error()
		return
	}
	s.trouble = err.Error()
	if s.loaded {
		r.env.Host.Fail("load the table", err)
	}
}

// limit is how many rows are fetched at once: enough to move about in.
func (r *Records) limit() int { return max(window, 3*r.rows()) }

// around is from where on to fetch, so that what is seen is in the middle.
func (r *Records) around() int {
	s, rows, limit := r.sheet(), r.rows(), r.limit()
	return max(min(s.table.Top(rows+2)+rows/2-limit/2, s.table.Count-limit), 0)
}

// follow asks for more rows when those seen come near the end of what is here.
func (r *Records) follow() tea.Cmd {
	s, rows := r.sheet(), r.rows()
	top, near := s.table.Top(rows+2), r.limit()/8
	before := s.skip > 0 && top < s.skip+near
	after := s.skip+s.fetched() < s.table.Count && top+rows > s.skip+s.fetched()-near
	if from := r.around(); (before || after) && from != s.skip {
		return r.load(from)
	}
	return nil
}
