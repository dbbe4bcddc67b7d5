# autodiscover: `make help` names the targets; test/test.mk has those that test.
# A variable per choice (CXXFLAGS-asan); every variant has its own folder, so switching never needs `clean`.

variant = opt
VERSION := 0.1.0
PREFIX  ?= /usr/local
BUILD   ?= build
out     := $(BUILD)/$(variant)

CXX      ?= g++
CCACHE   ?= $(shell command -v ccache)
CXXFLAGS ?= $(CXXFLAGS-$(or $(built_as),$(variant)))
LDFLAGS  ?= $(LDFLAGS-$(variant))

harden         := -fstack-protector-strong -fstack-clash-protection -fcf-protection -D_GLIBCXX_ASSERTIONS
CXXFLAGS-opt   := -O2 -g -D_FORTIFY_SOURCE=2 $(harden)
CXXFLAGS-debug := -O0 -g3 $(harden)
CXXFLAGS-asan  := -O0 -g1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all -D_GLIBCXX_ASSERTIONS
CXXFLAGS-tsan  := -O0 -g1 -fno-omit-frame-pointer -fsanitize=thread -D_GLIBCXX_ASSERTIONS
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

# pkg-config is asked once, and not before the packages are needed.
packages  := fcgi xerces-c yaml-cpp nlohmann_json libidn2 libcrypto libqrencode CLI11
pkg_flags  = $(eval pkg_flags := $(shell pkg-config --cflags $(packages) | sed 's/-I/-isystem /g'))$(pkg_flags)
pkg_libs   = $(eval pkg_libs := $(shell pkg-config --libs $(packages)))$(pkg_libs)
flags      = -std=c++20 $(warnings) -Iinclude $(pkg_flags) -DAUTODISCOVER_VERSION='"$(VERSION)"' \
             $(CPPFLAGS) $(CXXFLAGS) -pthread
compile    = $(CCACHE) $(CXX) $(flags) -MMD -MP -c
link       = mkdir -p $(@D) && $(CXX) $(CXXFLAGS) $(LDFLAGS) -pthread -o $@ $(filter %.o,$^) $(pkg_libs)

# Quiet: a terminal is shown what is being made, a log nothing; V=1 shows the commands.
Q = $(if $(V),,@$(if $(MAKE_TERMOUT),$(info $@)))
MAKEFLAGS += --no-print-directory

# Debian 12 packages. What the responder and what all programs are built from, what `make run` starts.
deps_responder := g++ make pkg-config libfcgi-dev libxerces-c-dev libyaml-cpp-dev nlohmann-json3-dev libidn2-dev \
                  libssl-dev libcli11-dev libqrencode-dev
deps_build := $(deps_responder) libtomlplusplus-dev
deps_run   := nginx-light curl openssl
deps_deb   := debhelper dpkg-dev libboost-test-dev

DEPS   := $(deps_build) $(deps_run)
jobs   := $(shell nproc)
config := conf/example.yaml
docs   := $(PREFIX)/share/doc/autodiscover
units  := $(PREFIX)/lib/systemd/system
man    := $(PREFIX)/share/man

# A program a file: src/programs/autodiscover_X.cpp is autodiscover-X, and only it has the code of src/X.
programs := $(subst _,-,$(patsubst src/programs/%.cpp,%,$(wildcard src/programs/*.cpp)))
others   := $(patsubst autodiscover-%,%,$(filter autodiscover-%,$(programs)))

# Sorted: the order in which a folder lists its files would be that of the objects in the binary.
sources := $(sort $(shell find src -name '*.cpp'))
objects := $(sources:src/%.cpp=$(out)/src/%.o)
library := $(filter-out $(patsubst %,$(out)/src/%/%,programs $(others)),$(objects))

all: $(programs:%=$(out)/%) ## build all programs (variant=opt|debug|asan|tsan|coverage)

help: ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-19s %s\n", $$1, $$2 }' Makefile test/test.mk

$(out)/src/%.o: src/%.cpp
	$Qmkdir -p $(@D) && $(compile) -o $@ $<

$(out)/autodiscover: $(out)/src/programs/autodiscover.o
$(foreach x,$(others),$(eval $(out)/autodiscover-$x: \
    $(filter $(out)/src/programs/autodiscover_$x.o $(out)/src/$x/%,$(objects))))
$(programs:%=$(out)/%): $(library)
	$Q$(link)

run: ## install missing packages, build, serve the example behind a private nginx on loopback
	@$(MAKE) deps DEPS="$(deps_responder) $(deps_run)"
	@$(MAKE) -j$(jobs) $(BUILD)/opt/autodiscover
	conf/run.sh $(BUILD)/opt/autodiscover $(config)

deps: ## install missing Debian packages (DEPS="..." to name them)
	@conf/deps.sh $(DEPS)

pages := $(programs:%=%.8) autodiscover.yaml.5
man: $(pages:%=$(out)/man/%) ## build the manual pages from --help and tables in the sources

exit_codes := include/autodiscover/base/exit_code.hpp
$(out)/man/%: conf/man/%.in conf/man/fill.awk $(exit_codes) $(programs:%=$(out)/%)
	$Qmkdir -p $(@D)
	$Qawk -f conf/man/fill.awk -v program=$(out)/$(firstword $(subst ., ,$*)) -v exit_codes=$(exit_codes) $< \
	    > $@.new && mv $@.new $@

deb: ## build the Debian package into build/deb
	@$(MAKE) deps DEPS="$(deps_build) $(deps_deb)"
	conf/deb.sh $(BUILD)/deb

install: all man ## install into DESTDIR and PREFIX
	install -d $(addprefix $(DESTDIR)$(docs)/examples/,domains.d nginx apache) \
	    $(addprefix $(DESTDIR),$(PREFIX)/bin $(man)/man8 $(man)/man5 $(units))
	install -m 755 $(programs:%=$(out)/%) $(DESTDIR)$(PREFIX)/bin
	install -m 644 $(addprefix $(out)/man/,$(filter %.8,$(pages))) $(DESTDIR)$(man)/man8
	install -m 644 $(addprefix $(out)/man/,$(filter %.5,$(pages))) $(DESTDIR)$(man)/man5
	install -m 644 README.md $(DESTDIR)$(docs)
	sed -i -E '/^!\[/d; s/\[([^]]*)\]\([^)#:]*\)/\1/g' $(DESTDIR)$(docs)/README.md # what is only in the sources
	install -m 644 conf/*.yaml conf/domains.txt $(DESTDIR)$(docs)/examples
	install -m 644 conf/domains.d/*.yaml $(DESTDIR)$(docs)/examples/domains.d
	install -m 644 nginx/*.conf $(DESTDIR)$(docs)/examples/nginx
	install -m 644 apache/*.conf apache/*.nft $(DESTDIR)$(docs)/examples/apache
	sed -i 's,^Define AUTODISCOVER_BIN .*,Define AUTODISCOVER_BIN $(PREFIX)/bin,' $(DESTDIR)$(docs)/examples/apache/*.conf
	install -m 644 conf/systemd/autodiscover*.service conf/systemd/autodiscover*.socket $(DESTDIR)$(units)
	sed -i 's,=/usr/bin/,=$(PREFIX)/bin/,' $(DESTDIR)$(units)/autodiscover*.service
	install -D -m 644 conf/systemd/sysusers.conf $(DESTDIR)$(PREFIX)/lib/sysusers.d/autodiscover.conf

uninstall: ## remove the installed files
	rm -f $(programs:%=$(DESTDIR)$(PREFIX)/bin/%)
	rm -f $(foreach page,$(pages),$(DESTDIR)$(man)/man$(subst .,,$(suffix $(page)))/$(page))
	rm -f $(addprefix $(DESTDIR)$(units)/autodiscover,.service .socket @.service @.socket)
	rm -f $(DESTDIR)$(PREFIX)/lib/sysusers.d/autodiscover.conf
	rm -rf $(DESTDIR)$(docs)

clean: ## remove everything that was built
	rm -rf $(BUILD)

include test/test.mk

-include $(objects:.o=.d)
.PHONY: all help run deps man deb install uninstall clean
