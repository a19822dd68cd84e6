// Package sshd serves one file over SSH: everybody's terminal is the client,
// and who somebody is, is what their key proves.
//
// In the room: the listener with its limits; host key, people's keys and
// certificates; what a session may ask for (a picture, a command, a change of
// its window, five variables) and what not; who is here; spectators; the end
// of a session by time, revocation or shutdown.
//
// Not to come in: any rule about releases, any SQL, any process started for a
// client, any look at the host's environment. What commands there are is known
// to ui/cli, which is handed the words of a command line.
//
// It is built on golang.org/x/crypto/ssh itself and not on a server library
// above it: those answer yes to agent forwarding, keep every variable that a
// client sends, can be stalled by window changes nobody reads, and can't tell
// somebody why a key was refused.
package sshd
