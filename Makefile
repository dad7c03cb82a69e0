# Each target is one command; `make` alone lists them.
.PHONY: help build test run faults bench schemathesis format

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

bench: ## measure, on a machine left alone: prints a table, writes bench/target/figures.md
	./mvnw -B -Pbench -DskipTests package

schemathesis: ## build it and have Schemathesis call it, some minutes; needs Python 3.10 or later
	./mvnw -q -DskipTests package && api/schemathesis/run

format: ## mend the format
	./mvnw spotless:apply
