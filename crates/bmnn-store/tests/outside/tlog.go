// Judges notes, roots and proofs by the Go checksum database's own code:
// golang.org/x/mod/sumdb/note and sumdb/tlog.
//
// A case is a line of JSON on standard input; the answer is a line, "holds" or
// "refused: " and the reason. What is no case at all ends the program.
package main

import (
	"bufio"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type hexBytes []byte

func (b *hexBytes) UnmarshalJSON(text []byte) error {
	var digits string
	if err := json.Unmarshal(text, &digits); err != nil {
		return err
	}
	bytes, err := hex.DecodeString(digits)
	*b = bytes
	return err
}

type testCase struct {
	Kind    string
	Key     string     // a verifier key
	Note    string     // a signed note
	Size    int64      // of the later tree
	Root    hexBytes   // of the later tree
	Old     int64      // size of the earlier tree
	OldRoot hexBytes   `json:"old-root"`
	Index   int64      // of the leaf
	Entry   hexBytes   // the leaf's bytes
	Path    []hexBytes // the proof
	Entries []hexBytes // all leaves' bytes
}

func asHash(bytes []byte) (hash tlog.Hash, err error) {
	if len(bytes) != len(hash) {
		return hash, errors.New("not 32 bytes")
	}
	copy(hash[:], bytes)
	return hash, nil
}

func (c *testCase) path() (path []tlog.Hash, err error) {
	for _, bytes := range c.Path {
		hash, err := asHash(bytes)
		if err != nil {
			return nil, err
		}
		path = append(path, hash)
	}
	return path, nil
}

// checkNote opens the note with the key and compares what it says.
func (c *testCase) checkNote() error {
	verifier, err := note.NewVerifier(c.Key)
	if err != nil {
		return err
	}
	opened, err := note.Open([]byte(c.Note), note.VerifierList(verifier))
	if err != nil {
		return err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return errors.New("the text has not three lines")
	}
	root := base64.StdEncoding.EncodeToString(c.Root)
	if lines[0] != verifier.Name() || lines[1] != strconv.FormatInt(c.Size, 10) || lines[2] != root {
		return errors.New("the text is of another origin, size or root")
	}
	return nil
}

// checkRoot makes the tree from its leaves.
func (c *testCase) checkRoot() error {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var hashes []tlog.Hash
		for _, index := range indexes {
			hashes = append(hashes, stored[index])
		}
		return hashes, nil
	})
	for n, entry := range c.Entries {
		hashes, err := tlog.StoredHashes(int64(n), entry, reader)
		if err != nil {
			return err
		}
		stored = append(stored, hashes...)
	}
	root, err := tlog.TreeHash(int64(len(c.Entries)), reader)
	if err != nil {
		return err
	}
	if wanted, err := asHash(c.Root); err != nil || root != wanted {
		return errors.New("the leaves have another root")
	}
	return nil
}

func (c *testCase) check() error {
	switch c.Kind {
	case "note":
		return c.checkNote()
	case "root":
		return c.checkRoot()
	}
	path, err := c.path()
	if err != nil {
		return err
	}
	root, err := asHash(c.Root)
	if err != nil {
		return err
	}
	if c.Kind == "inclusion" {
		return tlog.CheckRecord(path, c.Size, root, c.Index, tlog.RecordHash(c.Entry))
	}
	old, err := asHash(c.OldRoot)
	if err != nil {
		return err
	}
	return tlog.CheckTree(path, c.Size, root, c.Old, old)
}

func main() {
	input := bufio.NewReader(os.Stdin)
	decoder := json.NewDecoder(input)
	for decoder.More() {
		var c testCase
		if err := decoder.Decode(&c); err != nil {
			fmt.Fprintln(os.Stderr, "no case:", err)
			os.Exit(2)
		}
		switch c.Kind {
		case "note", "root", "inclusion", "consistency":
		default:
			fmt.Fprintln(os.Stderr, "no kind of case:", c.Kind)
			os.Exit(2)
		}
		if err := c.check(); err != nil {
			fmt.Println("refused:", strings.ReplaceAll(err.Error(), "\n", " "))
		} else {
			fmt.Println("holds")
		}
	}
}
