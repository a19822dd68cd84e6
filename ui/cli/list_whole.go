package cli

import (
	"bytes"
	"context"
	"encoding/json"

	"fairway/model"
)

// wholeRow is a row of a list with the record that it is of, which is nil where its content
// was removed by law. In JSON it is the row with the field "record".
type wholeRow struct {
	row    any
	record model.Record
}

// MarshalJSON puts the record behind the fields of the row.
func (w wholeRow) MarshalJSON() ([]byte, error) {
	row, err := plainJSON(w.row)
	if err != nil {
		return nil, err
	}
	record, err := plainJSON(w.record)
	if err != nil {
		return nil, err
	}
	row = bytes.TrimSuffix(row, []byte("}"))
	if len(row) > 1 {
		row = append(row, ',')
	}
	return append(append(append(row, `"record":`...), record...), '}'), nil
}

// plainJSON is a value as encode writes it, on one line.
func plainJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(withEnds(v))
	return bytes.TrimSpace(b.Bytes()), err
}

// withRecords are the rows of a list, each with its record as it was at the position that
// the list is of: with all their fields, or by their columns.
func withRecords[T any](ctx context.Context, a *App, out list[T], of func(T) model.ID, columns []column[T], chosen bool, l listed) (list[wholeRow], error) {
	rows := make([]wholeRow, len(out.Rows))
	records, err := a.db.Records(ctx, model.Each(out.Rows, of), l.pos)
	for i, r := range out.Rows {
		rows[i] = wholeRow{r, records[of(r)]}
		if chosen {
			rows[i].row = byColumn(columns, out.Rows[i:i+1], l)[0]
		}
	}
	return list[wholeRow]{out.Total, out.LeftOut, rows}, err
}
