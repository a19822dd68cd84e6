package task

import (
	"regexp"
	"strings"
)

// jobs are the tasks that do in the dashboard what a command does.
var jobs = map[string]string{
	"approve decide": "decide-approval", "approve document": "approve-document", "approve request": "request-approval",
	"change assess": "assess-change", "change decide": "decide-change",
	"incident resolve": "resolve-incident",
	"item baseline":    "take-baseline", "item update": "update-item",
	"media add":    "add-media",
	"person add":   "add-person",
	"person grant": "grant-role", "person return": "return-person",
	"release accept-conflict": "accept-conflict", "release back": "send-back", "release cancel": "cancel", "release edit": "edit-release",
	"release items": "affect", "release notice": "send-notice", "release procure": "procure", "release receive": "receive", "release reopen": "reopen",
	"release reschedule": "reschedule", "release resume": "resume", "release scan": "scan", "release scope": "scope",
	"run end": "end-run", "run rollback": "roll-back", "run start": "start-run", "run step": "do-step", "run verify": "pass-verification",
	"service edit":  "edit-service",
	"window except": "ask-exception",
}

// whole are cures that no rule makes readable.
var whole = map[string]string{
	"--version V or --no-change":   "give the version it has now, or say that nothing changed",
	"--workaround TEXT or --close": "give a workaround, or close it",
}

var (
	joints = regexp.MustCompile(`, or |, then |, |; `)
	flags  = regexp.MustCompile(`:? ?(?:with )?--[a-z-]+(?:(?: or)? --[a-z-]+| '[^']*'| [A-Z]+\b| …)*`)
	record = regexp.MustCompile(`\b[A-Z]{2,}-\d+\b`)
)

// Press says a cure to somebody who has no command line: a command becomes the
// task or the form that does the same, and a flag is left out, since the form
// asks for it. What speaks of no command stays as it is.
func Press(cure string) string {
	if !strings.Contains(cure, "fairway ") && !strings.Contains(cure, "--") {
		return cure
	}
	if s, ok := whole[cure]; ok {
		return s
	}
	if strings.HasPrefix(cure, "answer with --") {
		return "answer a question first"
	}
	var out strings.Builder
	at := 0
	for _, end := range append(joints.FindAllStringIndex(cure, -1), []int{len(cure), len(cure)}) {
		piece := cure[at:end[0]]
		before, line, is := strings.Cut(piece, "fairway ")
		switch {
		case is:
			piece = before + job(strings.Fields(line))
		case strings.HasPrefix(piece, "--"): // more flags of the command before
			piece = ""
		default:
			piece = flags.ReplaceAllString(piece, "")
		}
		if piece = strings.TrimSpace(piece); piece != "" {
			if out.Len() > 0 {
				out.WriteString(joint(cure[:at]))
			}
			out.WriteString(piece)
		}
		at = end[1]
	}
	return out.String()
}

// joint is what stood before a piece.
func joint(before string) string {
	all := joints.FindAllString(before, -1)
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1]
}

// job is the task or the form that does what a command does.
func job(words []string) string {
	if len(words) == 0 {
		return "Fairway"
	}
	of := ""
	if id := record.FindString(strings.Join(words, " ")); id != "" {
		of = " (" + id + ")"
	}
	name := words[0]
	if len(words) > 1 {
		name += " " + words[1]
	}
	switch {
	case name == "form template":
		return ""
	case name == "form fill" && len(words) > 2:
		form := strings.ReplaceAll(words[2], "-", " ")
		if form == "rfc" {
			form = "RFC"
		}
		return "fill the form: " + form + of
	case name == "media verify":
		return "compare the DML with its files"
	case words[0] == "gate":
		return "g shows it" + of
	}
	if t, ok := Named(jobs[name]); ok {
		return t.Title + of
	}
	return strings.Join(words, " ")
}
