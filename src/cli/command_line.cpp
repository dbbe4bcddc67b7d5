// SPDX-License-Identifier: MIT
#include "autodiscover/cli/command_line.hpp"

#include "autodiscover/base/closest_word.hpp"
#include "autodiscover/cli/check.hpp"
#include "autodiscover/cli/console.hpp"
#include "autodiscover/cli/dns.hpp"
#include "autodiscover/cli/other_programs.hpp"
#include "autodiscover/cli/routes.hpp"
#include "autodiscover/cli/show.hpp"
#include "autodiscover/config/yaml/diagnostic.hpp"
#include "autodiscover/server/server.hpp"
#include "autodiscover/server/signals.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace autodiscover {

namespace {

struct Arguments {
    std::string config = "/etc/autodiscover/autodiscover.yaml";
    std::string checked; // empty: `config`
    bool explain = false;
    ShowArguments show;
    std::string domain;
    std::size_t passed_on = 0; // the last arguments, which are for another program
};

void describe_show(CLI::App& app, ShowArguments& arguments) {
    auto* const show = app.add_subcommand("show", "Print what a mail client is told");
    show->add_option("FORMAT", arguments.first, shown_formats() + "; not with --all")->type_name("");
    show->add_option("ADDRESS", arguments.second, "A mail address, or only a domain")->type_name("");
    show->add_flag("--all", arguments.all, "Print a table of what each kind of client is told");
    show->add_flag("--json", arguments.json, "With --all: the same as JSON");
}

void describe(CLI::App& app, Arguments& arguments) {
    app.name("autodiscover"); // not argv[0]: help and man page say the same
    app.set_version_flag("--version", "autodiscover " AUTODISCOVER_VERSION);
    app.set_help_flag("-h,--help", "Print this help and exit");
    app.add_option("-c,--config", arguments.config, "The configuration file")
        ->envname("AUTODISCOVER_CONFIG")
        ->capture_default_str()
        ->type_name("FILE");
    app.fallthrough();
    app.require_subcommand(0, 1);

    app.add_subcommand("serve", "Answer web servers over FastCGI until stopped");
    auto* const check = app.add_subcommand("check", "Say what is wrong with a configuration file");
    check->add_option("FILE", arguments.checked, "The file; default: that of --config")->type_name("");
    check->add_flag("--explain", arguments.explain, "List every key with its default");
    describe_show(app, arguments.show);
    auto* const dns = app.add_subcommand("dns", "Print the DNS records of a domain as a zone file");
    dns->add_option("DOMAIN", arguments.domain, "The domain")->required()->type_name("");
    for (const OtherProgram& program : other_programs()) {
        auto* const other = app.add_subcommand(program.name, program.summary);
        other->fallthrough(false)->prefix_command()->set_help_flag();
        other->preparse_callback([&arguments](std::size_t left) { arguments.passed_on = left; });
    }
    app.add_subcommand("routes", "List the paths that a web server should forward");
}

/// What a bare start means: mod_fcgid, spawn-fcgi and systemd hand over a listening socket.
int run_bare(const CLI::App& app, const Arguments& arguments) {
    std::vector<Listener> inherited = inherited_listeners();
    if (inherited.empty()) {
        std::fputs(app.help().c_str(), stderr);
        return exit_usage;
    }
    return serve(arguments.config, std::move(inherited));
}

/// A word that is no command, said as such; CLI11 only says that it did not expect it.
int refuse_extras(const CLI::App& app, const CLI::ExtrasError& error) {
    const std::vector<std::string> extras = app.remaining();
    if (extras.empty() || extras.front().starts_with('-') || !app.get_subcommands().empty()) {
        return app.exit(error) == 0 ? exit_ok : exit_usage;
    }
    std::vector<std::string> names;
    for (const CLI::App* const command : app.get_subcommands([](const CLI::App*) { return true; })) {
        names.push_back(command->get_name());
    }
    const std::vector<std::string_view> words(names.begin(), names.end());
    const std::string_view meant = closest_word(words, extras.front());
    std::string message = "unknown command " + quote(extras.front());
    if (!meant.empty()) {
        message.append(", did you mean ").append(quote(meant)).append("?");
    } else {
        for (const std::string_view& word : words) {
            message.append(&word == words.data() ? "; expected one of " : ", ").append(quote(word));
        }
    }
    return complain(exit_usage, message);
}

/// `end`: behind the last argument.
int run(const CLI::App& app, const Arguments& arguments, char** end) {
    if (app.got_subcommand("serve")) {
        return serve(arguments.config, inherited_listeners());
    }
    if (app.get_subcommands().empty()) {
        return run_bare(app, arguments);
    }
    signals::release_hangup();
    if (app.got_subcommand("check")) {
        return check_command(arguments.checked.empty() ? arguments.config : arguments.checked,
                             arguments.explain);
    }
    if (app.got_subcommand("show")) {
        return show_command(arguments.config, arguments.show);
    }
    if (app.got_subcommand("dns")) {
        return dns_command(arguments.config, arguments.domain);
    }
    if (app.got_subcommand("routes")) {
        return routes_command();
    }
    const auto programs = other_programs();
    const auto other = std::find_if(programs.begin(), programs.end(),
                                    [&](const OtherProgram& p) { return app.got_subcommand(p.name); });
    return execute(*other, end - arguments.passed_on - 1, arguments.config);
}

} // namespace

int run_command_line(int argc, char** argv) {
    CLI::App app("Tells mail clients their settings: autoconfig, Autodiscover, Apple profiles.");
    Arguments arguments;
    describe(app, arguments);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ExtrasError& error) {
        return refuse_extras(app, error);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? exit_ok : exit_usage;
    }
    return run(app, arguments, argv + argc);
}

} // namespace autodiscover
