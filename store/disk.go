package store

import (
	"errors"

	"golang.org/x/sys/unix"
)

// Magic numbers of network file systems (statfs(2)).
var networkFS = map[int64]string{0x6969: "NFS", 0x517b: "SMB", 0xff534d42: "CIFS", 0xfe534d42: "SMB2", 0x01021997: "9P", 0x00c36400: "Ceph", 0x5346414f: "AFS"}

// localDisk refuses folders on a network: WAL needs shared memory between the
// processes, which no network file system gives.
func localDisk(dir string) error {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return nil // whatever is wrong with the folder shows when the file is made
	}
	if name, ok := networkFS[int64(s.Type)]; ok {
		return errors.New("its folder lies on a network file system (" + name + ")")
	}
	return nil
}
