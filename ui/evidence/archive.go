package evidence

import (
	"archive/tar"
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"time"
)

// Tar is the pack as a tar archive: files in the order of their names, without owner, and with
// the time of the entry of the log.
func (p *Pack) Tar() ([]byte, error) {
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, f := range p.Files {
		mode := int64(0o644)
		if f.Name == "verify.sh" {
			mode = 0o755
		}
		h := &tar.Header{Typeflag: tar.TypeReg, Name: p.Folder + "/" + f.Name, Mode: mode, Size: int64(len(f.Data)), ModTime: p.At.Time.UTC().Truncate(time.Second), Format: tar.FormatUSTAR}
		if err := w.WriteHeader(h); err != nil {
			return nil, fmt.Errorf("pack %s: %w", f.Name, err)
		}
		if _, err := w.Write(f.Data); err != nil {
			return nil, fmt.Errorf("pack %s: %w", f.Name, err)
		}
	}
	err := w.Close()
	return out.Bytes(), err
}

// Gzip wraps an archive in the form of gzip (RFC 1952) without compressing it: what a
// compressor makes of the same bytes may be another with the next version of it, and a pack is
// the same in years. Its header has no time, name or system.
func Gzip(data []byte) []byte {
	const block = 65535 // the most that a stored block of RFC 1951 has
	out := make([]byte, 0, len(data)+len(data)/block*5+64)
	out = append(out, 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255)
	for rest := data; ; {
		n := min(len(rest), block)
		last := byte(0)
		if n == len(rest) {
			last = 1
		}
		out = append(out, last)
		out = binary.LittleEndian.AppendUint16(out, uint16(n))
		out = binary.LittleEndian.AppendUint16(out, ^uint16(n))
		out = append(out, rest[:n]...)
		if rest = rest[n:]; last == 1 {
			break
		}
	}
	out = binary.LittleEndian.AppendUint32(out, crc32.ChecksumIEEE(data))
	return binary.LittleEndian.AppendUint32(out, uint32(len(data)))
}
