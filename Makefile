# Every task of the project, one target each. `make help` lists the targets.

SHELL := /bin/bash
BIN := node_modules/.bin
SOURCES := $(shell find src backends generated -name '*.ts' 2>/dev/null) tsconfig.json tsconfig.build.json
MOCHA := $(BIN)/mocha
CONTRACTS := openapi.yaml $(wildcard openapi/*.yaml)

.DEFAULT_GOAL := help
.PHONY: help run generate third-party test test-postgres check types lint format current soak bench hypervisors identity-services ancestors test-guest clean

help: ## List the targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

# `npm ci` empties node_modules, including these marker files. The development packages include the runtime packages, so
# installing them also touches installed-to-run.
node_modules/.installed-to-run: package-lock.json
	npm ci --omit=dev --no-audit --no-fund
	@touch $@

node_modules/.installed-to-develop: package-lock.json
	npm ci --no-audit --no-fund
	@touch node_modules/.installed-to-run $@

test/third-party/node_modules/.installed: test/third-party/package-lock.json
	cd test/third-party && npm ci --no-audit --no-fund
	@touch $@

dist/.built: node_modules/.installed-to-run $(SOURCES)
	$(BIN)/tsc -p tsconfig.build.json
	@touch $@

run: dist/.built ## Build if necessary and serve in the foreground (Control-C stops the service; guests keep running)
	@exec node dist/src/main.js

generate: node_modules/.installed-to-develop ## Write generated/ from openapi.yaml and openapi/*.yaml
	$(BIN)/tsx src/codegen/generate.ts

test: dist/.built node_modules/.installed-to-develop ## Run every test that this machine can run, and name the skipped ones
	@bash script/run-tests.sh

third-party: test/third-party/node_modules/.installed ## Install the third-party programs that read openapi.yaml in the tests

# The launcher's tests are omitted, because they always use the bundled PostgreSQL programs.
test-postgres: node_modules/.installed-to-develop ## Run the tests of the store on the machine's own PostgreSQL
	GUESTHOUSE_TEST_POSTGRES=machine $(MOCHA) --exit --ignore test/store/launch-postgres.test.ts 'test/store/**/*.test.ts'

types: node_modules/.installed-to-develop
	$(BIN)/tsc -p tsconfig.json

lint: node_modules/.installed-to-develop ## Check the code and the contracts for mistakes
	$(BIN)/eslint .
	REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true $(BIN)/redocly lint $(CONTRACTS) $(wildcard generated/openapi-all.json)
	$(BIN)/spectral lint --fail-severity=hint $(CONTRACTS)

format: node_modules/.installed-to-develop ## Format the code
	$(BIN)/prettier --log-level warn --write .

current: node_modules/.installed-to-develop
	$(BIN)/prettier --log-level warn --check .
	$(BIN)/tsx src/codegen/generate.ts --check
	$(BIN)/tsx src/codegen/check-read-back.ts

check: types lint current test-postgres test ## Run what CI runs: types, lint, format, up-to-date generated code, all tests

soak: dist/.built node_modules/.installed-to-develop ## Run the long forms of the random tests (they print their seeds)
	GUESTHOUSE_SOAK=1 $(MOCHA) --timeout 3600000 'test/{domain,store,unit,http,wire}/**/*.test.ts' 'test/live/{hostile-tenant,kill-matrix,replicas,libvirt-restarts,hands-of-others}.test.ts'

bench: dist/.built node_modules/.installed-to-develop ## Run the measurements, and print ratios
	$(BIN)/tsx test/bench/bench.ts

hypervisors: ## Install QEMU and libvirt on Debian
	bash script/install-hypervisors.sh

identity-services: ## Install Keystone on Debian, for the tests
	bash script/install-keystone.sh

ancestors: ## Install clients of older systems on Debian, for the tests
	bash script/install-ancestors.sh

test-guest: .cache/tour-guest/disk.img ## Build a tiny Linux from Debian packages for the README's tour (.cache/tour-guest)

.cache/tour-guest/disk.img: test/support/test-guest.sh
	@bash test/support/test-guest.sh .cache/tour-guest

clean: ## Remove build output; keep data and node_modules
	rm -rf dist .cache
