package action_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// helpless are the words of refusals that name no remedy, by why there is none. One that has
// other words names what would remove it, or is entered here with its reason.
var helpless = map[string][]string{
	"it is so": {"already", "nothing was changed", "nothing would change", "it is looked at now", "is not on hold", "is not revoked", "is that departure", "every RFC of it is authorised",
		"is not in its scope"},
	"it is over, or not to come": {"removed by law", "is withdrawn", "was withdrawn", "was voided", "is over", "not to come", "it does not wait", "can't be read", "did not hold",
		"has started: it ends under", "for it: it ends under", "that stays as it is", "no stage follows", "no way back from", "it is not closed: it is in "},
	"it is in a state in which there is nothing to do, and says which": {"it is ", "%s is %s", "it is due ", "its cut-off is ", "where nobody watches it"},
	"there is nothing that is meant": {"there is no ", "nothing was recorded", "no exception of", "nothing is decided on", "no decision of yours", "it is no departure of", "has no departure to come",
		"no date of this file", "no clocks changed", "has no dates that follow", "nothing follows a first plan", "belongs to %s, and"},
	"it says what will do": {"is not 64 hexadecimal digits", "is yes or no", "can't be used", "is given twice", "is there twice", "at most", "is larger than", "is not valid UTF-8", "has a NUL character",
		"are taken up as it is opened"},
}

// TestARefusalNamesWhatRemovesIt: what stands in the source of the actions without a remedy
// is known, with why there is none. The words of another function or error are its own.
func TestARefusalNamesWhatRemovesIt(t *testing.T) {
	files := token.NewFileSet()
	list, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	known := func(words string) bool {
		found := false
		for _, of := range helpless { // in no order: each that fits is used
			for _, part := range of {
				if words == part || strings.Contains(words, part) && part != "it is " && part != "%s is %s" { // these alone: the state follows
					used[part], found = true, true
				}
			}
		}
		return found
	}
	refusals := 0
	for _, name := range list {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(files, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			at := refusing(call)
			if at < 0 {
				return true
			}
			refusals++
			if words := literals(call.Args[at]); len(call.Args) == at+1 && words != "" && !known(words) {
				t.Errorf("%s: %q names no remedy, and nothing says why there is none", files.Position(call.Pos()), words)
			}
			return true
		})
	}
	if refusals < 500 {
		t.Errorf("only %d refusals are found in the source", refusals)
	}
	for why, of := range helpless {
		for _, part := range of {
			if !used[part] {
				t.Errorf("no refusal says %q any more (%s)", part, why)
			}
		}
	}
}

// refusing is where a call has the words of a refusal, what follows them being its remedies;
// -1 for another call.
func refusing(call *ast.CallExpr) int {
	called, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return -1
	}
	on, _ := called.X.(*ast.Ident)
	switch {
	case on == nil:
	case called.Sel.Name == "Add" && on.Name == "refusal":
		return 0
	case called.Sel.Name == "Refuse" && on.Name == "model":
		return 1
	case called.Sel.Name == "Because" && on.Name == "model":
		return 0
	}
	return -1
}

// literals are the words that stand in an expression.
func literals(e ast.Expr) string {
	var out strings.Builder
	ast.Inspect(e, func(n ast.Node) bool {
		if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
			text, _ := strconv.Unquote(l.Value)
			out.WriteString(text)
		}
		return true
	})
	return out.String()
}
