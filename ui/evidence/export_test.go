package evidence

// With is the pack with other contents, and with the list and the script made anew for them:
// what somebody would make who alters one with care.
func (p *Pack) With(files map[string][]byte) *Pack {
	b := &builder{found: p.Found, files: map[string][]byte{}}
	for _, f := range p.Files {
		if f.Name != "verify.sh" && f.Name != "SHA256SUMS" {
			b.files[f.Name] = f.Data
		}
	}
	for name, data := range files {
		b.files[name] = data
	}
	out := &Pack{Found: p.Found, Folder: p.Folder, List: b.seal()}
	for name, data := range b.files {
		out.Files = append(out.Files, File{name, data})
	}
	return out
}
