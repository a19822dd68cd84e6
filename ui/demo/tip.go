package demo

// TipKey is under which of the preferences each person of the demo finds the tip.
const TipKey = "tip"

// Tip is what a first user is told to try.
const Tip = `A sample organisation: nothing you do here can break anything
You are who is named at the top right. Things to try:

2	the board. Go to a card and press > to move it on: a blocked gate says what is missing, and enter on a line opens the form that mends it.
1	the calendar. w is the week, g the agenda, enter opens a release, n plans a new one.
:	everything by its words. Type "act as chandra" to be the change manager, and decide what waits for her in 3.
4	the metrics, with the records behind every number. 5 holds all records and the log.
?	every key of a screen. q leaves.`
