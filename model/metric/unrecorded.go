package metric

import (
	"fairway/model/process"
	"fairway/model/when"
)

var (
	_ = register(downtime)
	_ = register(dmlAccuracy)
)

// downtime is the row 'Downtime' of 3-metrics. Outages are counted by service and month
// (model/level), not by deployment yet.
func downtime() Metric {
	return unrecorded("downtime", "Downtime", Length, [2]string{"deployment with an outage", "deployments with an outage"})
}

// dmlAccuracy is the row 'DML accuracy' of 3-metrics. That the DML was compared with its
// files is not recorded yet.
func dmlAccuracy() Metric {
	return unrecorded("dml-accuracy", "DML accuracy", Share, [2]string{"checked entry of the DML", "checked entries of the DML"})
}

// unrecorded is a measure of which no records are kept yet: it says so, and why, in the
// words of the rules.
func unrecorded(id, title string, form Form, counts [2]string) Metric {
	none := func(*Result) string { return "no records yet" }
	return Metric{
		Measure: process.Measure{ID: id, Title: title}, Form: form, Counts: counts,
		Beside: none, StandsOut: none,
		Of: func(f Facts, _ when.Span) Result {
			res := Result{Metric: id, Value: Value{Form: form}}
			res.noRecords(&f)
			res.finish(&f)
			return res
		},
	}
}
