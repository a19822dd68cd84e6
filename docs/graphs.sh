#!/usr/bin/env bash
# Has mermaid's own parser and graphviz read the graphs that Fairway writes, titles
# that their languages could take for their own among them, and compares what they
# found with what was meant. Needs Go, node with npm, dot, and the network: mermaid
# and jsdom are fetched into a folder of their own, or found in one that is named:
# docs/graphs.sh [FOLDER].
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:-$(mktemp -d)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ -d "$folder/node_modules/mermaid" ] || npm install --silent --no-fund --no-audit --prefix "$folder" mermaid@11.17.2 jsdom@26.1.0
go test ./model/process/diagram -run TestReadBack -count 1 -graphs "$work" >/dev/null
cat > "$folder/read.mjs" <<'JS'
import { JSDOM } from 'jsdom';
import { readFileSync } from 'fs';
const dom = new JSDOM('');
globalThis.window = dom.window;
globalThis.document = dom.window.document;
const { default: mermaid } = await import('mermaid');
await mermaid.parse('flowchart TB\n a'); // loads its languages
// Its placeholders for entities, as it takes them back before it draws.
const plain = (s) => {
  const p = dom.window.document.createElement('p');
  p.innerHTML = s.replace(/ﬂ°°/g, '&#').replace(/ﬂ°/g, '&').replace(/¶ß/g, ';').replace(/<br\/?>/g, '\n');
  return p.textContent.trim();
};
for (const name of process.argv.slice(2)) {
  const want = JSON.parse(readFileSync(name + '.json', 'utf8'));
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(readFileSync(name + '.mmd', 'utf8'));
  const got = {
    boxes: [...db.getVertices().values()].map((v) => plain(v.text)),
    ways: db.getEdges().map((e) => `${e.start.slice(1)}>${e.end.slice(1)} ${plain(e.text)}`.trim()),
  };
  for (const part of ['boxes', 'ways'])
    if (JSON.stringify(got[part]) !== JSON.stringify(want[part])) {
      console.error(`mermaid reads ${part} of ${name} as\n${JSON.stringify(got[part])}\ninstead of\n${JSON.stringify(want[part])}`);
      process.exit(1);
    }
  console.log(`mermaid ${JSON.parse(readFileSync(new URL('node_modules/mermaid/package.json', import.meta.url))).version}: ${got.boxes.length} stages, ${got.ways.length} ways of ${name.replace(/.*\//, '')} as they are meant`);
}
JS
graphs=("$work"/*.mmd)
node "$folder/read.mjs" "${graphs[@]%.mmd}"
for graph in "${graphs[@]%.mmd}"; do
  said=$(dot -Tsvg "$graph.dot" 2>&1 >"$graph.svg")
  [ -z "$said" ] || { echo "$said" >&2; exit 1; }
  echo "$(dot -V 2>&1 | sed 's/ (.*//; s/dot - //'): $(grep -c 'class="node"' "$graph.svg") stages, $(grep -c 'class="edge"' "$graph.svg") ways of ${graph##*/}"
done
