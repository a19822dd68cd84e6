// Package store keeps Fairway's records in one SQLite file. It is the only
// package that knows SQL, and Do is the only way in which a record changes:
// each call is one transaction that loads the facts an action declared, asks
// the action, writes new versions and one entry of the hash-chained log.
//
// Nothing is updated in place: version keeps every state of every record, and
// the projections beside it, which the views read, can be rebuilt from it.
// Rules do not come in here (they are in model), and neither does the
// terminal: a query returns what a view shows, and knows no view.
package store
