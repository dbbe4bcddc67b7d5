// SPDX-License-Identifier: MIT
#include "autodiscover/config/sections/login_reader.hpp"

#include "autodiscover/config/keys/values.hpp"
#include "autodiscover/policy/policies.hpp"

#include <algorithm>
#include <utility>

namespace autodiscover {

namespace {

constexpr std::string_view everybody = "*@"; // of the domain behind it

using Who = std::variant<Mailbox, Domain>;

/// A mailbox in which nothing is filled in, though a percent sign may be part of a local part.
Result<Mailbox> parse_address(std::string_view text) {
    const auto stray = find_stray_placeholder(text);
    return stray ? Result<Mailbox>(Error{stray->message}) : Mailbox::parse(text);
}

/// A mailbox, or "*@" and a domain.
Result<Who> parse_who(std::string_view text) {
    if (text.starts_with(everybody)) {
        const Result<Domain> domain = parse_domain(text.substr(everybody.size()));
        if (!domain) {
            return Error{"behind `*@` stands no domain: " + domain.error().message};
        }
        return Who(*domain);
    }
    const Result<Mailbox> mailbox = parse_address(text);
    if (!mailbox) {
        return Error{quote(text) + ": " + mailbox.error().message};
    }
    return Who(*mailbox);
}

std::string key_of(const Who& who) {
    const Domain* const domain = std::get_if<Domain>(&who);
    return domain != nullptr ? std::string(everybody).append(domain->view())
                             : std::string(login_key(std::get<Mailbox>(who)).view());
}

std::string_view domain_of(const Who& who) {
    const Domain* const domain = std::get_if<Domain>(&who);
    return domain != nullptr ? domain->view() : std::get<Mailbox>(who).domain();
}

} // namespace

const LoginReader::Entry* LoginReader::find(std::string_view key) const {
    const auto found = by_key_.find(std::string(key));
    return found == by_key_.end() ? nullptr : &entries_[found->second];
}

const LoginReader::Entry* LoginReader::find(const Mailbox& mailbox) const {
    return find(login_key(mailbox).view());
}

void LoginReader::remember(Entry entry) {
    const auto [found, is_new] = by_key_.try_emplace(key_of(entry.who), entries_.size());
    if (is_new) {
        entries_.push_back(std::move(entry));
        return;
    }
    const Entry& first = entries_[found->second];
    entry.source.error(entry.key_location, quote(entry.written) + " has a login already, in " +
                                               first.source.name() + " line " +
                                               std::to_string(first.key_location.line));
}

void LoginReader::read_user(const Source& source, const Section& users, const YamlEntry& entry) {
    const Result<Who> who = parse_who(entry.key);
    if (!who) {
        source.error(entry.key_location, who.error().message);
        return;
    }
    Entry user{std::string(entry.key), *who, source, entry.key_location, entry.value.location};
    const bool is_short = entry.value.kind == YamlNode::Kind::scalar;
    const Section own(source, is_short ? nullptr : &entry, "users.ADDRESS");
    if (const auto line = is_short                  ? users.line("ADDRESS", entry.value, entry.key)
                          : own.require("username") ? own.text("username")
                                                    : std::nullopt) {
        const Result<Template> username = parse_username(line->value);
        if (username) {
            user.username = *username;
        } else {
            source.error(line->location, quote(entry.key) + ": " + username.error().message);
        }
    }
    remember(std::move(user));
}

void LoginReader::read_alias(const Source& source, const Section& aliases, const YamlEntry& entry) {
    const Result<Who> who = parse_who(entry.key);
    if (!who || std::holds_alternative<Domain>(*who)) {
        source.error(entry.key_location,
                     who ? quote(entry.key) + ": an alias is one address; for all of a domain write `users`"
                         : who.error().message);
        return;
    }
    Entry alias{std::string(entry.key), *who, source, entry.key_location, entry.value.location};
    if (const auto line = aliases.line("ADDRESS", entry.value, entry.key)) {
        const Result<Mailbox> target = parse_address(line->value);
        if (target && !line->value.starts_with(everybody)) {
            alias.target = *target;
        } else {
            source.error(line->location, quote(entry.key) + ": " + quote(line->value) +
                                             " is not one address" +
                                             (target ? "" : ": " + target.error().message));
        }
    }
    remember(std::move(alias));
}

void LoginReader::read(const Section& top) {
    const Source& source = top.source();
    const Section users(source, top.find("users"), "users");
    for (const YamlEntry& entry : users.entries()) {
        read_user(source, users, entry);
    }
    const Section aliases(source, top.find("aliases"), "aliases");
    for (const YamlEntry& entry : aliases.entries()) {
        read_alias(source, aliases, entry);
    }
}

/// The mailbox at the end of a chain of aliases; null: there is no end, which was reported.
const Mailbox* LoginReader::follow(const Entry& alias) const {
    const Entry* at = &alias;
    std::string path = alias.written;
    for (std::size_t steps = 0; steps <= entries_.size(); ++steps) {
        path.append(", ").append(at->target->address());
        const Entry* const next = find(*at->target);
        if (next == nullptr || !next->target) {
            return &*at->target;
        }
        at = next;
        if (at == &alias) {
            alias.source.error(alias.location, "aliases in a circle: " + path);
            return nullptr;
        }
    }
    return nullptr; // it leads into a circle that is reported where it is
}

std::optional<Login> LoginReader::login_of(const Entry& entry, const DomainTable& domains) const {
    if (!entry.target) {
        return entry.username ? std::optional(Login{entry.username, {}}) : std::nullopt;
    }
    if (domains.find(entry.target->domain()) == nullptr) {
        entry.source.error(entry.location, quote(entry.target->address()) +
                                               " is at no domain that is served: nobody can log in as it");
        return std::nullopt;
    }
    const Mailbox* const target = follow(entry);
    if (target == nullptr) {
        return std::nullopt;
    }
    const Entry* user = find(*target);
    if (user == nullptr) {
        user = find(std::string(everybody).append(target->domain()));
    }
    return Login{user != nullptr ? user->username : std::nullopt, *target};
}

/// The login is kept from strangers: its domain, or the one of the mailbox behind an alias, tells none. A
/// login for all of a domain says nothing about a mailbox, and without it no one could log in.
bool LoginReader::is_secret(const Entry& entry, const Login& login, const DomainTable& domains) {
    const auto discloses = [&](std::string_view domain) {
        const DomainConfig* const config = domains.find(domain);
        return config == nullptr || config->policies->logins.disclose;
    };
    return !std::holds_alternative<Domain>(entry.who) &&
           !(discloses(domain_of(entry.who)) && (!login.alias_of || discloses(login.alias_of->domain())));
}

/// Warns about what is legal and tells nobody.
void LoginReader::judge(const Entry& entry, const Login& login, const DomainTable& domains) {
    const DomainConfig* const config = domains.find(domain_of(entry.who));
    if (config == nullptr) {
        entry.source.warning(entry.key_location,
                             quote(entry.written) + " is at no domain that is served: nobody is told");
        return;
    }
    if (is_secret(entry, login, domains)) {
        if (!has_secrets_) {
            has_secrets_ = true;
            entry.source.warning(
                entry.key_location,
                "by `logins: { disclose: never }` no client is told this login, nor any other of "
                "such a domain: the servers must accept the address too");
        }
        return;
    }
    const AutoconfigPolicy& autoconfig = config->policies->autoconfig;
    const bool is_for_all = std::holds_alternative<Domain>(entry.who); // told to everybody who asks
    if (!has_warned_ && autoconfig.enabled && !autoconfig.expand_username && !is_for_all) {
        has_warned_ = true;
        entry.source.warning(entry.key_location,
                             "Thunderbird and other readers of autoconfig are not told such a login; add "
                             "`autoconfig: { expand_username: true }`, at the top or for the domain");
    }
}

Logins LoginReader::finish(const DomainTable& domains) {
    Logins logins;
    for (const Entry& entry : entries_) {
        std::optional<Login> login = login_of(entry, domains);
        if (!login) {
            continue;
        }
        judge(entry, *login, domains);
        if (is_secret(entry, *login, domains)) { // to the views it is any address: no answer can differ
            continue;
        }
        std::visit([&](const auto& who) { logins.add(who, std::move(*login)); }, entry.who);
    }
    return logins;
}

} // namespace autodiscover
