package intake

import (
	"maps"
	"slices"
)

// fieldInfo says how the text of a field is treated.
type fieldInfo struct {
	date bool // read with the mapping's date formats, written back normalised
	line bool // one line: line breaks become spaces
}

// fields are the names a mapping may fill.
var fields = map[string]fieldInfo{
	"title":        {line: true},
	"name":         {line: true},
	"version":      {line: true},
	"service":      {line: true},
	"state":        {line: true},
	"stage":        {line: true},
	"type":         {line: true},
	"notes":        {},
	"location":     {line: true},
	"url":          {line: true},
	"summary":      {},
	"categories":   {line: true},
	"owner":        {line: true},
	"coordinator":  {line: true},
	"requester":    {line: true},
	"team":         {line: true},
	"severity":     {line: true},
	"priority":     {line: true},
	"impact":       {line: true},
	"impact_start": {date: true, line: true},
	"risk":         {line: true},
	"ci":           {line: true},
	"class":        {line: true},
	"serial":       {line: true},
	"item":         {line: true},
	"relation":     {line: true},
	"to":           {line: true},
	"environment":  {line: true},
	"change":       {line: true},
	"problem":      {line: true},
	"caused_by":    {line: true},
	"category":     {line: true},
	"reason":       {},
	"outcome":      {line: true},
	"tags":         {line: true},
	"hard":         {line: true},
	"opened":       {date: true, line: true},
	"resolved":     {date: true, line: true},
	"closed":       {date: true, line: true},
	"due":          {date: true, line: true},
}

// dateFields are those of fields that are dates, in a fixed order.
var dateFields = slices.Sorted(func(yield func(string) bool) {
	for name, info := range fields {
		if info.date && !yield(name) {
			return
		}
	}
})

// The names that go into a Row elsewhere than into its Fields.
const (
	columnStart = "start"
	columnEnd   = "end"
	columnKind  = "kind"
	columnKey   = "key"
	columnZone  = "zone"
	columnRule  = "rule"
)

var specialColumns = []string{columnStart, columnEnd, columnKind, columnKey, columnZone, columnRule}

// kinds are the values a mapping may give as a kind.
var kinds = []string{KindRelease, KindMilestone, KindFreeze, KindMaintenance, KindHoliday, KindIncident, KindItem, KindRelation, KindSkip}

// FieldNames lists every name that a mapping can fill: those of Row.Fields, and
// start, end, kind, key, zone and rule. It is for help texts and completion.
func FieldNames() []string {
	return slices.Sorted(slices.Values(append(slices.Collect(maps.Keys(fields)), specialColumns...)))
}

// Kinds lists the kinds that a mapping may name.
func Kinds() []string { return slices.Clone(kinds) }

func isField(name string) bool {
	_, ok := fields[name]
	return ok || slices.Contains(specialColumns, name)
}
