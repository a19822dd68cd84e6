package demo

// TipKey is under which desk data each person of the demo finds the tip.
const TipKey = "tip"

// Tip is what a first user is told to try.
const Tip = `This is a sample organisation: nothing you do here can break anything.
2  the board: go to a card and press > to move it on. A shut gate says what is missing, and who can cure it.
1  the calendar: { and } move a release, and show at once what it would collide with.
:  type 'act as chandra', the change manager, and decide what waits for her in 3.
?  every key of the screen. q leaves.`
