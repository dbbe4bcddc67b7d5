// SPDX-License-Identifier: MIT
#include "autodiscover/cli/show.hpp"

#include "autodiscover/cli/console.hpp"
#include "autodiscover/cli/summary.hpp"
#include "autodiscover/protocols/dns_zone.hpp"
#include "autodiscover/protocols/protocol.hpp"

#include <algorithm>
#include <cstdio>
#include <vector>

namespace autodiscover {

namespace {

constexpr std::string_view dns = "dns"; // a format to show, though no protocol that we answer

std::vector<std::string_view> format_names() {
    std::vector<std::string_view> names;
    for (const Protocol* const protocol : all_protocols()) {
        if (protocol->view != nullptr) {
            names.push_back(protocol->name);
        }
    }
    names.push_back(dns);
    return names;
}

bool is_format(std::string_view name) {
    const std::vector<std::string_view> names = format_names();
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// A document goes to standard output, a refusal to standard error.
int print_view(std::string_view format, const Account& account, const Directory& directory) {
    const auto all = all_protocols();
    const auto protocol =
        std::find_if(all.begin(), all.end(), [&](const Protocol* p) { return p->name == format; });
    const Response response = (*protocol)->view(account, directory.installation());
    if (response.status == 200) {
        return print(response.body);
    }
    std::fwrite(response.body.data(), 1, response.body.size(), stderr);
    return exit_data;
}

int show(const ShowArguments& arguments, const Subject& subject, const Directory& directory) {
    const LookupResult account = directory.find(subject);
    if (account.is_unavailable()) {
        return complain_of_unavailable(subject.domain);
    }
    if (!account) {
        return complain(exit_data, std::string(subject.domain) + " is not served by this configuration");
    }
    if (arguments.all) {
        const std::vector<Told> told = told_to_clients(*account, directory.installation());
        return print(arguments.json ? summary_json(subject, told) : summary_table(told));
    }
    return arguments.first == dns ? print(dns_zone(*account))
                                  : print_view(arguments.first, *account, directory);
}

/// The first thing wrong with the form of the command; empty: nothing.
std::string misuse(const ShowArguments& arguments) {
    if (arguments.all) {
        return arguments.first.empty() || !arguments.second.empty() ? "--all takes an ADDRESS and no FORMAT"
                                                                    : "";
    }
    if (arguments.json) {
        return "--json goes with --all";
    }
    if (arguments.first.empty()) {
        return "say which FORMAT and ADDRESS to show, or --all ADDRESS";
    }
    if (!is_format(arguments.first)) {
        return "there is no format " + arguments.first + " to show, only " + shown_formats();
    }
    return arguments.second.empty() ? "an ADDRESS is needed after " + arguments.first : "";
}

} // namespace

std::string shown_formats() {
    const std::vector<std::string_view> names = format_names();
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        text.append(i == 0 ? "" : i + 1 == names.size() ? " or " : ", ").append(names[i]);
    }
    return text;
}

int show_command(const std::string& config_path, const ShowArguments& arguments) {
    if (const std::string problem = misuse(arguments); !problem.empty()) {
        return complain(exit_usage, problem);
    }
    const auto directory = load_directory(config_path);
    if (!directory) {
        return exit_config;
    }
    const std::string& address = arguments.all ? arguments.first : arguments.second;
    if (address.find('@') != std::string::npos) {
        const Result<Mailbox> mailbox = Mailbox::parse(address);
        return mailbox ? show(arguments, Subject(*mailbox), *directory)
                       : complain(exit_data, address + ": " + mailbox.error().message);
    }
    const Result<Domain> domain = Domain::parse(address);
    return domain ? show(arguments, Subject(*domain), *directory)
                  : complain(exit_data, address + ": " + domain.error().message);
}

} // namespace autodiscover
