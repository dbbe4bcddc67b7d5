# autodiscover: `make help` names the targets.
# A variable per choice (CXXFLAGS-asan); every variant has its own folder, so switching never needs `clean`.

variant = opt
VERSION := 0.1.0
PREFIX  ?= /usr/local
BUILD   ?= build
out     := $(BUILD)/$(variant)

CXX      ?= g++
CXXFLAGS ?= $(CXXFLAGS-$(variant))
LDFLAGS  ?= $(LDFLAGS-$(variant))

harden         := -fstack-protector-strong -fstack-clash-protection -fcf-protection -D_GLIBCXX_ASSERTIONS
CXXFLAGS-opt   := -O2 -g -D_FORTIFY_SOURCE=2 $(harden)
CXXFLAGS-debug := -O0 -g3 $(harden)
CXXFLAGS-asan  := -O1 -g1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all -D_GLIBCXX_ASSERTIONS
CXXFLAGS-tsan  := -O1 -g1 -fno-omit-frame-pointer -fsanitize=thread -D_GLIBCXX_ASSERTIONS
CXXFLAGS-coverage := -O0 -g --coverage -D_GLIBCXX_ASSERTIONS
CXXFLAGS-fuzz  := -O2 -gline-tables-only -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined \
                  -fno-sanitize-recover=all -D_GLIBCXX_ASSERTIONS
LDFLAGS-opt    := -Wl,-z,relro,-z,now,--as-needed
LDFLAGS-debug  := $(LDFLAGS-opt)
LDFLAGS-asan   := -fsanitize=address,undefined
LDFLAGS-tsan   := -fsanitize=thread
LDFLAGS-coverage := --coverage -Wl,--wrap=_Exit,--wrap=_exit,--wrap=raise
LDFLAGS-fuzz   := -fsanitize=fuzzer,address,undefined

warnings := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor
ifdef CI
warnings += -Werror
endif

packages  := fcgi xerces-c yaml-cpp nlohmann_json libidn2 libcrypto libqrencode CLI11
pkg_flags  = $(shell pkg-config --cflags $(packages) | sed 's/-I/-isystem /g')
pkg_libs   = $(shell pkg-config --libs $(packages))
compile    = $(CXX) -std=c++20 $(warnings) -Iinclude $(pkg_flags) -DAUTODISCOVER_VERSION='"$(VERSION)"' \
             $(CPPFLAGS) $(CXXFLAGS) -pthread -MMD -MP -c

# Boost.Test is large: optimising it would double the time to build and find nothing. A fuzzer is to be fast.
test_flags := $(if $(filter fuzz,$(variant)),,-O0 -g1) -U_FORTIFY_SOURCE -DBOOST_TEST_DYN_LINK -Itest

# Debian 12 packages. What the programme is built from, what `make run` starts, what the tests use.
deps_build := g++ make pkg-config libfcgi-dev libxerces-c-dev libyaml-cpp-dev nlohmann-json3-dev libidn2-dev \
              libssl-dev libcli11-dev libtomlplusplus-dev libqrencode-dev
deps_run   := nginx-light curl openssl
deps_test  := libboost-test-dev apache2 libapache2-mod-fcgid spawn-fcgi libfcgi-bin libxml2-utils libplist-utils \
              bind9-utils python3 python3-yaml strace systemd shellcheck mandoc iproute2 nftables
deps_fuzz  := clang libclang-rt-14-dev python3
deps_trust := $(deps_fuzz) faketime valgrind radicale vdirsyncer python3-caldav
deps_coverage := gcovr
deps_deb   := debhelper dpkg-dev libboost-test-dev
deps_package := debootstrap systemd-container lintian blhc checksec python3 openssl

deps_clients := thunderbird evolution dbus-daemon dnsmasq-base libnss3-tools iproute2 python3
deps_web     := chromium fonts-liberation zbar-tools libplist-utils nginx-light openssl python3 python3-yaml
npm_web      := playwright-core@1.61.0 axe-core@4.14.1 html-validate@9.7.1
delta_chat   := @deltachat/stdio-rpc-server-linux-$(if $(filter aarch64,$(shell uname -m)),arm64,x64)@2.57.0

DEPS   := $(deps_build) $(deps_run) $(deps_test)
jobs   := $(shell nproc)
config := conf/example.yaml
FUZZ_SECONDS ?= 60
docs   := $(PREFIX)/share/doc/autodiscover
units  := $(PREFIX)/lib/systemd/system
man    := $(PREFIX)/share/man

# Sorted: the order in which a folder lists its files would be that of the objects in the binary.
sources := $(sort $(filter-out src/main.cpp,$(shell find src -name '*.cpp')))
tests   := $(shell find test/unit -name '*.cpp')
objects := $(sources:src/%.cpp=$(out)/src/%.o)
# Coverage is that of src/: the tests are those of opt, which `make coverage` builds first.
tests_out := $(if $(filter coverage,$(variant)),$(BUILD)/opt,$(out))
tobjs   := $(tests:test/%.cpp=$(tests_out)/test/%.o)

all: $(out)/autodiscover ## build the responder (variant=opt|debug|asan|tsan|coverage)

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-19s %s\n", $$1, $$2 }' Makefile

$(out)/src/%.o: src/%.cpp
	@mkdir -p $(@D)
	$(compile) -o $@ $<

$(out)/test/%.o: test/%.cpp
	@mkdir -p $(@D)
	$(compile) $(test_flags) -o $@ $<

$(out)/libautodiscover.a: $(objects) $(if $(filter coverage,$(variant)),$(out)/test/coverage/ends.o)
	@rm -f $@
	$(AR) rcs $@ $^

$(out)/autodiscover: $(out)/src/main.o $(out)/libautodiscover.a
	$(CXX) $(CXXFLAGS) $(LDFLAGS) -pthread -o $@ $^ $(pkg_libs)

$(out)/unit_tests: $(tobjs) $(out)/libautodiscover.a
	$(CXX) $(CXXFLAGS) $(LDFLAGS) -pthread -o $@ $^ $(pkg_libs) -lboost_unit_test_framework

# Test programs of one file each, on the library.
$(out)/hostile/torture: $(tests_out)/test/hostile/allocations.o
$(out)/hostile/%: $(tests_out)/test/hostile/%.o $(out)/libautodiscover.a
	@mkdir -p $(@D)
	$(CXX) $(CXXFLAGS) $(LDFLAGS) -pthread -o $@ $^ $(pkg_libs)

# A fuzz target a file. With clang's variant=fuzz it is a fuzzer, in every other variant it replays its corpus.
fuzzers     := $(patsubst test/fuzz/fuzz_%.cpp,$(out)/fuzz/%,$(wildcard test/fuzz/fuzz_*.cpp))
fuzz_shared := markup oracle $(if $(filter fuzz,$(variant)),,replay)
$(out)/fuzz/%: $(tests_out)/test/fuzz/fuzz_%.o $(fuzz_shared:%=$(tests_out)/test/fuzz/%.o) $(out)/libautodiscover.a
	@mkdir -p $(@D)
	$(CXX) $(CXXFLAGS) $(LDFLAGS) -pthread -o $@ $^ $(pkg_libs)
fuzzers: $(fuzzers)

unit: $(out)/unit_tests ## run the unit and case tests of one variant
	$(out)/unit_tests

goldens: $(out)/unit_tests ## rewrite test/cases/*/*/response from what respond() says now
	UPDATE_GOLDENS=1 $(out)/unit_tests --run_test=cases
	git --no-pager diff --stat -- test/cases

run: ## install what is missing, build, serve the example behind a private nginx on loopback
	@$(MAKE) --no-print-directory deps DEPS="$(deps_build) $(deps_run)"
	@$(MAKE) --no-print-directory -j$(jobs) all
	conf/run.sh $(BUILD)/opt/autodiscover $(config)

check: ## install what is missing, build every variant, run every test
	@$(MAKE) --no-print-directory deps DEPS="$(deps_build) $(deps_run) $(deps_test)"
	@$(MAKE) --no-print-directory -j$(jobs) variant=opt all $(BUILD)/opt/unit_tests $(BUILD)/opt/hostile/torture
	@$(MAKE) --no-print-directory -j$(jobs) variant=asan $(BUILD)/asan/unit_tests fuzzers $(BUILD)/asan/hostile/torture
	@$(MAKE) --no-print-directory -j$(jobs) variant=tsan $(BUILD)/tsan/unit_tests
	@test/check.py $(BUILD)

check-trust: ## what takes longer: hostile input, faults, exhaustion; each prints its figure
	@$(MAKE) --no-print-directory deps DEPS="$(deps_build) $(deps_run) $(deps_test) $(deps_trust)"
	@command -v npm >/dev/null || $(MAKE) --no-print-directory deps DEPS=npm
	@$(MAKE) --no-print-directory -j$(jobs) all $(BUILD)/opt/load $(BUILD)/opt/unit_tests \
	    $(BUILD)/opt/hostile/read_documents $(BUILD)/opt/hostile/mutations
	@$(MAKE) --no-print-directory -j$(jobs) variant=fuzz CXX=clang++ fuzzers
	@test/trust.py $(BUILD)

check-long: ## the full forms of what `make check` runs in a short one (20 minutes)
	@$(MAKE) --no-print-directory deps DEPS="$(deps_build) $(deps_run) $(deps_test)"
	@$(MAKE) --no-print-directory -j$(jobs) all $(BUILD)/opt/unit_tests
	@test/trust.py $(BUILD) --long

coverage: ## lines and branches of src/ that the tests of `make check` reach; fails below the goal
	@$(MAKE) --no-print-directory deps DEPS="$(deps_build) $(deps_test) $(deps_coverage)"
	@$(MAKE) --no-print-directory -j$(jobs) $(BUILD)/opt/unit_tests $(BUILD)/opt/hostile/torture
	@$(MAKE) --no-print-directory -j$(jobs) variant=coverage all $(BUILD)/coverage/unit_tests $(BUILD)/coverage/hostile/torture
	@test/coverage/run.py $(BUILD)

check-clients: ## real Thunderbird, Evolution and Delta Chat find their settings (as root)
	@$(MAKE) --no-print-directory deps DEPS="$(deps_build) $(deps_run) $(deps_clients)"
	@command -v npm >/dev/null || $(MAKE) --no-print-directory deps DEPS=npm
	@$(MAKE) --no-print-directory -j$(jobs) all
	npm install --no-save --no-audit --no-fund --ignore-scripts --prefix $(BUILD)/clients $(delta_chat)
	test/clients/run.py $(BUILD)/opt/autodiscover $(BUILD)/clients

fuzz: ## run every fuzz target for FUZZ_SECONDS=60; what it finds becomes part of test/fuzz/corpus
	@$(MAKE) --no-print-directory deps DEPS="$(deps_build) $(deps_fuzz)"
	@$(MAKE) --no-print-directory -j$(jobs) variant=fuzz CXX=clang++ fuzzers
	test/fuzz/run.py $(BUILD) $(FUZZ_SECONDS)

fuzz-replay: ## run every file of test/fuzz/corpus once, under AddressSanitizer
	@$(MAKE) --no-print-directory -j$(jobs) variant=asan fuzzers
	test/fuzz/replay.py $(BUILD)

check-web: ## the page for people in a real Chromium
	@$(MAKE) --no-print-directory deps DEPS="$(deps_build) $(deps_run) $(deps_web)"
	@command -v npm >/dev/null || $(MAKE) --no-print-directory deps DEPS=npm
	@$(MAKE) --no-print-directory -j$(jobs) all
	npm install --no-save --no-audit --no-fund --ignore-scripts --prefix $(BUILD)/web $(npm_web)
	test/web/run.py $(BUILD)/opt/autodiscover $(BUILD)/web

mutants: ## break the sources in one place after the other: a test must notice each time (takes half an hour)
	@$(MAKE) --no-print-directory deps DEPS="$(deps_build) $(deps_test)"
	@$(MAKE) --no-print-directory -j$(jobs) all $(BUILD)/opt/unit_tests
	test/mutants/run.py $(BUILD)

lint: ## clang-format, clang-tidy and a build with clang
	@$(MAKE) --no-print-directory deps DEPS="$(deps_build) libboost-test-dev clang clang-format clang-tidy"
	find src include test -name '*.[ch]pp' | xargs clang-format --dry-run --Werror
	$(MAKE) -j$(jobs) CXX=clang++ CXXFLAGS='-O1 -Werror' BUILD=$(BUILD)/clang all $(BUILD)/clang/opt/unit_tests
	find src -name '*.cpp' | xargs -P $(jobs) -n 4 clang-tidy --quiet -- -std=c++20 -Iinclude \
	    -DAUTODISCOVER_VERSION='"$(VERSION)"' $(pkg_flags)

bench: ## speed: signatures, many domains, and behind nginx against a constant reply and a file
	@$(MAKE) --no-print-directory deps DEPS="$(deps_build) $(deps_run) python3 wrk"
	@$(MAKE) --no-print-directory -j$(jobs) all $(BUILD)/opt/constant $(BUILD)/opt/signing
	$(BUILD)/opt/signing
	test/bench/scale.py $(BUILD)
	test/bench/costs.py $(BUILD)
	test/bench/bench.py $(BUILD)

bench-instructions: ## instructions a request on a kept connection, counted by callgrind
	@$(MAKE) --no-print-directory deps DEPS="$(deps_build) python3 valgrind"
	@$(MAKE) --no-print-directory -j$(jobs) all $(BUILD)/opt/constant
	test/bench/instructions.py $(BUILD)

$(BUILD)/opt/constant: test/bench/constant.cpp
	@mkdir -p $(@D)
	$(CXX) -std=c++20 $(warnings) $(CXXFLAGS-opt) -o $@ $< -lfcgi

$(BUILD)/opt/signing: test/bench/signing.cpp $(BUILD)/opt/libautodiscover.a
	@mkdir -p $(@D)
	$(CXX) -std=c++20 $(warnings) $(CXXFLAGS-opt) -Iinclude -Itest $(pkg_flags) -pthread -o $@ $^ $(pkg_libs)

$(BUILD)/opt/load: test/trust/load.cpp test/trust/plan.hpp test/trust/reply.hpp
	@mkdir -p $(@D)
	$(CXX) -std=c++20 $(warnings) $(CXXFLAGS-opt) -o $@ $<

deps: ## install the Debian packages that are missing (DEPS="..." for some of them)
	@conf/deps.sh $(DEPS)

man: $(out)/man/autodiscover.8 $(out)/man/autodiscover.yaml.5 ## the manual pages, from --help and the table of keys

$(out)/man/%: conf/man/%.in conf/man/fill.awk $(out)/autodiscover
	@mkdir -p $(@D)
	awk -f conf/man/fill.awk -v programme=$(out)/autodiscover $< > $@.new && mv $@.new $@

deb: ## build the Debian package into build/deb
	@$(MAKE) --no-print-directory deps DEPS="$(deps_build) $(deps_deb)"
	conf/deb.sh $(BUILD)/deb

check-package: ## build it, look at it, install, upgrade and remove it in a fresh Debian (as root)
	@$(MAKE) --no-print-directory deps DEPS="$(deps_build) $(deps_deb) $(deps_package)"
	test/package/run.py $(BUILD)/package

install: all man ## install into DESTDIR and PREFIX
	install -D -m 755 $(out)/autodiscover $(DESTDIR)$(PREFIX)/bin/autodiscover
	install -D -m 644 $(out)/man/autodiscover.8 $(DESTDIR)$(man)/man8/autodiscover.8
	install -D -m 644 $(out)/man/autodiscover.yaml.5 $(DESTDIR)$(man)/man5/autodiscover.yaml.5
	install -d $(addprefix $(DESTDIR)$(docs)/examples/,domains.d nginx apache) $(DESTDIR)$(units)
	install -m 644 README.md $(DESTDIR)$(docs)
	install -m 644 conf/*.yaml conf/domains.txt $(DESTDIR)$(docs)/examples
	install -m 644 conf/domains.d/*.yaml $(DESTDIR)$(docs)/examples/domains.d
	install -m 644 nginx/*.conf $(DESTDIR)$(docs)/examples/nginx
	install -m 644 apache/*.conf apache/*.nft $(DESTDIR)$(docs)/examples/apache
	sed -i 's,^Define AUTODISCOVER_BIN .*,Define AUTODISCOVER_BIN $(PREFIX)/bin,' $(DESTDIR)$(docs)/examples/apache/*.conf
	install -m 644 conf/systemd/autodiscover*.service conf/systemd/autodiscover*.socket $(DESTDIR)$(units)
	sed -i 's,=/usr/bin/,=$(PREFIX)/bin/,' $(DESTDIR)$(units)/autodiscover*.service
	install -D -m 644 conf/systemd/sysusers.conf $(DESTDIR)$(PREFIX)/lib/sysusers.d/autodiscover.conf

uninstall: ## remove what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/autodiscover $(DESTDIR)$(man)/man8/autodiscover.8 $(DESTDIR)$(man)/man5/autodiscover.yaml.5
	rm -f $(addprefix $(DESTDIR)$(units)/autodiscover,.service .socket @.service @.socket)
	rm -f $(DESTDIR)$(PREFIX)/lib/sysusers.d/autodiscover.conf
	rm -rf $(DESTDIR)$(docs)

clean: ## remove all that was built
	rm -rf $(BUILD)

-include $(objects:.o=.d) $(tobjs:.o=.d) $(out)/src/main.d $(wildcard $(out)/test/hostile/*.d $(out)/test/fuzz/*.d)
.PRECIOUS: $(out)/test/%.o
.PHONY: all help unit goldens run check check-trust check-long coverage mutants check-clients check-web check-package fuzz fuzz-replay fuzzers lint bench bench-instructions deps man deb \
        install uninstall clean
