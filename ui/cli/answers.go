package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"fairway/model/form"
	"fairway/model/strict"
)

// decodeAnswers reads the answers of a form as people and programs write them:
// TOML as `form template` prints it, or a JSON object. What is no text becomes
// the text that a person would have typed: yes and no, a number without an
// exponent, a list as lines.
func decodeAnswers(data []byte, into *form.Answers) error {
	raw := map[string]any{}
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")) {
		d := json.NewDecoder(bytes.NewReader(data))
		d.UseNumber() // an amount of money is no float
		if err := d.Decode(&raw); err != nil {
			return err
		}
		if _, err := d.Token(); err != io.EOF {
			return errors.New("something follows the JSON object")
		}
	} else if wrong := strict.Decode(string(data), &raw); len(wrong) > 0 {
		return wrong[0]
	}
	for name, v := range raw {
		if list, ok := tableRows(v); ok {
			var rows []form.Cells
			for _, row := range list {
				cells := form.Cells{}
				for k, c := range row {
					cells[k] = answerText(c)
				}
				rows = append(rows, cells)
			}
			into.Tables[name] = rows
			continue
		}
		into.Values[name] = answerText(v)
	}
	return nil
}

// tableRows recognises a list of tables in what TOML and JSON decode to.
func tableRows(v any) ([]map[string]any, bool) {
	switch v := v.(type) {
	case []map[string]any:
		return v, true
	case []any:
		var out []map[string]any
		for _, e := range v {
			row, ok := e.(map[string]any)
			if !ok {
				return nil, false
			}
			out = append(out, row)
		}
		return out, len(out) > 0
	}
	return nil, false
}

func answerText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case bool:
		if v {
			return "yes"
		}
		return "no"
	case nil:
		return ""
	case []any:
		var out []string
		for _, e := range v {
			out = append(out, answerText(e))
		}
		return strings.Join(out, "\n")
	case time.Time:
		return v.Format(time.RFC3339)
	case toml.LocalDate:
		return v.String()
	case toml.LocalDateTime:
		return v.AsTime(time.UTC).Format("2006-01-02 15:04")
	case toml.LocalTime:
		return fmt.Sprintf("%02d:%02d", v.Hour, v.Minute)
	case json.Number:
		if n, err := v.Float64(); err == nil && strings.ContainsAny(v.String(), ".eE") {
			return answerText(n)
		}
		return v.String()
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}
