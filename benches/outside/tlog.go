// A tree of the Go checksum database's own code, golang.org/x/mod/sumdb/tlog,
// that makes and checks inclusion proofs as often as it is asked to.
//
// The argument is the number of leaves. When the tree stands its root is printed
// in hex; from then on "make N" or "check N" on standard input is answered with
// the seconds of CPU that this whole process took for it. What is not so asked
// ends the program, as does a proof that does not hold.
package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"log"
	"os"
	"strconv"
	"syscall"

	"golang.org/x/mod/sumdb/tlog"
)

// How many proofs are kept, to be checked over and over.
const kept = 256

// An entry of 256 bytes, by its number.
func entry(n int64) []byte {
	bytes := make([]byte, 256)
	for at := range bytes {
		bytes[at] = 0x5A
	}
	binary.BigEndian.PutUint64(bytes, uint64(n))
	return bytes
}

// Hashes in the order in which the library counts them.
type stored []tlog.Hash

func (s stored) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for at, index := range indexes {
		hashes[at] = s[index]
	}
	return hashes, nil
}

// Positions in an order that no cache foresees.
type positions struct {
	state uint64
	size  int64
}

func (p *positions) next() int64 {
	p.state = p.state*6364136223846793005 + 1442695040888963407
	return int64(p.state>>33) % p.size
}

// Seconds of CPU that this process took so far.
func seconds() float64 {
	var usage syscall.Rusage
	must(syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	micros := (usage.Utime.Sec+usage.Stime.Sec)*1e6 + usage.Utime.Usec + usage.Stime.Usec
	return float64(micros) / 1e6
}

func must(err error) {
	if err != nil {
		log.Fatal("tlog: ", err)
	}
}

type proof struct {
	index int64
	entry []byte
	path  tlog.RecordProof
}

func main() {
	size, err := strconv.ParseInt(os.Args[1], 10, 64)
	must(err)
	tree := make(stored, 0, tlog.StoredHashCount(size))
	for n := int64(0); n < size; n++ {
		hashes, err := tlog.StoredHashes(n, entry(n), tree)
		must(err)
		tree = append(tree, hashes...)
	}
	root, err := tlog.TreeHash(size, tree)
	must(err)
	order := positions{7, size}
	proofs := make([]proof, kept)
	for at := range proofs {
		index := order.next()
		path, err := tlog.ProveRecord(size, index, tree)
		must(err)
		proofs[at] = proof{index, entry(index), path}
	}
	fmt.Printf("%x\n", root[:])
	for input := bufio.NewScanner(os.Stdin); input.Scan(); {
		var what string
		var count int
		_, err := fmt.Sscan(input.Text(), &what, &count)
		must(err)
		began := seconds()
		for n := 0; n < count; n++ {
			if what == "make" {
				_, err := tlog.ProveRecord(size, order.next(), tree)
				must(err)
				continue
			}
			p := &proofs[n%kept]
			must(tlog.CheckRecord(p.path, size, root, p.index, tlog.RecordHash(p.entry)))
		}
		fmt.Println(seconds() - began)
	}
}
