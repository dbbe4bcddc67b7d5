# The test targets, included by Makefile. test/check.py and test/trust.py contain the steps of `make check` and of the longer
# runs, and build what a step needs.

deps_test  := libboost-test-dev apache2 libapache2-mod-fcgid spawn-fcgi libfcgi-bin libxml2-utils libplist-utils \
              bind9-utils python3 python3-yaml strace systemd shellcheck mandoc iproute2 nftables
deps_fuzz  := clang libclang-rt-14-dev python3
deps_trust := $(deps_fuzz) faketime valgrind radicale vdirsyncer python3-caldav
deps_lint  := libboost-test-dev clang clang-format clang-tidy
deps_coverage := gcovr
deps_package := debootstrap systemd-container lintian blhc checksec python3 openssl
deps_clients := thunderbird evolution dbus-daemon dnsmasq-base libnss3-tools iproute2 python3
deps_web     := chromium fonts-liberation zbar-tools libplist-utils nginx-light openssl python3 python3-yaml
npm_web      := playwright-core@1.61.0 axe-core@4.14.1 html-validate@9.7.1
delta_chat   := @deltachat/stdio-rpc-server-linux-$(if $(filter aarch64,$(shell uname -m)),arm64,x64)@2.57.0
npm_install  := npm install --no-save --no-audit --no-fund --ignore-scripts --prefix
DEPS         += $(deps_test)

# Programs linked with variant=coverage write their counts when they end, even if a signal ends them.
ends := $(if $(filter coverage,$(variant)),$(out)/whole/coverage/ends.o)
$(out)/autodiscover: $(ends)

# The files of src/ that tests link: all floors below the command line, and the files of the command line that have a unit
# test. So no test waits for CLI11, toml++ and nlohmann-json, which take as long to compile as 15 other files.
core       := $(filter-out $(out)/src/cli/%,$(library)) $(ends)
cli_tested := $(patsubst test/unit/cli/%_test.cpp,$(out)/src/cli/%.o,$(wildcard test/unit/cli/*_test.cpp))
unit_tests := $(patsubst %.cpp,%.o,$(shell find test/unit -name '*.cpp'))

# Tests of data that threads share, for ThreadSanitizer. test/hygiene.py fails if a test with threads is missing.
thread_tests := $(patsubst %.cpp,%.o,test/unit/main.cpp $(wildcard test/unit/server/*_test.cpp) \
                test/unit/config/yaml/text_file_test.cpp test/unit/format/xml_reader_test.cpp \
                test/unit/protocols/profile_signature_test.cpp)

# Asan and coverage instrument src/ only: their test objects are those of opt, linked after src/, so that the program runs the
# copy of src/ of an inline function that is in both. `make check-long` has unit_tests_whole.
tests_variant := $(if $(filter asan coverage,$(variant)),opt,$(variant))
tests_out     := $(BUILD)/$(tests_variant)
$(tests_out)/test/%: built_as = $(tests_variant)

# Boost.Test is large. Optimising it would double the build time and find nothing (except for fuzzers, which must be fast). g++
# reads its headers once: boost.hpp is included before everything else in a test.
test_flags := $(if $(filter fuzz,$(variant)),,-O0 -g1) -U_FORTIFY_SOURCE -DBOOST_TEST_DYN_LINK -Itest
boost      := $(if $(findstring clang,$(CXX)),,$(tests_out)/test/unit/boost.hpp.gch)
boost_flag  = $(if $(filter-out %/main.o,$@),$(if $(boost),-I$(tests_out)/test -include unit/boost.hpp -fpch-preprocess))
export CCACHE_SLOPPINESS ?= pch_defines,time_macros

$(tests_out)/test/unit/boost.hpp.gch: test/unit/boost.hpp
	$Qmkdir -p $(@D) && $(compile) $(test_flags) -MD -x c++-header -o $@ $<

$(tests_out)/test/unit/%.o: test/unit/%.cpp $(boost)
	$Qmkdir -p $(@D) && $(compile) $(boost_flag) $(test_flags) -o $@ $<

$(tests_out)/test/%.o: test/%.cpp
	$Qmkdir -p $(@D) && $(compile) $(test_flags) -o $@ $<

$(out)/unit_tests: $(core) $(cli_tested) $(unit_tests:%=$(tests_out)/%)
	$Q$(link) -lboost_unit_test_framework

# The tests instrumented as well, for the long run; also code that must know how the program is instrumented.
$(out)/unit_tests_whole: $(core) $(cli_tested) $(unit_tests:test/%=$(out)/whole/%)
	$Q$(link) -lboost_unit_test_framework

$(out)/whole/%.o: test/%.cpp
	$Qmkdir -p $(@D) && $(compile) $(test_flags) -o $@ $<

$(out)/thread_tests: $(core) $(thread_tests:%=$(tests_out)/%)
	$Q$(link) -lboost_unit_test_framework

# Test programs, one file each.
hostile := $(if $(filter asan,$(variant)),$(out)/whole,$(tests_out)/test)/hostile
$(out)/hostile/torture: $(hostile)/allocations.o
$(out)/hostile/%: $(core) $(hostile)/%.o
	$Q$(link)

# One file per fuzz target. With clang's variant=fuzz it is a fuzzer; in all other variants it replays its corpus.
fuzzers     := $(patsubst test/fuzz/fuzz_%.cpp,$(out)/fuzz/%,$(wildcard test/fuzz/fuzz_*.cpp))
fuzz_shared := markup oracle $(if $(filter fuzz,$(variant)),,replay)
$(out)/fuzz/%: $(core) $(tests_out)/test/fuzz/fuzz_%.o $(fuzz_shared:%=$(tests_out)/test/fuzz/%.o)
	$Q$(link)
fuzzers: $(fuzzers)

test: ## run the tests that an edit needs, in two minutes; T=json_writer runs one test of any kind by its name
	@test/check.py $(BUILD) $(or $(T),quick)

check: ## install missing packages, build, run every test that a change must pass
	@$(MAKE) deps DEPS="$(deps_build) $(deps_run) $(deps_test)"
	@test/check.py $(BUILD)

check-trust: ## test faults, hostile input and exhaustion; each test prints its figures
	@$(MAKE) deps DEPS="$(deps_build) $(deps_run) $(deps_test) $(deps_trust)"
	@command -v npm >/dev/null || $(MAKE) deps DEPS=npm
	@test/trust.py $(BUILD)

check-long: ## run the full forms of the short tests in check and check-trust; once before a release
	@$(MAKE) deps DEPS="$(deps_build) $(deps_run) $(deps_test) $(deps_trust) $(deps_lint)"
	@command -v npm >/dev/null || $(MAKE) deps DEPS=npm
	@test/trust.py $(BUILD) --long

lint: ## check clang-format, a build with clang, and clang-tidy on changed files
	@$(MAKE) deps DEPS="$(deps_build) $(deps_lint)"
	@test/lint.py $(BUILD)

lint-all: ## the same, with clang-tidy on every file
	@$(MAKE) deps DEPS="$(deps_build) $(deps_lint)"
	@test/lint.py $(BUILD) --all

unit: $(out)/unit_tests ## run the unit and case tests of one variant
	$(out)/unit_tests

goldens: $(out)/unit_tests ## rewrite test/cases/*/*/response with the current answers of respond()
	UPDATE_GOLDENS=1 $(out)/unit_tests --run_test=cases
	git --no-pager diff --stat -- test/cases

coverage: ## measure the lines and branches of src/ that `make check` reaches; fails below the goal
	@$(MAKE) deps DEPS="$(deps_build) $(deps_test) $(deps_coverage)"
	@$(MAKE) -j$(jobs) variant=coverage all $(BUILD)/coverage/unit_tests $(BUILD)/coverage/hostile/torture
	@test/coverage/run.py $(BUILD)

check-clients: ## test with real Thunderbird, Evolution and Delta Chat (as root)
	@$(MAKE) deps DEPS="$(deps_build) $(deps_run) $(deps_clients)"
	@command -v npm >/dev/null || $(MAKE) deps DEPS=npm
	@$(MAKE) -j$(jobs) all
	$(npm_install) $(BUILD)/clients $(delta_chat)
	test/clients/run.py $(BUILD)/opt/autodiscover $(BUILD)/clients

check-web: ## test the page for users in a real Chromium
	@$(MAKE) deps DEPS="$(deps_build) $(deps_run) $(deps_web)"
	@command -v npm >/dev/null || $(MAKE) deps DEPS=npm
	@$(MAKE) -j$(jobs) all
	$(npm_install) $(BUILD)/web $(npm_web)
	test/web/run.py $(BUILD)/opt/autodiscover $(BUILD)/web

check-package: ## build, check, install, upgrade and remove the package in a fresh Debian (as root); TWICE=1: build twice, compare
	@$(MAKE) deps DEPS="$(deps_build) $(deps_deb) $(deps_package)"
	test/package/run.py $(BUILD)/package $(if $(TWICE),--twice)

fuzz: ## run every fuzz target for FUZZ_SECONDS=60; its findings are added to test/fuzz/corpus
	@$(MAKE) deps DEPS="$(deps_build) $(deps_fuzz)"
	@$(MAKE) -j$(jobs) variant=fuzz CXX=clang++ fuzzers
	test/fuzz/run.py $(BUILD) $(FUZZ_SECONDS)

fuzz-replay: ## run every file of test/fuzz/corpus once, under AddressSanitizer
	@$(MAKE) -j$(jobs) variant=asan fuzzers
	test/fuzz/replay.py $(BUILD)

mutants: ## break the sources in one place after the other: a test must fail each time (takes half an hour)
	@$(MAKE) deps DEPS="$(deps_build) $(deps_test)"
	@$(MAKE) -j$(jobs) all $(BUILD)/opt/unit_tests
	test/mutants/run.py $(BUILD)

bench: ## measure speed: signatures, many domains, and behind nginx, compared with a constant reply and a file
	@$(MAKE) deps DEPS="$(deps_build) $(deps_run) python3 wrk"
	@$(MAKE) -j$(jobs) all $(BUILD)/opt/constant $(BUILD)/opt/signing
	$(BUILD)/opt/signing
	test/bench/scale.py $(BUILD)
	test/bench/costs.py $(BUILD)
	test/bench/bench.py $(BUILD)

bench-instructions: ## count instructions per request on a kept connection, with callgrind
	@$(MAKE) deps DEPS="$(deps_build) python3 valgrind"
	@$(MAKE) -j$(jobs) all $(BUILD)/opt/constant
	test/bench/instructions.py $(BUILD)

$(BUILD)/opt/constant: test/bench/constant.cpp
	$Qmkdir -p $(@D) && $(CXX) -std=c++20 $(warnings) $(CXXFLAGS-opt) -o $@ $< -lfcgi

$(BUILD)/opt/load: test/trust/load.cpp test/trust/plan.hpp test/trust/reply.hpp
	$Qmkdir -p $(@D) && $(CXX) -std=c++20 $(warnings) $(CXXFLAGS-opt) -o $@ $<

$(BUILD)/opt/signing: $(core) $(BUILD)/opt/test/bench/signing.o
	$Q$(link)
$(BUILD)/opt/test/bench/signing.o: test_flags := -Itest

# Clang's warnings for a source file; the objects of variant=fuzz already gave those for src/ below the command line.
clang_checked := $(patsubst %.cpp,$(BUILD)/clang/%.ok,$(filter src/programs/% src/cli/% src/import/%,$(sources)) \
                 $(shell find test/unit test/hostile test/bench -name '*.cpp'))
clang_check    = clang++ $(filter-out -fsanitize=%,$(flags)) $(test_flags) -MMD -MP -MT $@
$(BUILD)/clang/%.ok: %.cpp
	$Qmkdir -p $(@D) && $(clang_check) -fsyntax-only -MF $@.d $< && touch $@
$(BUILD)/clang/boost.pch: test/unit/boost.hpp
	$Qmkdir -p $(@D) && $(clang_check) -x c++-header -MF $@.d -o $@ $<
$(BUILD)/clang/test/unit/%.ok: test/unit/%.cpp $(BUILD)/clang/boost.pch
	$Qmkdir -p $(@D) && $(clang_check) $(if $(filter-out %/main.ok,$@),-include-pch $(BUILD)/clang/boost.pch) -fsyntax-only -MF $@.d $< && touch $@
lint-clang: $(core) $(fuzzers:$(out)/fuzz/%=$(out)/test/fuzz/fuzz_%.o) $(clang_checked)

lint-tidy: $(FILES:%=$(BUILD)/tidy/%)
$(BUILD)/tidy/%: %
	$Qmkdir -p $(@D) && { clang-tidy --quiet $< -- $(flags) 2>$@.log || { cat $@.log; exit 1; }; }

-include $(unit_tests:%.o=$(tests_out)/%.d) $(wildcard $(tests_out)/test/*/*.d $(out)/whole/*/*.d $(out)/whole/*/*/*.d)
-include $(clang_checked:=.d) $(BUILD)/clang/boost.pch.d
.PRECIOUS: $(tests_out)/test/%.o $(out)/whole/%.o
.PHONY: test check check-trust check-long lint lint-all lint-clang lint-tidy unit goldens coverage check-clients check-web check-package \
        fuzz fuzz-replay fuzzers mutants bench bench-instructions
