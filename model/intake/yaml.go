package intake

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// OpenYAML reads records as YAML 1.2: a list of mappings, a mapping that holds such a list,
// or several documents. Names and values are those of OpenJSON; a value is taken as it is
// written, whatever a reader of YAML 1.1 would make of it (no is no, 1.10 is 1.10).
func OpenYAML(r io.ReadSeeker, m Mapping, now time.Time, zone *time.Location) Reader {
	return openTree(r, m, now, zone, func(in io.Reader) (treeRows, []Problem, error) {
		text, err := io.ReadAll(io.LimitReader(in, maxTree+1))
		if err != nil {
			return nil, nil, err
		}
		if len(text) > maxTree {
			return nil, []Problem{fail(1, 0, fmt.Sprintf("it is larger than %d MB", maxTree>>20), "export it in parts, or as JSON Lines, one record on a line")}, nil
		}
		if line, column, bad := badByte(text, 1); bad {
			return nil, []Problem{notUTF8(line, column, lineOf(text, line))}, nil
		}
		return yamlRows(text, m.Rows)
	})
}

func lineOf(text []byte, line int) []byte {
	for range line - 1 {
		_, text, _ = bytes.Cut(text, []byte("\n"))
	}
	text, _, _ = bytes.Cut(text, []byte("\n"))
	return text
}

// yamlRows reads all documents, and finds the rows in them.
func yamlRows(text []byte, said string) (treeRows, []Problem, error) {
	var documents []*yaml.Node
	dec := yaml.NewDecoder(bytes.NewReader(text))
	for {
		var n yaml.Node
		err := dec.Decode(&n)
		if err == io.EOF {
			break
		}
		if err != nil {
			line, reason := yamlReason(err)
			return nil, []Problem{fail(line, 0, "it is no YAML: "+reason, "correct it there")}, nil
		}
		if len(n.Content) == 1 && n.Content[0].Tag != "!!null" {
			documents = append(documents, n.Content[0])
		}
	}
	rows := documents
	if len(documents) == 1 {
		switch top := documents[0]; top.Kind {
		case yaml.SequenceNode:
			rows = top.Content
		case yaml.MappingNode:
			lists := map[string]*yaml.Node{}
			var found listsOf
			yamlLists(top, "", &found, lists, 0)
			path, problems := found.choose(said)
			if len(problems) > 0 {
				return nil, problems, nil
			}
			if path != "" {
				rows = lists[path].Content
			}
		}
	}
	budget := maxTree // of what aliases make of it
	return func() (treeRow, []Problem, error) {
		if len(rows) == 0 {
			return treeRow{}, nil, io.EOF
		}
		n := rows[0]
		rows = rows[1:]
		row := treeRow{line: n.Line}
		for n.Kind == yaml.AliasNode {
			n = n.Alias
		}
		if n.Kind != yaml.MappingNode {
			return row, []Problem{fail(row.line, 0, clip(n.Value, 40)+" is no record: it has no fields with names", "give a list of mappings")}, nil
		}
		if !row.flattenYAML("", n, 0, &budget) {
			return row, []Problem{fail(row.line, 0, "its aliases make it too large", "write it without aliases")}, nil
		}
		return row, nil, nil
	}, nil, nil
}

// flattenYAML puts what a node holds into a row. It reports false once aliases have made
// more of the text than budget bytes.
func (r *treeRow) flattenYAML(name string, n *yaml.Node, depth int, budget *int) bool {
	if *budget -= len(n.Value) + 1; *budget < 0 || depth > maxDepth {
		return false
	}
	switch n.Kind {
	case yaml.AliasNode:
		return r.flattenYAML(name, n.Alias, depth+1, budget)
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			below := n.Content[i].Value
			if n.Content[i].Tag == "!!merge" {
				below = name
			} else if name != "" {
				below = name + "." + below
			}
			if !r.flattenYAML(below, n.Content[i+1], depth+1, budget) {
				return false
			}
		}
	case yaml.SequenceNode:
		for _, e := range n.Content {
			if !r.flattenYAML(name, e, depth+1, budget) {
				return false
			}
		}
	case yaml.ScalarNode:
		if n.Tag != "!!null" {
			r.put(name, n.Value)
		}
	}
	return true
}

// yamlLists finds the lists of mappings in a mapping.
func yamlLists(n *yaml.Node, path string, out *listsOf, lists map[string]*yaml.Node, depth int) {
	if depth > 2 {
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		below, value := n.Content[i].Value, n.Content[i+1]
		if path != "" {
			below = path + "." + below
		}
		switch value.Kind {
		case yaml.MappingNode:
			yamlLists(value, below, out, lists, depth+1)
		case yaml.SequenceNode:
			if len(value.Content) > 0 && value.Content[0].Kind == yaml.MappingNode {
				out.paths = append(out.paths, below)
				lists[below] = value
			}
		}
	}
}

var yamlLine = regexp.MustCompile(`^yaml: (?:unmarshal errors:\s*)?line (\d+): `)

// yamlReason is what the reader of YAML says, and of which line.
func yamlReason(err error) (int, string) {
	text := err.Error()
	if m := yamlLine.FindStringSubmatch(text); m != nil {
		line, _ := strconv.Atoi(m[1])
		return line, text[len(m[0]):]
	}
	return 1, strings.TrimPrefix(text, "yaml: ")
}
