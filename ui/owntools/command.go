package owntools

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"syscall"
	"time"

	"fairway/model"
)

// environment is all that a command finds there: nothing of a session, nothing of a record.
var environment = []string{"PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8"}

// run runs the command of a tool, with what it has to know on standard input.
func (t *Tool) run(ctx context.Context, input []byte) model.Try {
	ctx, stop := context.WithTimeout(ctx, t.limit())
	defer stop()
	cmd := exec.CommandContext(ctx, t.Command[0], t.Command[1:]...) //nolint:gosec // from the settings of the server alone
	cmd.Dir, cmd.Env, cmd.Stdin = "/", environment, bytes.NewReader(input)
	var out tail
	cmd.Stdout, cmd.Stderr = &out, &out
	// What it started itself ends with it.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 2 * time.Second
	err := cmd.Run()
	try := model.Try{OK: err == nil, Result: "exit code 0"}
	var exit *exec.ExitError
	switch {
	case err == nil:
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		try.Result = fmt.Sprintf("it took longer than %s, and was ended", t.limit())
	case errors.Is(err, exec.ErrWaitDelay):
		try.OK, try.Result = true, "exit code 0; what it had started went on, and was let go"
	case errors.As(err, &exit) && exit.Exited():
		try.Result = fmt.Sprintf("exit code %d", exit.ExitCode())
	case errors.As(err, &exit):
		try.Result = "it was ended: " + exit.String()
	default:
		try.Result = "it could not be started: " + err.Error()
	}
	try.Output, try.Cut = out.text()
	return try
}
