// SPDX-License-Identifier: MIT
#include "autodiscover/config/config_loader.hpp"

#include "autodiscover/base/text.hpp"
#include "autodiscover/config/keys/section.hpp"
#include "autodiscover/config/keys/values.hpp"
#include "autodiscover/config/name_table.hpp"
#include "autodiscover/config/redirect_check.hpp"
#include "autodiscover/config/revision.hpp"
#include "autodiscover/config/sections/domain_reader.hpp"
#include "autodiscover/config/sections/login_reader.hpp"
#include "autodiscover/config/sections/server_reader.hpp"
#include "autodiscover/config/yaml/domain_list.hpp"
#include "autodiscover/config/yaml/included_files.hpp"
#include "autodiscover/config/yaml/named_file.hpp"
#include "autodiscover/config/yaml/text_file.hpp"
#include "autodiscover/config/yaml/yaml_tree.hpp"
#include "autodiscover/policy/policies.hpp"

#include <algorithm>
#include <utility>

namespace autodiscover {

namespace {

constexpr std::size_t longest_yaml = std::size_t{4} << 20U;
constexpr std::size_t longest_list = std::size_t{64} << 20U;

class Loader {
  public:
    LoadResult load(const std::string& path);

  private:
    /// What stands below a key of `domains`, and where the key does.
    struct Named {
        DomainConfig config;
        Source source;
        SourceLocation location;
    };

    std::pair<ServerSettings, LogSettings> read_main(const Source& source, YamlNode& root);
    std::optional<Config> load_main(const Source& source);
    void read_domains(const Source& source, YamlNode& root);
    void read_one_domain(const Source& source, const YamlEntry& entry);
    void read_lists(const Section& section);
    void read_included(const Section& section);
    void read_included_file(NamedFile file);
    void remember_redirect(const Source& source, const std::string& name, const DomainDraft& own);
    DomainTable collect();

    Report report_;
    Revision revision_;
    NamedFiles files_{report_, revision_};
    DomainDraft defaults_;
    std::optional<Source> main_;
    NameTable names_; // of the keys of `domains`, in A-labels; to an index of domains_
    std::vector<Named> domains_;
    DomainLists lists_;
    std::vector<RedirectStart> redirects_;
    LoginReader logins_;
};

/// "*", "*.sub.example" or a domain, in A-labels.
Result<std::string> parse_pattern(std::string_view text) {
    if (text == "*") {
        return std::string(text);
    }
    const std::string_view prefix = text.starts_with("*.") ? "*." : "";
    const Result<Domain> domain = parse_domain(text.substr(prefix.size()));
    if (!domain) {
        return Error{text.find('*') == std::string_view::npos
                         ? domain.error().message
                         : quote(text) + ": a pattern is `*` or `*.` and a domain, such as `*.example.com`"};
    }
    return std::string(prefix).append(domain->view());
}

void Loader::remember_redirect(const Source& source, const std::string& name, const DomainDraft& own) {
    if (own.redirect) {
        redirects_.push_back({name, source, *own.redirect});
    } else if (defaults_.redirect && own.config.policies->outlook.redirect_address) {
        redirects_.push_back({name, *main_, *defaults_.redirect});
    }
}

void Loader::read_one_domain(const Source& source, const YamlEntry& entry) {
    const Result<std::string> name = parse_pattern(entry.key);
    if (!name) {
        source.error(entry.key_location, name.error().message);
        return;
    }
    const auto present = names_.add(*name, static_cast<std::uint32_t>(domains_.size()));
    if (present) {
        const Named& first = domains_[*present];
        source.error(entry.key_location, quote(entry.key) + " is listed already, in " + first.source.name() +
                                             " line " + std::to_string(first.location.line));
        return;
    }
    if (*name == "*") {
        source.warning(entry.key_location,
                       "`*` answers for every domain that anybody asks for, also for those "
                       "whose mail is elsewhere; list the domains if you can");
    }
    DomainDraft own = read_domain(Section(source, &entry, "domains.DOMAIN"), *name, defaults_);
    remember_redirect(source, *name, own);
    domains_.push_back({std::move(own.config), source, entry.key_location});
}

/// Drops what was read, domain by domain: ten thousand of them are most of the tree.
void Loader::read_domains(const Source& source, YamlNode& root) {
    const Section domains(source, root.find("domains"), "domains");
    if (domains.entries().empty()) {
        return;
    }
    const auto entry = std::find_if(root.entries.begin(), root.entries.end(),
                                    [](const YamlEntry& each) { return each.key == "domains"; });
    domains_.reserve(domains_.size() + entry->value.entries.size());
    for (YamlEntry& domain : entry->value.entries) {
        read_one_domain(source, domain);
        domain.value.entries = {};
    }
}

void Loader::read_lists(const Section& section) {
    for (const Located<std::string>& written : section.texts("domain_lists")) {
        const std::string path = path_beside(section.source().name(), written.value);
        if (const auto file = files_.read(section.source(), written.location, path, longest_list)) {
            lists_.read(file->source, file->text);
        }
    }
}

void Loader::read_included(const Section& section) {
    for (const Located<std::string>& written : section.texts("include")) {
        const std::vector<std::string> paths = find_included(section.source(), written);
        for (const std::string& path : paths) {
            if (auto file = files_.read(section.source(), written.location, path, longest_yaml)) {
                read_included_file(*std::move(file));
            }
        }
    }
}

void Loader::read_included_file(NamedFile file) {
    const Source& source = file.source;
    if (const std::optional<SourceLocation> cut = find_cut(file.text)) {
        source.error(*cut, std::string(cut_message));
    }
    if (std::optional<YamlTree> tree = parse_yaml(source, std::move(file.text))) {
        const Section top(source, tree->root, "included file");
        read_domains(source, tree->root);
        read_lists(top);
        logins_.read(top);
    }
}

DomainTable Loader::collect() {
    DomainTable domains(defaults_.config);
    domains.adopt(lists_.take());
    domains.reserve(domains_.size());
    auto domain = domains_.begin();
    names_.for_each([&](std::string_view name) {
        if (domain->config == defaults_.config && !name.starts_with('*')) {
            domains.add(name);
        } else {
            domains.add(name, std::move(domain->config));
        }
        ++domain;
    });
    domains.add(defaults_.config.provider->domain->view());
    return domains;
}

/// All that the main file and the files that it names say.
std::pair<ServerSettings, LogSettings> Loader::read_main(const Source& source, YamlNode& root) {
    const Section top(source, root, "");
    defaults_ = read_defaults(top);
    std::pair settings(read_server(Section(source, top.find("server"), "server")),
                       read_log(Section(source, top.find("log"), "log")));
    read_domains(source, root);
    logins_.read(top);
    read_included(top);
    read_lists(top);
    return settings;
}

std::optional<Config> Loader::load_main(const Source& source) {
    std::optional<std::string> text = files_.read_main(source, longest_yaml);
    if (!text) {
        return std::nullopt;
    }
    if (const std::optional<SourceLocation> cut =
            find_cut(*text)) { // whoever writes it by hand may well forget it
        source.warning(*cut, std::string(cut_message));
    }
    std::optional<YamlTree> tree = parse_yaml(source, std::move(*text));
    if (!tree) {
        return std::nullopt;
    }
    main_ = source;
    const auto [server, log] = read_main(source, tree->root);
    tree.reset(); // before the tables of names are built
    const std::string_view provider = defaults_.config.provider->domain->view();
    if (!names_.find(provider)) {
        remember_redirect(source, std::string(provider), {defaults_.config, {}, {}});
    }
    Config config{server, log, collect(), {}, revision_.finish()};
    config.logins = logins_.finish(config.domains);
    check_redirects(config.domains, redirects_);
    return config;
}

LoadResult Loader::load(const std::string& path) {
    LoadResult result;
    std::optional<Config> config = load_main(Source(report_, path));
    if (config && !report_.has_errors()) {
        result.config = std::move(config);
    }
    result.diagnostics = report_.take();
    return result;
}

} // namespace

LoadResult load_config(const std::string& path) {
    return Loader().load(path);
}

} // namespace autodiscover
