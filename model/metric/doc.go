// Package metric holds the organisation's measures, each as a value: its id,
// its definition in words, and a pure formula over facts. The same facts give
// the same number, whoever computes it and in whatever order they come, and
// every number carries the records behind it, so that it can be checked by hand.
//
// Where the facts come from is the store's business, how they are drawn the
// screen's. No query, no clock and no drawing may come in here.
package metric
