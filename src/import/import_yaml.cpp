// SPDX-License-Identifier: MIT
#include "import_values.hpp"
#include "imported.hpp"

#include "autodiscover/base/text.hpp"

#include <algorithm>

namespace autodiscover {

namespace {

constexpr std::array<ServiceDefault, 9> service_defaults = {{
    {"imaps", 993, "tls"},
    {"pop3s", 995, "tls"},
    {"imap", 143, "starttls"},
    {"pop3", 110, "starttls"},
    {"submissions", 465, "tls"},
    {"submission", 587, "starttls"},
    {"smtp", 25, "starttls"},
    {"caldav", 443, "tls"},
    {"carddav", 443, "tls"},
}};

/// Needs no quotes in YAML 1.1 or 1.2: neither another type nor an indicator (YAML 1.2.2, 7.3.3).
bool is_plain(std::string_view text) {
    constexpr auto words =
        std::to_array<std::string_view>({"true", "false", "yes", "no", "on", "off", "null", "y", "n"});
    if (text.empty() || !is_letter(text.front()) || text.back() == ' ' || text.back() == ':') {
        return false;
    }
    if (std::any_of(words.begin(), words.end(),
                    [&](std::string_view word) { return equals_ignoring_case(text, word); })) {
        return false;
    }
    const bool is_url = has_https_scheme(text);
    return std::all_of(text.begin(), text.end(), [&](char c) {
        return is_letter(c) || is_digit(c) || std::string_view(" ._-/").find(c) != std::string_view::npos ||
               (is_url && std::string_view(":?=&~+#").find(c) != std::string_view::npos);
    });
}

/// A value in the plain or the double-quoted style. It holds no controls: clean_line took them.
std::string scalar(std::string_view text) {
    if (is_plain(text)) {
        return std::string(text);
    }
    std::string out = "\"";
    for (const char c : text) {
        out.append(c == '"' || c == '\\' ? "\\" : "").append(1, c);
    }
    return out.append("\"");
}

/// Lines at one depth of indentation.
class Block {
  public:
    Block(std::string& out, std::size_t indent) : out_(out), indent_(indent) {}

    void line(std::string_view text) const { out_.append(indent_, ' ').append(text).append("\n"); }
    void notes(const Notes& notes) const {
        for (const std::string& note : notes) {
            line("# " + clean_line(note));
        }
    }
    void value(std::string_view key, std::string_view text) const {
        line(std::string(key).append(": ").append(scalar(text)));
    }
    void value_if_any(std::string_view key, std::string_view text) const {
        if (!text.empty()) {
            value(key, text);
        }
    }
    void number(std::string_view key, long number) const {
        std::string text = std::string(key).append(": ");
        text.append(std::to_string(number));
        line(text);
    }
    [[nodiscard]] Block inner() const { return {out_, indent_ + 2}; }

  private:
    std::string& out_;
    std::size_t indent_;
};

/// In what a service differs from what its name says and, in a domain, from the default service below which
/// it is merged key by key.
void write_service(const Block& services, const ImportedService& service, const ImportedService* base) {
    const ServiceDefault& usual = service_default(service.key);
    ImportedService plain;
    plain.transport = usual.transport;
    const ImportedService& below = base == nullptr ? plain : *base;
    services.notes(service.notes);
    services.line(service.key + ":");
    const Block block = services.inner();
    block.value_if_any("host", service.host);
    block.value_if_any("url", service.url);
    if (service.port != below.port) {
        block.number("port", service.port.value_or(usual.port));
    }
    if (service.transport != below.transport) {
        block.value("transport", service.transport);
        const bool is_plaintext = service.transport == "plaintext";
        if (is_plaintext || below.transport == "plaintext") {
            block.line(is_plaintext ? "allow_plaintext: true" : "allow_plaintext: false");
        }
    }
    if (service.username != below.username) {
        block.value("username", service.username);
    }
    if (service.authentication != below.authentication) {
        std::string words;
        for (const std::string& word : service.authentication) {
            words.append(words.empty() ? "" : ", ").append(word);
        }
        block.line("authentication: " + (service.authentication.size() > 1 ? "[" + words + "]" : words));
    }
}

const ImportedService* find(const std::vector<ImportedService>& services, std::string_view key) {
    const auto found = std::find_if(services.begin(), services.end(),
                                    [&](const ImportedService& service) { return service.key == key; });
    return found == services.end() ? nullptr : &*found;
}

/// `defaults`: null for the section of the top level.
void write_services(const Block& parent, const std::vector<ImportedService>& services,
                    const std::vector<ImportedService>* defaults) {
    if (services.empty() && (defaults == nullptr || defaults->empty())) {
        return;
    }
    parent.line("services:");
    const Block block = parent.inner();
    for (const ImportedService& service : services) {
        write_service(block, service, defaults == nullptr ? nullptr : find(*defaults, service.key));
    }
    for (const ImportedService& service : defaults == nullptr ? std::vector<ImportedService>{} : *defaults) {
        if (find(services, service.key) == nullptr) {
            block.line(service.key + ": false");
        }
    }
}

void write_provider(const Block& top, const Imported& imported) {
    top.line("provider:");
    const Block block = top.inner();
    block.value("name", imported.name);
    block.value_if_any("short_name", imported.short_name);
    block.value("domain", imported.domain);
    block.value_if_any("url", imported.url);
    if (!imported.help_url.empty()) {
        block.line("documentation:");
        block.inner().line("- url: " + scalar(imported.help_url));
        if (!imported.help_text.empty()) {
            block.inner().line("  text:");
            block.inner().inner().inner().value(imported.help_lang, imported.help_text);
        }
    }
}

void write_domains(const Block& top, const Imported& imported) {
    top.line("");
    top.line("domains:");
    const Block block = top.inner();
    for (const ImportedDomain& domain : imported.domains) {
        block.notes(domain.notes);
        block.line(scalar(domain.name) + ":");
        block.inner().value_if_any("name", domain.provider_name);
        block.inner().value_if_any("short_name", domain.short_name);
        if (domain.services) {
            write_services(block.inner(), *domain.services, &imported.services);
        }
    }
}

void write_formats(const Block& top, const Imported& imported) {
    const auto section = [&](std::string_view name, bool enabled, bool has_more) {
        if (!enabled || has_more) {
            top.line("");
            top.line(std::string(name).append(":"));
        }
        if (!enabled) {
            top.inner().line("enabled: false");
        }
    };
    section("autoconfig", imported.autoconfig, false);
    section("outlook", imported.outlook, imported.outlook_ttl.has_value());
    if (imported.outlook_ttl) {
        top.inner().number("ttl", *imported.outlook_ttl);
    }
    section("mobileconfig", imported.mobileconfig, !imported.profile_description.empty());
    top.inner().value_if_any("description", imported.profile_description);
}

} // namespace

const ServiceDefault& service_default(std::string_view key) {
    return *std::find_if(service_defaults.begin(), service_defaults.end(),
                         [&](const ServiceDefault& service) { return service.key == key; });
}

std::string to_yaml(const Imported& imported) {
    std::string out;
    const Block top(out, 0);
    top.notes(imported.notes);
    if (!imported.notes.empty()) {
        top.line("");
    }
    write_provider(top, imported);
    if (!imported.services.empty()) {
        top.line("");
    }
    write_services(top, imported.services, nullptr);
    write_domains(top, imported);
    write_formats(top, imported);
    return out;
}

} // namespace autodiscover
