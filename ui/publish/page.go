package publish

import (
	"bytes"
	_ "embed"
	"fmt"
	"html"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

//go:embed page.css
var style string

// Figure is what stands for a diagram where Markdown has its source.
type Figure struct {
	SVG  string
	Text string // the same, drawn with characters
}

// markdown reads Markdown with tables; HTML in it is left out.
func markdown(figures []Figure) goldmark.Markdown {
	md := goldmark.New(goldmark.WithExtensions(extension.Table), goldmark.WithParserOptions(parser.WithAutoHeadingID()))
	md.Renderer().AddOptions(renderer.WithNodeRenderers(util.Prioritized(&pictures{figures: figures}, 100)))
	return md
}

// Page is a paper as one HTML page: its style is in it, and it fetches nothing.
// Figures are the diagrams in their order.
func Page(title, language, text string, figures ...Figure) (string, error) {
	var body bytes.Buffer
	if err := markdown(figures).Convert([]byte(text), &body, parser.WithContext(parser.NewContext(parser.WithIDs(&headings{seen: map[string]int{}})))); err != nil {
		return "", fmt.Errorf("make a page of %q: %w", title, err)
	}
	return fmt.Sprintf("<!DOCTYPE html>\n<html lang=%q>\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>%s</title>\n<style>\n%s</style>\n</head>\n<body>\n%s</body>\n</html>\n",
		language, html.EscapeString(title), style, body.String()), nil
}

// pictures draws the diagrams of a paper.
type pictures struct {
	figures []Figure
	next    int
}

func (p *pictures) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindFencedCodeBlock, p.draw)
}

func (p *pictures) draw(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	block := n.(*ast.FencedCodeBlock)
	if string(block.Language(source)) == "mermaid" && p.next < len(p.figures) {
		fmt.Fprintf(w, "<figure>\n%s\n</figure>\n", p.figures[p.next].SVG)
		p.next++
		return ast.WalkSkipChildren, nil
	}
	fmt.Fprintf(w, "<pre>%s</pre>\n", html.EscapeString(string(block.Lines().Value(source))))
	return ast.WalkSkipChildren, nil
}
