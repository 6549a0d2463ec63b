# Everything sets itself up from Python 3.11 or newer and make. State lies under var/, or CHUMCHON_HOME.

PYTHON ?= python3
UV_VERSION := 0.13.9
SEED ?= 1
EVENTS ?= 1000000
# The simulated country has a home of its own, and rulebooks of its own in it.
ifneq ($(NATIONAL),)
override CHUMCHON_HOME := $(or $(CHUMCHON_HOME),var)/national
export CHUMCHON_HOME
override LANDING := $(CHUMCHON_HOME)/landing
country = $(python) -m include.simulator.national --home "$$CHUMCHON_HOME" --provinces "$$PROVINCES" \
	--from "$$FROM" --to "$$TO" --events "$$EVENTS" --seed "$$SEED" &&
truth = --truth "$$CHUMCHON_HOME/truth"
endif

python := .venv/bin/python
folders := $(wildcard include dags plugins expectations tests)

# Bytecode that is kept makes every later start of Airflow twice as fast.
unexport PYTHONDONTWRITEBYTECODE
export LANDING PROVINCES FROM TO SEED FILE PROVINCE PERIOD REVISION SOURCE FOLDER CODE RULEBOOK INTO CONFIRM MONTHS
export EXECUTOR WORKERS LOGIN EVENTS

ARCHIVE := $(or $(CHUMCHON_ARCHIVE_URI),file://$(abspath $(or $(CHUMCHON_HOME),var))/archive)
# An empty warehouse beside the real one, in which months are built again.
beside = uri=$$($(python) -m include.local.postgres uri) && replay=$$($(python) -m include.local.postgres replay-uri) && \
	AIRFLOW_CONN_WAREHOUSE="$$uri" AIRFLOW_CONN_WAREHOUSE_REPLAY="$$replay" $(python) -m include.replay
# Everything there is to be backed up and restored: the server as it stands, its superuser, and who makes databases beside.
whole = CHUMCHON_ADMIN_URI="$$($(python) -m include.local.postgres admin-uri)" && \
	AIRFLOW_CONN_WAREHOUSE="$$($(python) -m include.local.postgres job-uri)" && \
	AIRFLOW_CONN_WAREHOUSE_REPLAY="$$($(python) -m include.local.postgres replay-uri)" && \
	export CHUMCHON_ADMIN_URI AIRFLOW_CONN_WAREHOUSE AIRFLOW_CONN_WAREHOUSE_REPLAY && $(python) -m include.backup
PUBLISH := $(or $(CHUMCHON_PUBLISH_URI),file://$(or $(CHUMCHON_HOME),var)/publish)

.PHONY: run up down warehouse-uri replica replica-uri watchdog drill check replay rehearse backup restore drill-restore template papers verify test browser lint bench soak docs simulate requirements clean ready

run: ready  ## the main job; LANDING=uri PROVINCES=57,34 FROM=2024-01 TO=2024-03 SEED=1; NATIONAL=1 [EVENTS=1000000]
	@$(country) $(python) -m include.local.run --landing "$$LANDING" --provinces "$$PROVINCES" --from "$$FROM" --to "$$TO" \
		--seed "$$SEED" $(truth)

up: ready  ## the warehouse with Airflow's web pages and schedules running
	@$(python) -m include.local.services up

down: ready  ## stops everything that run, up or warehouse-uri started
	@$(python) -m include.local.services down

warehouse-uri: ready  ## the URI of the running warehouse, and nothing else
	@$(python) -m include.local.postgres uri

replica: ready  ## a server beside the warehouse's that follows it, for analysts' questions; copied anew where it cannot follow
	@$(python) -m include.local.replica start

replica-uri: ready  ## LOGIN=somsri: prints where the replica is asked, started if need be, and nothing else
	@$(python) -m include.local.replica uri $${LOGIN:+"$$LOGIN"}

watchdog: ready  ## one look from outside Airflow at what is due, as cron or a systemd timer takes it; starts nothing
	@$(python) -m include.watchdog

drill: ready  ## fails on purpose, and proves that the alert arrives through every channel of CHUMCHON_ALERT_URLS
	@$(python) -m include.watchdog --drill

check: ready  ## FILE=… PROVINCE=57 PERIOD=2024-02: what the intake would say of a file not yet sent; writes nothing
	@uri=$$($(python) -m include.local.postgres uri) && AIRFLOW_CONN_WAREHOUSE="$$uri" $(python) -m include.checking \
		--file "$$FILE" --province "$$PROVINCE" --period "$$PERIOD" --source "$${SOURCE:-submissions}"

replay: ready  ## PROVINCES=57,34: builds every published month again from the archived files, and compares
	@$(call beside) --provinces "$$PROVINCES" --archive "$(ARCHIVE)"

rehearse: ready  ## RULEBOOK=changed.yaml PROVINCES=57: whose grade of published months it would have changed; writes nothing
	@$(call beside) --provinces "$$PROVINCES" --archive "$(ARCHIVE)" --rulebook "$$RULEBOOK"

backup: ready  ## TO=folder: database, received files and publications, whole or not at all; old backups go by rule
	@$(whole) take --to "$$TO"

restore: ready  ## FROM=folder INTO=database CONFIRM=database: a backup into a database beside, proved; over a living one only by its name
	@$(whole) restore --from "$$FROM" --into "$$INTO" --confirm "$$CONFIRM"

drill-restore: ready  ## tries the last backup in an empty database beside the warehouse, compares, and drops it
	@$(whole) drill

template: ready  ## PROVINCE=57 PERIOD=2024-02: the workbook each district fills in
	@uri=$$($(python) -m include.local.postgres uri) && AIRFLOW_CONN_WAREHOUSE="$$uri" $(python) -m include.templates \
		--province "$$PROVINCE" --period "$$PERIOD"

papers: ready  ## PROVINCE=57 PERIOD=2024-02 [REVISION=1]: makes the papers of published revisions again
	@folder="$(PUBLISH)"; folder="$${folder#file://}"; \
	case "$$folder" in *://*) echo "Papers are made again in a folder; for $$folder see docs/runbook.md" >&2; exit 2;; esac; \
	uri=$$($(python) -m include.local.postgres uri) && AIRFLOW_CONN_WAREHOUSE="$$uri" $(python) -m include.publishing.papers \
		"$$folder" --province "$$PROVINCE" --period "$$PERIOD" $${REVISION:+--revision "$$REVISION"}

verify:  ## proves everything that was published, offline; FOLDER=… another place, CODE=… a printed proof code
	@folder="$${FOLDER:-$(PUBLISH)}"; folder="$${folder#file://}"; \
	case "$$folder" in *://*) echo "Download $$folder into a folder, then: make verify FOLDER=that/folder" >&2; exit 2;; esac; \
	$(PYTHON) include/publishing/verify.py "$$folder" $${CODE:+"$$CODE"}

test: lint browser
	@$(python) -m pytest -n auto --dist loadfile

browser:  ## what the tests look at pages and ask the warehouse with: the system's chromium and psql
	@command -v psql > /dev/null || { \
		test "$$(id -u)" = 0 && command -v apt-get > /dev/null || { echo "The tests try the recipes for analysts with psql: apt-get install postgresql-client" >&2; exit 1; }; \
		echo "Installing psql ..." >&2; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql-client > /dev/null; }
	@command -v chromium > /dev/null || { \
		test "$$(id -u)" = 0 && command -v apt-get > /dev/null || { echo "The tests look at the pages with chromium: apt-get install chromium" >&2; exit 1; }; \
		echo "Installing chromium ..." >&2; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium > /dev/null; }

lint: ready
	@$(python) -m ruff check --quiet .
	@$(python) -m ruff format --quiet --check .
	@$(python) -m mypy --no-error-summary $(folders)
	@.venv/bin/lint-imports --no-logo > .venv/lint-imports.log || { cat .venv/lint-imports.log; false; }
	@PYTHONWARNINGS=ignore $(python) -m sqlfluff lint --processes 2 --disable-progress-bar include/sql docs/questions > .venv/sqlfluff.log || { cat .venv/sqlfluff.log; false; }

bench: ready  ## every figure as a ratio, side by side in one run; ONLY="closing engines" some of them; QUICK=1 in small, FULL=1 up to 20M events
	@$(python) -m benchmarks $(ONLY) $(if $(QUICK),--quick) $(if $(FULL),--full)

soak: ready  ## MONTHS=24 SEED=1: months of work with files late, twice and in part, services killed, a full disk; compared with one left alone
	@$(python) -m benchmarks.soak --months "$${MONTHS:-24}" --seed "$$SEED"

docs: ready  ## the data dictionary and its diagram, where figures come from, every message a sender can get, the fifty questions, what the checks find
	@uri=$$($(python) -m include.local.postgres uri) && export AIRFLOW_CONN_WAREHOUSE="$$uri" && \
		$(python) -m include.documentation.dictionary && $(python) -m include.documentation.lineage && \
		$(python) -m include.documentation.messages && { $(python) -m include.documentation.examples || test $$? = 2; }
	@$(python) -m benchmarks.demonstration
	@$(python) -m benchmarks.quality

simulate: ready  ## writes a landing zone into var/landing, with the truth beside it
	@$(python) -m include.simulator --landing "$${CHUMCHON_HOME:-var}/landing" --truth "$${CHUMCHON_HOME:-var}/truth" \
		$${PROVINCES:+--provinces "$$PROVINCES"} $${FROM:+--from "$$FROM"} $${TO:+--to "$$TO"} --seed "$$SEED"

requirements: ready
	@.venv/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
		--custom-compile-command "make requirements" --output-file requirements.txt requirements.in

clean:  ## removes what set itself up; the data under var/ stays
	@test ! -x $(python) || $(python) -m include.local.services down
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

ready:
	@test -x .venv/bin/uv || { \
		$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name it: make PYTHON=python3.12")' && \
		$(PYTHON) -m venv .venv && \
		$(python) -m pip install -qq --disable-pip-version-check uv==$(UV_VERSION); } >&2
	@lock=$$(cksum < requirements.txt); test "$$(cat .venv/lock 2>/dev/null)" = "$$lock" || { \
		echo "Installing what requirements.txt locks ..." && \
		.venv/bin/uv pip sync --quiet --python $(python) --require-hashes requirements.txt && \
		echo "$$lock" > .venv/lock; } >&2
