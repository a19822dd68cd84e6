package owntools

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"

	"fairway/model"
	"fairway/model/action"
)

// signature is the header that says, as sha256=HEX, the HMAC (RFC 2104) of the body with
// the secret: whoever gets it can tell that it comes from this server.
const signature = "X-Fairway-Signature"

// post posts what a tool has to know. A redirection is not followed: it was not named in
// the settings.
func (t *Tool) post(ctx context.Context, input []byte) model.Try {
	ctx, stop := context.WithTimeout(ctx, t.limit())
	defer stop()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, t.URL, bytes.NewReader(input))
	if err != nil {
		return model.Try{Result: "it can't be posted to: " + err.Error()}
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "fairway")
	if t.Secret != "" {
		secret, err := os.ReadFile(t.Secret)
		if err != nil {
			return model.Try{Result: "its secret can't be read: " + err.Error()}
		}
		sum := hmac.New(sha256.New, bytes.TrimSpace(secret))
		sum.Write(input)
		r.Header.Set(signature, "sha256="+hex.EncodeToString(sum.Sum(nil)))
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Do(r)
	if err != nil {
		var wrapped *url.Error // which names the address, and with it what may be secret there
		if errors.As(err, &wrapped) {
			err = wrapped.Err
		}
		if errors.Is(err, context.DeadlineExceeded) {
			return model.Try{Result: fmt.Sprintf("it took longer than %s, and was given up", t.limit())}
		}
		return model.Try{Result: "no answer: " + err.Error()}
	}
	defer answer.Body.Close()
	var out tail
	_, err = io.Copy(&out, io.LimitReader(answer.Body, 4*action.OutputMost))
	try := model.Try{OK: answer.StatusCode/100 == 2 && err == nil, Result: answer.Status}
	switch {
	case err != nil:
		try.Result += "; the answer broke off"
	case answer.StatusCode/100 == 3:
		try.Result += "; a redirection is not followed: name where it leads in the settings"
	}
	try.Output, try.Cut = out.text()
	return try
}
