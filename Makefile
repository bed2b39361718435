.PHONY: help setup run test lint format rows docs bench

PYTHON ?= python3

help:    ## what can be made here
	@grep -E '^[a-z]+: +##' $(MAKEFILE_LIST) | sed 's/: *##/\t/'
setup:   ## make .venv and install what is pinned
	@$(PYTHON) dev.py setup
run:     ## start everything and open the demo province
	@$(PYTHON) dev.py run
test:    ## all tests: real PostgreSQL, real browser
	@$(PYTHON) dev.py test
lint:    ## style, import contracts, migrations
	@$(PYTHON) dev.py lint
format:  ## put the code in one style
	@$(PYTHON) dev.py format
rows:    ## which rows of the feature list are shown by passing tests
	@$(PYTHON) dev.py rows
docs:    ## pictures of the guide, taken from the running program
	@$(PYTHON) dev.py docs
bench:   ## the benchmarks, each a ratio measured in one run
	@$(PYTHON) dev.py bench
