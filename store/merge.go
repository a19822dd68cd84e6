package store

import "database/sql"

// merged is a cursor over rows in the order of their first column, which is
// read along with another one. Rows that the other has nothing for are stray.
type merged struct {
	list  string // of what the rows are the list
	rows  *sql.Rows
	row   []any
	into  []any
	ok    bool // row holds one that was not taken yet
	stray func(row []any)
}

func (k *verifier) merge(list, query string) (*merged, error) {
	rows, err := k.tx.QueryContext(k.ctx, query)
	if err != nil {
		return nil, err
	}
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	m := &merged{list: list, rows: rows, row: make([]any, len(columns)), into: make([]any, len(columns)), stray: func([]any) {}}
	for i := range m.row {
		m.into[i] = &m.row[i]
	}
	if err := m.next(); err != nil {
		_ = rows.Close()
		return nil, err
	}
	return m, nil
}

func (m *merged) next() error {
	if m.ok = m.rows.Next(); !m.ok {
		return m.rows.Err()
	}
	return m.rows.Scan(m.into...)
}

func (m *merged) close() { _ = m.rows.Close() }

// key is the first column of the row at hand.
func (m *merged) key() int64 {
	n, _ := m.row[0].(int64)
	return n
}

// take returns the next row of a key, nil when there is none. The row is good
// until the next call.
func (m *merged) take(key int64) ([]any, error) {
	for m.ok && m.key() < key {
		m.stray(m.row)
		if err := m.next(); err != nil {
			return nil, err
		}
	}
	if !m.ok || m.key() != key {
		return nil, nil
	}
	out := append([]any(nil), m.row...)
	return out, m.next()
}

// skip passes over the rows of a key.
func (m *merged) skip(key int64) error {
	for {
		if row, err := m.take(key); err != nil || row == nil {
			return err
		}
	}
}

// drain reports what is left.
func (m *merged) drain() error {
	for m.ok {
		m.stray(m.row)
		if err := m.next(); err != nil {
			return err
		}
	}
	return nil
}

// same compares a row with the values it should have.
func same(row, want []any) bool {
	if len(row) != len(want) {
		return false
	}
	for i := range want {
		w := want[i]
		if n, ok := w.(int); ok {
			w = int64(n)
		}
		if row[i] != w {
			return false
		}
	}
	return true
}
