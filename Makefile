# Fairway. `make` lists the targets.

export CGO_ENABLED ?= 0
# One way of compiling for the binary, the tests and vet: what one has compiled
# the others find in the cache.
export GOFLAGS ?= -trimpath
GO      ?= go
SAMPLE  ?= .sample/$(shell date +%F).db
# The packages whose tests take longest come first, so that none is left over
# when all others are done.
PACKAGES = ./ui/cli ./ui/sshd ./store ./ui ./ui/demo ./...
# Vetting is lint's, and nobody debugs a test's binary: both are left out. Three
# packages at once on two processors, as some of them wait for a terminal. Their
# heaps are small: to collect the garbage less often saves a fifth to two fifths of
# what a package takes (the program itself sets what it goes by).
TEST = GOGC=1600 GOMEMLIMIT=2GiB $(GO) test -vet=off -ldflags='-s -w' -p 3
# What the tests write lies in memory where there is room for it: they kill
# processes, never a machine, so that no disk has a part in what they show. Those
# of test-long and test-every write to a disk.
MEMORY = /dev/shm/fairway-tests
QUICKLY = TMPDIR="$$(.ci/memory $(MEMORY))"
LITESTREAM = .tools/litestream

.DEFAULT_GOAL := help

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## build ./fairway, one static binary
	$(GO) build -ldflags '-s -w' -o fairway .

run: build ## open the dashboard on a sample organisation, made anew each day
	@test -e $(SAMPLE) || ./fairway demo --db $(SAMPLE) >/dev/null
	@./fairway --db $(SAMPLE) --as cora

test: ## every test that takes no more than seconds
	$(QUICKLY) $(TEST) $(PACKAGES)

test-long: $(LITESTREAM) ## samples of the long ones: kills, flipped bytes, tampering, Litestream (needs rsync)
	PATH="$(CURDIR)/.tools:$$PATH" $(TEST) -tags long -timeout 10m -run '^TestLong' ./store ./ui/sshd ./ui/demo
	$(TEST) ./model/action -args -rapid.checks=100

$(LITESTREAM): # the version whose recipe is in docs/operations.md
	GOBIN=$(CURDIR)/.tools $(GO) install github.com/benbjohnson/litestream/cmd/litestream@v0.5.18

test-every: ## the long ones whole (half an hour): every byte flipped in turn, thousands of kills; prints figures
	$(GO) test -tags long -run '^TestLong' -timeout 30m ./ui ./ui/cli ./ui/evidence ./ui/form ./model/calendar
	$(GO) test -count=1 -timeout 30m ./store -args -rapid.checks=200
	$(GO) test -count=1 -timeout 30m ./model/action -args -rapid.checks=1000
	$(GO) test -v -tags long -run '^TestLong' -timeout 90m ./store ./ui/demo -args -every

# Tests of the program that is built are left out: the detector is not in it.
RACE = $(QUICKLY) CGO_ENABLED=1 $(TEST) -race -timeout 10m
race: ## the tests of what runs at once, under the race detector (needs gcc)
	@$(MAKE) --no-print-directory -j3 -O race-store race-ssh race-ui
race-store:
	$(RACE) -run 'Watch|Reader|CommitWaits|Replaced|Overwritten|UpgradeIsWaited|BackupWhile|Storing|LeadsElsewhere|SameAction|View' ./store
race-ssh:
	$(RACE) ./ui/term ./ui/sshd
race-ui:
	$(RACE) -run 'RealFile|ReadOnly|Leaving|Quit|Panic|Held|News|Live' ./ui

load: ## 50 and 200 sessions over SSH: the figures of docs/benchmarks.md (5 minutes)
	$(GO) test -tags load -timeout 20m -count=1 -v -run TestLoad ./ui/sshd

bench: ## benchmarks; they print figures and judge nothing
	$(GO) test -run '^$$' -bench . -benchmem ./...

fuzz: ## half a minute for every fuzz target
	@for p in $$($(GO) list ./...); do \
	  for f in $$($(GO) test -list '^Fuzz' $$p | grep '^Fuzz' || true); do \
	    echo "$$p $$f"; $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime 30s $$p || exit 1; \
	  done; \
	done

fuzz-short: ## five seconds for every fuzz target, as CI does
	@.ci/fuzz

lint: ## gofmt, vet, staticcheck
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { echo "gofmt would change:"; gofmt -l $$(git ls-files '*.go'); exit 1; }
	$(GO) vet -tags long,load ./...
	$(GO) tool staticcheck -tags long,load ./...

pictures: ## draw the README's pictures anew, from the demo
	$(GO) test ./ui -run TestReadmePictures -count=1 -args -pictures $(CURDIR)/docs/pictures

clean: ## remove what was built, and the sample
	rm -rf fairway .sample $(MEMORY)

.PHONY: help build run test test-long test-every race race-store race-ssh race-ui load bench fuzz fuzz-short lint pictures clean
