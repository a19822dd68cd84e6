// Package term puts frames on a terminal and takes it down again cleanly.
//
// In the room: the painter, which turns a frame (the string lipgloss makes)
// into cells, compares them with what the screen shows and sends only the
// difference; the runner, which lets Bubble Tea read keys and drive messages
// while the painter owns the screen; panics, signals, suspending, resizing and
// the clipboard, because each of them is about the state the terminal is left
// in.
//
// Not to come in: anything that knows what the picture shows. No styles, no
// keys, no model, no store. And no globals: several sessions, each with its
// own screen, run in one process.
//
// Bubble Tea's own renderer is not used. It repaints every line that changed
// at all, three to nine times the bytes needed, its clock adds up to 17 ms to
// every key, and the clock never stops. Without it Bubble Tea only reads keys
// and runs the loop of messages; raw mode, which it then leaves out as well, is
// set here, and a program on which nothing happens isn't woken at all.
package term
