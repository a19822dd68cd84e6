// Package scrape hands measures to a scraper (Prometheus, OpenTelemetry and whoever else
// reads OpenMetrics), as text or over HTTP. Numbers are in base units: shares from 0 to 1,
// times in seconds. What is n/a has no sample, since it is no number.
//
// What must not come in: how a measure is computed, and names of people.
package scrape
