package store

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"fairway/model"
	"fairway/model/when"
)

// queryer is a transaction or a pool.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// question is a query with its arguments, and who is asked.
type question struct {
	ctx   context.Context
	q     queryer
	query string
	args  []any
}

func ask(ctx context.Context, q queryer, query string, args ...any) question {
	return question{ctx, q, query, args}
}

// each reads the rows one after the other, all of them into the same places: row
// has to copy what it keeps, and to empty what a row adds to. The rows are closed
// when each returns, so that the connection is free for the next question.
func (a question) each(into []any, row func() error) error {
	rows, err := a.q.QueryContext(a.ctx, a.query, a.args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if err := row(); err != nil {
			return err
		}
	}
	return cmp.Or(rows.Err(), rows.Close())
}

// one reads the first row. Where there is none, what it would be read into stays
// as it is.
func (a question) one(into ...any) (found bool, err error) {
	err = a.q.QueryRowContext(a.ctx, a.query, a.args...).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// found reports whether there is a row; the question is for one column.
func (a question) found() (bool, error) {
	var value any
	return a.one(&value)
}

// all reads every row into a T; into says where its columns go.
func all[T any](a question, into func(*T) []any) ([]T, error) {
	var out []T
	var row, empty T
	err := a.each(into(&row), func() error {
		out = append(out, row)
		row = empty
		return nil
	})
	return out, err
}

// column reads the only column of every row.
func column[T any](a question) ([]T, error) {
	return all(a, func(value *T) []any { return []any{value} })
}

// decoded reads the bodies that a question is for.
func decoded[T any](a question) ([]*T, error) {
	var out []*T
	var body []byte
	err := a.each([]any{&body}, func() error {
		r := new(T)
		out = append(out, r)
		return json.Unmarshal(body, r)
	})
	return out, err
}

// recordOf decodes a body; nil for one that was removed by law.
func recordOf(kind string, body sql.NullString) (model.Record, error) {
	if !body.Valid {
		return nil, nil
	}
	return model.Decode(model.Kind(kind), []byte(body.String))
}

// stamp reads milliseconds since 1970 into a time in UTC, and NULL into the zero
// time.
type stamp time.Time

// Scan takes the value of a column.
func (s *stamp) Scan(value any) error {
	ms, there := value.(int64)
	if !there && value != nil {
		return fmt.Errorf("%v is no time", value)
	}
	*s = stamp(fromMillis(sql.NullInt64{Int64: ms, Valid: there}))
	return nil
}

// momentAt reads a column as stamp does into a moment, and wholeDay the column
// behind it, which has the date of a whole day (20261217), and 0 for a clock time.
type (
	momentAt when.Moment
	wholeDay when.Moment
)

// Scan takes the value of a column.
func (m *momentAt) Scan(value any) error {
	*m = momentAt{}
	err := (*stamp)(&m.At).Scan(value)
	if err == nil && value != nil {
		m.Precision = when.Minute
	}
	return err
}

// Scan takes the value of a column.
func (m *wholeDay) Scan(value any) error {
	var day dateOfDay
	err := day.Scan(value)
	if day != "" && *m != (wholeDay{}) {
		m.Precision, m.Date = when.Day, string(day)
	}
	return err
}

// dateOfDay reads such a column into a date, "" for none.
type dateOfDay string

// Scan takes the value of a column.
func (d *dateOfDay) Scan(value any) error {
	number, err := driver.Int32.ConvertValue(value)
	*d = ""
	if n, _ := number.(int64); n > 0 {
		*d = dateOfDay(when.Date{Year: int(n / 10_000), Month: time.Month(n / 100 % 100), Day: int(n % 100)}.String())
	}
	return err
}

// dayNumber is what wholeDay reads.
func dayNumber(m when.Moment) int {
	if m.Precision != when.Day || m.IsZero() {
		return 0
	}
	return numberOf(m.On(time.UTC))
}

// numberOf writes a date as 20261217.
func numberOf(d when.Date) int {
	return d.Year*10_000 + int(d.Month)*100 + d.Day
}
