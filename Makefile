# Each target is one command; `make` alone lists them.
.PHONY: help build test run cluster compose-test faults cluster-faults bench schemathesis screenshots format

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

build: ## everything but the tests, among it standalone/target/stream0.jar
	./mvnw -DskipTests package

test: ## what CI runs
	./mvnw verify

run: ## build it and start it, state in ./data
	./mvnw -q -DskipTests package && java -jar standalone/target/stream0.jar

faults: ## the long fault run: 100,000 messages, 20 times kill -9; writes faults/target/report.md
	./mvnw -B -Pfaults -DskipTests package

cluster-faults: ## the long fault run on a cluster: 200,000 messages, 42 faults; writes faults/target/cluster-report.md
	./mvnw -B -Pcluster-faults -DskipTests package

cluster: ## three brokers, two of each service on loopback, until Ctrl-C
	./mvnw -q -Pcluster -DskipTests package

compose-test: ## docker-compose.yml for real: conversations while containers are killed
	./mvnw -q -DskipTests package && docker/compose-test

bench: ## measure, on a machine left alone: prints a table, writes bench/target/figures.md
	./mvnw -B -Pbench -DskipTests package

schemathesis: ## build it and have Schemathesis call it, some minutes; needs Python 3.10 or later
	./mvnw -q -DskipTests package && api/schemathesis/run

screenshots: ## show every page in Chromium, into docs/screenshots
	./mvnw -q -pl browser -am verify -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=Screenshots -Dfailsafe.failIfNoSpecifiedTests=false

format: ## mend the format
	./mvnw spotless:apply
