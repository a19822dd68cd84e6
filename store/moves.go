package store

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/when"
)

// What measures ask of the moves of a release stands in its list, a line for
// each: when it was made, from where to where, whether for the customer, and
// why. Taking them out of the bodies would cost more than all the rest.

// writeMoves writes moves for the list, without who made them and their own words.
func writeMoves(moves []model.Move) string {
	lines := make([]string, len(moves))
	for i, m := range moves {
		lines[i] = fmt.Sprintf("%d %s %s %d %s", m.At.UnixMilli(), writeSlot(m.From), writeSlot(m.To), bit(m.Customer), m.Reason)
	}
	return strings.Join(lines, "\n")
}

func writeSlot(s model.Slot) string { return writeMoment(s.Start) + "/" + writeMoment(s.End) }

// dayMark stands behind a moment that is known to the day, before the date.
const dayMark = "d"

func writeMoment(m when.Moment) string {
	switch {
	case m.IsZero():
		return ""
	case m.Precision == when.Day:
		return fmt.Sprintf("%d%s%s", m.At.UnixMilli(), dayMark, m.On(time.UTC))
	}
	return strconv.FormatInt(m.At.UnixMilli(), 10)
}

// readMoves reads what writeMoves wrote.
func readMoves(text string) ([]model.Move, error) {
	var out []model.Move
	for line := range strings.SplitSeq(text, "\n") {
		part := strings.SplitN(line, " ", 5)
		if len(part) < 5 {
			return nil, fmt.Errorf("%q is no move", line)
		}
		at, err := strconv.ParseInt(part[0], 10, 64)
		if err != nil {
			return nil, err
		}
		m := model.Move{At: time.UnixMilli(at).UTC(), Customer: part[3] == "1", Reason: part[4]}
		if m.From, err = readSlot(part[1]); err != nil {
			return nil, err
		}
		if m.To, err = readSlot(part[2]); err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}

func readSlot(text string) (s model.Slot, err error) {
	start, end, _ := strings.Cut(text, "/")
	if s.Start, err = readMoment(start); err != nil {
		return s, err
	}
	s.End, err = readMoment(end)
	return s, err
}

func readMoment(text string) (when.Moment, error) {
	if text == "" {
		return when.Moment{}, nil
	}
	digits, date, day := strings.Cut(text, dayMark)
	at, err := strconv.ParseInt(digits, 10, 64)
	m := when.Moment{At: time.UnixMilli(at).UTC(), Precision: when.Minute}
	if day {
		m.Precision, m.Date = when.Day, date
	}
	return m, err
}
