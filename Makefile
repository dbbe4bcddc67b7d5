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
CXXFLAGS-asan  := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all -D_GLIBCXX_ASSERTIONS
CXXFLAGS-tsan  := -O1 -g -fno-omit-frame-pointer -fsanitize=thread -D_GLIBCXX_ASSERTIONS
LDFLAGS-opt    := -Wl,-z,relro,-z,now,--as-needed
LDFLAGS-debug  := $(LDFLAGS-opt)
LDFLAGS-asan   := -fsanitize=address,undefined
LDFLAGS-tsan   := -fsanitize=thread

warnings := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor
ifdef CI
warnings += -Werror
endif

packages  := fcgi xerces-c yaml-cpp nlohmann_json libidn2 libcrypto CLI11 libsystemd
pkg_flags  = $(shell pkg-config --cflags $(packages) | sed 's/-I/-isystem /g')
pkg_libs   = $(shell pkg-config --libs $(packages))
compile    = $(CXX) -std=c++20 $(warnings) -Iinclude $(pkg_flags) -DAUTODISCOVER_VERSION='"$(VERSION)"' \
             $(CPPFLAGS) $(CXXFLAGS) -pthread -MMD -MP -c

# Debian 12 packages. What the programme is built from, what `make run` starts, what the tests use.
deps_build := g++ make pkg-config libfcgi-dev libxerces-c-dev libyaml-cpp-dev nlohmann-json3-dev libidn2-dev \
              libssl-dev libcli11-dev libsystemd-dev
deps_run   := nginx-light curl
deps_test  := libboost-test-dev apache2 libapache2-mod-fcgid spawn-fcgi libfcgi-bin libxml2-utils libplist-utils \
              bind9-utils python3 python3-yaml systemd shellcheck

sources := $(filter-out src/main.cpp,$(shell find src -name '*.cpp'))
tests   := $(shell find test/unit -name '*.cpp')
objects := $(sources:src/%.cpp=$(out)/src/%.o)
tobjs   := $(tests:test/%.cpp=$(out)/test/%.o)

all: $(out)/autodiscover ## build the responder (variant=opt|debug|asan|tsan)

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | column -t -s '|'

$(out)/src/%.o: src/%.cpp
	@mkdir -p $(@D)
	$(compile) -o $@ $<

$(out)/test/%.o: test/%.cpp
	@mkdir -p $(@D)
	$(compile) -DBOOST_TEST_DYN_LINK -Itest -o $@ $<

$(out)/libautodiscover.a: $(objects)
	@rm -f $@
	$(AR) rcs $@ $^

$(out)/autodiscover: $(out)/src/main.o $(out)/libautodiscover.a
	$(CXX) $(CXXFLAGS) $(LDFLAGS) -pthread -o $@ $^ $(pkg_libs)

$(out)/unit_tests: $(tobjs) $(out)/libautodiscover.a
	$(CXX) $(CXXFLAGS) $(LDFLAGS) -pthread -o $@ $^ $(pkg_libs) -lboost_unit_test_framework

unit: $(out)/unit_tests ## run the unit and case tests of one variant
	$(out)/unit_tests

goldens: $(out)/unit_tests ## rewrite test/cases/*/*/response from what respond() says now
	UPDATE_GOLDENS=1 $(out)/unit_tests --run_test=cases
	git --no-pager diff --stat -- test/cases

clean: ## remove all that was built
	rm -rf $(BUILD)

-include $(objects:.o=.d) $(tobjs:.o=.d) $(out)/src/main.d
.PHONY: all help unit goldens clean
