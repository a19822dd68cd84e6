package ui

import (
	"fairway/ui/approvals"
	"fairway/ui/board"
	"fairway/ui/calendar"
	"fairway/ui/metrics"
	"fairway/ui/process"
	"fairway/ui/records"
	"fairway/ui/screen"
)

// screens lists the screens in the order of their tabs and number keys. To add
// one, write its package and put a line here.
var screens = []func(*screen.Env) screen.Screen{
	func(e *screen.Env) screen.Screen { return calendar.New(e) },
	func(e *screen.Env) screen.Screen { return board.New(e) },
	func(e *screen.Env) screen.Screen { return approvals.New(e) },
	func(e *screen.Env) screen.Screen { return metrics.New(e) },
	func(e *screen.Env) screen.Screen { return records.New(e) },
	func(e *screen.Env) screen.Screen { return process.New(e) },
}
