package store

import (
	"encoding/json"

	"fairway/model"
)

// Content is what an entry of the log says beyond its sentence: the values that
// the action was given, and the records it wrote. Values are nil where they
// were removed by law; after an import, which writes very many, ids is empty.
func (e LogEntry) Content() (values json.RawMessage, ids []model.ID, err error) {
	l, err := readLine(e.Line)
	if err != nil {
		return nil, nil, err
	}
	for _, w := range l.Wrote {
		ids = append(ids, w.ID)
	}
	if l.Gone {
		return nil, ids, nil
	}
	return l.Values, ids, nil
}
