// SPDX-License-Identifier: MIT
#include "autodiscover/cli/show.hpp"

#include "autodiscover/config/config_directory.hpp"
#include "autodiscover/config/config_loader.hpp"
#include "autodiscover/protocols/protocol.hpp"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <sysexits.h>

namespace autodiscover {

namespace {

int complain(int code, const std::string& message) {
    std::fprintf(stderr, "autodiscover: %s\n", message.c_str());
    return code;
}

std::shared_ptr<const Directory> load_directory(const std::string& config_path) {
    LoadResult result = load_config(config_path);
    for (const Diagnostic& diagnostic : result.diagnostics) {
        std::fprintf(stderr, "%s\n", to_string(diagnostic).c_str());
    }
    return result.config ? make_directory(std::move(*result.config)) : nullptr;
}

const Protocol* find_protocol(std::string_view name) {
    const auto all = all_protocols();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Protocol* p) { return p->name == name; });
    return found == all.end() ? nullptr : *found;
}

std::string protocol_names() {
    std::string names;
    for (const Protocol* const protocol : all_protocols()) {
        if (protocol->view != nullptr) {
            names.append(names.empty() ? "" : ", ").append(protocol->name);
        }
    }
    return names;
}

int print(const Protocol& protocol, const Subject& subject, const Directory& directory) {
    const std::optional<Account> account = directory.find(subject);
    if (!account) {
        return complain(EX_DATAERR, std::string(subject.domain) + " is not served by this configuration");
    }
    const Response response = protocol.view(*account, directory);
    const bool is_answer = response.status == 200;
    std::fwrite(response.body.data(), 1, response.body.size(), is_answer ? stdout : stderr);
    return is_answer ? EX_OK : EX_DATAERR;
}

} // namespace

int show_command(const std::string& config_path, const std::string& protocol, const std::string& address) {
    const Protocol* const found = find_protocol(protocol);
    if (found == nullptr || found->view == nullptr) {
        return complain(EX_USAGE, "there is no protocol " + protocol + " to show, only " + protocol_names());
    }
    const auto directory = load_directory(config_path);
    if (!directory) {
        return EX_CONFIG;
    }
    if (address.find('@') != std::string::npos) {
        const Result<Mailbox> mailbox = Mailbox::parse(address);
        return mailbox ? print(*found, Subject(*mailbox), *directory)
                       : complain(EX_DATAERR, address + ": " + mailbox.error().message);
    }
    const Result<Domain> domain = Domain::parse(address);
    return domain ? print(*found, Subject(*domain), *directory)
                  : complain(EX_DATAERR, address + ": " + domain.error().message);
}

} // namespace autodiscover
