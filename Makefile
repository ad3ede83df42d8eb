# Targets are for people: `make` alone says what there is. The work itself is Maven's.

CONFIG  ?= config.yml
MVN     ?= mvn
COMPOSE ?= docker compose

JAR     := target/app.jar
SOURCES := pom.xml migrations.xml $(shell find src/main)
VERSION := $(shell sed -n 's:.*<version>\(.*\)</version>.*:\1:p' pom.xml | head -n 1)

export GATEHOUSE_VERSION := $(VERSION)

# $(call need,program,what for): stop with one clear line instead of "command not found".
need = command -v $(firstword $(1)) >/dev/null 2>&1 || { echo "'$(1)' is not on the PATH; it is needed $(2)." >&2; exit 1; }

# The shaded jar goes first: when no class changed, Maven would shade it into itself, and after an upgrade of a dependency
# the old classes would win.
fresh = rm -f $(JAR)

.DELETE_ON_ERROR:
.PHONY: help run test verify faults pgvector openapi migrate bench bench-search load image up down clean java

help: ## list these targets
	@echo "Gatehouse $(VERSION)"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@echo "Settings: CONFIG=$(CONFIG)  JAVA_OPTS=$(JAVA_OPTS)"

# The quick compiler and the small collector: a start costs less CPU, which is what one waits for while developing.
# `make run JAVA_OPTS=` starts as production does.
run: JAVA_OPTS ?= -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
# exec: Ctrl-C and SIGTERM reach the JVM itself, which then drains.
run: java $(JAR) ## build if the sources changed, then start the service (CONFIG, JAVA_OPTS)
	@exec java $(JAVA_OPTS) -jar $(JAR) server $(CONFIG)

test: java ## format check, build and every test but the slow ones
	@$(call need,$(MVN),to build)
	@$(fresh)
	$(MVN) -B -ntp -DskipITs verify

verify: java ## everything, with the tests that start, kill and restart whole processes
	@$(call need,$(MVN),to build)
	@$(fresh)
	$(MVN) -B -ntp -Dwalk.steps=300 verify

# As root it also fills a small disk of its own.
faults: java ## stop, kill and pause PostgreSQL, Redis and mail under load, fill the disk; one table of what happened
	@$(call need,$(MVN),to build)
	@$(fresh)
	$(MVN) -B -ntp -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=FaultsIT verify

# As root on Debian, whose packages it takes; elsewhere run these tests with TEST_DATABASE_URL.
pgvector: java ## the tests of search on a PostgreSQL that has pgvector
	@$(call need,$(MVN),to build)
	@trap 'bench/pgvector stop' EXIT; server=$$(bench/pgvector start) && eval "$$server" && \
	$(MVN) -B -ntp -Dtest='PgVectorIndexTest,WorldsTest,Index*Test,IngestQueueTest,MeaningTest' test

openapi: java ## write docs/openapi.json as the code has it
	@$(call need,$(MVN),to build)
	OPENAPI=write $(MVN) -B -q -ntp -Dtest=OpenApiTest -Dsurefire.failIfNoSpecifiedTests=false test

migrate: java $(JAR) ## bring the schema of CONFIG's database up to date
	java $(JAVA_OPTS) -jar $(JAR) db migrate $(CONFIG)

bench: java $(JAR) ## measure requests/s, latency and CPU per 1,000 requests
	bench/run

bench-search: java $(JAR) ## measure how good and how fast search is (SCIFACT=folder of the collection; N=pieces for the speed)
	bench/search quality "$(SCIFACT)"
	bench/search speed "$(SCIFACT)" $(N)

load: java $(JAR) ## a product's day at a fixed rate on half a core and 512 MiB; writes a page with charts
	bench/load --cpu 0.5 --memory 512 --rate 20

image: ## build the container image gatehouse:VERSION
	@$(call need,docker,to build an image)
	docker build --build-arg VERSION=$(VERSION) -t gatehouse:$(VERSION) .

up: ## start a small production on this machine: two replicas, proxy, PostgreSQL, Redis, mail
	@$(call need,docker,to run containers)
	deploy/make-env
	$(COMPOSE) -f deploy/compose.yml up --build --detach
	@echo "https://localhost:8443 is up (its certificate is Caddy's own); mail lands at https://mail.localhost:8443"
	@echo "First administrator: $(COMPOSE) -f deploy/compose.yml run --rm app-1 create-admin --help"

down: ## stop it again; data and secrets stay
	$(COMPOSE) -f deploy/compose.yml down

clean: ## delete what the build made (target/), never data/
	rm -rf target

# Formatting is judged by `make test`, not by somebody who wants to see the thing run.
$(JAR): $(SOURCES)
	@$(call need,$(MVN),to build)
	@echo "Building $@ (the first time downloads the dependencies) …"
	@$(fresh)
	@$(MVN) -B -q -DskipTests -Dspotless.check.skip=true package
	@touch $@

java:
	@$(call need,java,to build and to run: install a JDK of version 17 or newer)
	@major=$$(java -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1); \
	if [ "$${major:-0}" -lt 17 ]; then \
		echo "Gatehouse needs Java 17 or newer; 'java' on the PATH is version $${major:-unknown}." >&2; exit 1; \
	fi
