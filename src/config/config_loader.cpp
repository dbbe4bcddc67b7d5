// SPDX-License-Identifier: MIT
#include "autodiscover/config/config_loader.hpp"

#include "autodiscover/base/text.hpp"
#include "autodiscover/config/domain_list.hpp"
#include "autodiscover/config/included_files.hpp"
#include "autodiscover/config/login_reader.hpp"
#include "autodiscover/config/offer_reader.hpp"
#include "autodiscover/config/redirect_check.hpp"
#include "autodiscover/config/revision.hpp"
#include "autodiscover/config/section.hpp"
#include "autodiscover/config/server_reader.hpp"
#include "autodiscover/config/text_file.hpp"
#include "autodiscover/config/values.hpp"
#include "autodiscover/config/yaml_tree.hpp"

#include <map>
#include <utility>

namespace autodiscover {

namespace {

constexpr std::size_t longest_yaml = std::size_t{4} << 20U;
constexpr std::size_t longest_list = std::size_t{64} << 20U;

class Loader {
  public:
    LoadResult load(const std::string& path);

  private:
    /// A key of `domains`, in A-labels.
    struct Named {
        std::string name;
        Offer offer;
    };

    std::optional<Config> load_main(const Source& source);
    std::optional<YamlTree> read_yaml(const Source& source, const std::string& path);
    void read_domains(const Section& section);
    void read_one_domain(const Source& source, const YamlEntry& entry);
    void read_lists(const Section& section);
    void read_included(const Section& section);
    void remember_redirect(const Source& source, const std::string& name, const OfferDraft& own);
    Offers collect();

    Report report_;
    Revision revision_;
    OfferDraft defaults_;
    std::optional<Source> main_;
    std::vector<Named> domains_;
    std::map<std::string, std::pair<Source, Place>, std::less<>> places_; // of the keys of `domains`
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

std::optional<YamlTree> Loader::read_yaml(const Source& source, const std::string& path) {
    const Result<std::string> text = read_file(path, longest_yaml);
    if (!text) {
        source.error({}, "cannot be read: " + text.error().message);
        return std::nullopt;
    }
    revision_.add(*text);
    return parse_yaml(source, *text);
}

void Loader::remember_redirect(const Source& source, const std::string& name, const OfferDraft& own) {
    if (own.redirect) {
        redirects_.push_back({name, source, *own.redirect});
    } else if (defaults_.redirect && own.offer.policy->outlook.redirect_address) {
        redirects_.push_back({name, *main_, *defaults_.redirect});
    }
}

void Loader::read_one_domain(const Source& source, const YamlEntry& entry) {
    const Result<std::string> name = parse_pattern(entry.key);
    if (!name) {
        source.error(entry.key_place, name.error().message);
        return;
    }
    const auto [first, is_new] = places_.try_emplace(*name, source, entry.key_place);
    if (!is_new) {
        const auto& [file, place] = first->second;
        source.error(entry.key_place, quote(entry.key) + " is listed already, in " + file.name() + " line " +
                                          std::to_string(place.line));
        return;
    }
    if (*name == "*") {
        source.warning(entry.key_place, "`*` answers for every domain that anybody asks for, also for those "
                                        "whose mail is elsewhere; list the domains if you can");
    }
    OfferDraft own = read_domain(Section(source, &entry, "domains.DOMAIN"), *name, defaults_);
    remember_redirect(source, *name, own);
    domains_.push_back({*name, std::move(own.offer)});
}

void Loader::read_domains(const Section& section) {
    const Section domains(section.source(), section.find("domains"), "domains");
    for (const YamlEntry& entry : domains.entries()) {
        read_one_domain(section.source(), entry);
    }
}

void Loader::read_lists(const Section& section) {
    for (const Written<std::string>& written : section.texts("domain_lists")) {
        const std::string path = path_beside(section.source().name(), written.value);
        const Result<std::string> text = read_file(path, longest_list);
        if (text) {
            revision_.add(*text);
            lists_.read(Source(report_, path), *text);
        } else {
            section.source().error(written.place, quote(path) + " cannot be read: " + text.error().message);
        }
    }
}

void Loader::read_included(const Section& section) {
    for (const Written<std::string>& written : section.texts("include")) {
        const std::vector<std::string> paths = find_included(section.source(), written);
        for (const std::string& path : paths) {
            const Source source(report_, path);
            if (const std::optional<YamlTree> tree = read_yaml(source, path)) {
                const Section top(source, *tree->root, "included file");
                read_domains(top);
                read_lists(top);
                logins_.read(top);
            }
        }
    }
}

Offers Loader::collect() {
    Offers offers(defaults_.offer);
    offers.adopt(lists_.take());
    for (Named& domain : domains_) {
        if (domain.offer == defaults_.offer && !domain.name.starts_with('*')) {
            offers.add(domain.name);
        } else {
            offers.add(domain.name, std::move(domain.offer));
        }
    }
    offers.add(defaults_.offer.provider->domain.view());
    return offers;
}

std::optional<Config> Loader::load_main(const Source& source) {
    const std::optional<YamlTree> tree = read_yaml(source, source.name());
    if (!tree) {
        return std::nullopt;
    }
    const Section top(source, *tree->root, "");
    main_ = source;
    defaults_ = read_defaults(top);
    const ServerSettings server = read_server(Section(source, top.find("server"), "server"));
    const LogSettings log = read_log(Section(source, top.find("log"), "log"));
    read_domains(top);
    logins_.read(top);
    read_included(top);
    read_lists(top);
    const std::string provider(defaults_.offer.provider->domain.view());
    if (places_.find(provider) == places_.end()) {
        remember_redirect(source, provider, {defaults_.offer, {}, {}});
    }
    Config config{server, log, collect(), {}, revision_.finish()};
    config.logins = logins_.finish(config.offers);
    check_redirects(config.offers, redirects_);
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
