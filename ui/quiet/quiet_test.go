package quiet_test

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"
	"github.com/creack/pty"

	_ "fairway/ui/quiet"
)

// The test binary is its own subject: under this variable it is a program that
// imports bubbletea, as every command does, and says so.
const role = "FAIRWAY_QUIET_TEST"

func TestMain(m *testing.M) {
	switch os.Getenv(role) {
	case "":
		os.Exit(m.Run())
	case "quiet":
		_ = tea.Quit // the import is the point
		fmt.Printf("dark %v, %s\n", lipgloss.HasDarkBackground(), lipgloss.ColorProfile().Name())
	case "asking":
		// What bubbletea's init does where nobody was first.
		_ = lipgloss.NewRenderer(os.Stdout).HasDarkBackground()
	}
}

// onMuteTerminal runs the binary on a terminal that answers nothing, up to the
// first line or the first question, and returns what it sent.
func onMuteTerminal(t *testing.T, as string, env ...string) string {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = slices.DeleteFunc(os.Environ(), func(s string) bool {
		name, _, _ := strings.Cut(s, "=")
		return slices.Contains([]string{"CI", "NO_COLOR", "COLORTERM", "COLORFGBG", "TERM", "TERM_PROGRAM", "CLICOLOR", "CLICOLOR_FORCE", "GOOGLE_CLOUD_SHELL"}, name)
	})
	cmd.Env = append(append(cmd.Env, "TERM=xterm-256color", role+"="+as), env...)
	f, err := pty.Start(cmd)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	defer cmd.Wait()
	defer cmd.Process.Kill()
	var sent strings.Builder
	r := bufio.NewReader(f)
	for {
		c, err := r.ReadByte()
		if err != nil { // on Linux the end of a pty is an error like any other
			if err != io.EOF && sent.Len() == 0 {
				t.Fatal(err)
			}
			return sent.String()
		}
		sent.WriteByte(c)
		if c == '\n' || strings.Contains(sent.String(), "\x1b]11;?") {
			return sent.String()
		}
	}
}

func TestNothingIsAsked(t *testing.T) {
	tests := []struct {
		name string
		env  []string
		want string
	}{
		{"plain", nil, "dark true, ANSI256"},
		{"true colour", []string{"COLORTERM=truecolor"}, "dark true, TrueColor"},
		{"no colour", []string{"NO_COLOR=1", "COLORTERM=truecolor"}, "dark true, Ascii"},
		{"light by the environment", []string{"COLORFGBG=0;15"}, "dark false, ANSI256"},
		{"dark by the environment", []string{"COLORFGBG=15;default;0"}, "dark true, ANSI256"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := onMuteTerminal(t, "quiet", tt.env...); got != tt.want+"\r\n" {
				t.Errorf("sent %q, wanted nothing but %q", got, tt.want)
			}
		})
	}
}

// Without the guard the question would be asked on this very terminal;
// otherwise the test above would prove nothing.
func TestTheTerminalCouldBeAsked(t *testing.T) {
	if got := onMuteTerminal(t, "asking"); !strings.Contains(got, "\x1b]11;?") {
		t.Errorf("sent %q, no question in it", got)
	}
}
