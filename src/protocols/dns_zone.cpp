// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/dns_zone.hpp"

#include "autodiscover/base/text.hpp"
#include "autodiscover/policy/policies.hpp"
#include "autodiscover/protocols/pacc_document.hpp"
#include "autodiscover/protocols/pacc_rules.hpp"
#include "autodiscover/protocols/zone_file.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace autodiscover {

namespace {

/// What stands behind "SRV" (RFC 2782).
std::string srv(unsigned priority, std::uint16_t port, std::string_view host) {
    std::string out;
    out.append(std::to_string(priority));
    out.append(" 1 ");
    out.append(std::to_string(port));
    return out.append(" ").append(host).append(".");
}

/// The target of a record must be a name (RFC 1035 section 3.3).
bool is_address(std::string_view host) noexcept {
    const std::string_view label = host.substr(host.rfind('.') + 1);
    return std::all_of(label.begin(), label.end(), is_digit);
}

/// "localhost" means something else on every machine, and ends in an error at the root of DNS.
bool is_full_name(std::string_view host) noexcept {
    return host.find('.') != std::string_view::npos && !is_address(host);
}

/// How a mail service is called in DNS, and how it ranks: RFC 6186 section 3.4 ranks IMAP and POP3 by
/// priority.
struct SrvName {
    ServiceType type;
    Transport transport;
    std::string_view label;
    unsigned priority; // of the service that a client is told; any other of the type comes ten behind
};
constexpr std::array srv_names = {
    SrvName{ServiceType::imap, Transport::implicit_tls, "_imaps", 0}, // RFC 6186 section 3.2
    SrvName{ServiceType::imap, Transport::starttls, "_imap", 0},
    SrvName{ServiceType::pop3, Transport::implicit_tls, "_pop3s", 20}, // RFC 6186 section 3.3
    SrvName{ServiceType::pop3, Transport::starttls, "_pop3", 20},
    SrvName{ServiceType::submission, Transport::implicit_tls, "_submissions", 0}, // RFC 8314 section 5.1
    SrvName{ServiceType::submission, Transport::starttls, "_submission", 0},      // RFC 6186 section 3.1
};

/// ManageSieve has no name for implicit TLS. What is reached by URL has a name for https only, and no rank: a
/// client is told one.
constexpr std::array further_srv_names = {
    SrvName{ServiceType::managesieve, Transport::starttls, "_sieve", 0},  // RFC 5804 section 1.8
    SrvName{ServiceType::jmap, Transport::implicit_tls, "_jmap", 0},      // RFC 8620 section 2.2
    SrvName{ServiceType::caldav, Transport::implicit_tls, "_caldavs", 0}, // RFC 6764 section 3
    SrvName{ServiceType::carddav, Transport::implicit_tls, "_carddavs", 0},
};

std::string srv_owner(const SrvName& name, std::string_view domain) {
    return std::string(name.label).append("._tcp.").append(domain);
}

/// The context path of a DAV server, as a TXT record says it (RFC 6764 section 4).
std::string context_path(std::string_view text) {
    const Result<Url> url = Url::parse(text);
    return std::string("path=").append(url && !url->path().empty() ? url->path() : "/");
}

/// Port 25 is between mail servers, unless it is all that there is.
constexpr std::uint16_t relay_port = 25;

/// The service for a name: the one that the other formats tell if it has this transport, else another that is
/// configured with it. Null: none.
const Service* service_for(const SrvName& name, const Account& account) noexcept {
    const Service* const offered = account.offered(name.type);
    if (offered != nullptr && offered->transport == name.transport) {
        return offered;
    }
    const auto found =
        std::find_if(account.services().begin(), account.services().end(), [&](const Service& s) {
            return s.type == name.type && s.transport == name.transport && s.port != relay_port;
        });
    return found != account.services().end() ? &*found : nullptr;
}

bool is_mail(const Service& service) noexcept {
    return std::any_of(srv_names.begin(), srv_names.end(),
                       [&](const SrvName& name) { return name.type == service.type; });
}

class ZoneBuilder {
  public:
    explicit ZoneBuilder(const Account& account)
        : account_(account), domain_(account.subject.domain),
          responder_host_(account.provider().url->host()) {}

    std::string build() {
        zone_.comment("DNS records of " + domain_ + ", by which mail programs find its servers.");
        if (account_.services().empty()) {
            zone_.comment("No service is configured for it, so there is nothing to publish.");
            return zone_.text();
        }
        if (account_.policies().autoconfig.enabled) {
            autoconfig();
        }
        if (account_.policies().outlook.enabled) {
            autodiscover();
        }
        if (account_.policies().pacc.enabled) {
            pacc();
        }
        services();
        further_services();
        not_offered();
        return zone_.text();
    }

  private:
    void autoconfig() {
        zone_.gap();
        zone_.comment("Thunderbird and many others ask https://autoconfig." + domain_ + "/.");
        zone_.comment("The certificate of the web server must hold this name; a CNAME does not change that.");
        web_name("autoconfig." + domain_);
    }

    void autodiscover() {
        zone_.gap();
        zone_.comment("Outlook and others ask https://autodiscover." + domain_ +
                      "/, and its certificate must hold the name;");
        zone_.comment("when that fails they follow the SRV record, where the certificate needs only the "
                      "target's name.");
        web_name("autodiscover." + domain_);
        if (is_full_name(responder_host_)) {
            zone_.record("_autodiscover._tcp." + domain_, "SRV",
                         srv(0, account_.provider().url->port(), responder_host_));
        }
    }

    void pacc() {
        zone_.gap();
        const std::optional<std::string> document = pacc_document(account_);
        if (!document) {
            zone_.comment("PACC is enabled, but there is no document:");
            for (const std::string& obstacle : pacc_obstacles(account_)) {
                zone_.comment(obstacle + ".");
            }
            return;
        }
        zone_.comment("PACC (experimental): programs ask https://ua-auto-config." + domain_ + "/, whose");
        zone_.comment(
            "certificate must hold this name, and drop the document unless a TXT record vouches for it.");
        zone_.comment(
            "Before a new configuration is loaded that changes it, publish the new TXT record beside this");
        zone_.comment("one for an hour, and remove this one an hour after.");
        web_name("ua-auto-config." + domain_);
        zone_.txt("_ua-auto-config." + domain_, pacc_txt_record(*document));
    }

    /// A name of the responder. An alias, but where the name must have addresses of its own: the responder's
    /// own name, and the name of a mail server, since no SRV record may point to an alias (RFC 2782).
    void web_name(const std::string& name) {
        if (is_address(responder_host_)) {
            zone_.record(name, "A", responder_host_);
        } else if (!is_full_name(responder_host_)) {
            zone_.comment("No record for " + name + ": " + responder_host_ +
                          ", the host of the responder's url, is not a full name.");
        } else if (name != responder_host_ && !is_mail_host(name)) {
            zone_.record(name, "CNAME", responder_host_ + ".");
        } else {
            zone_.comment(name + " is a server's own name, so it cannot be an alias:");
            zone_.comment("write the addresses of this server and remove the semicolons.");
            zone_.suggestion(name, "A", "192.0.2.1");
            zone_.suggestion(name, "AAAA", "2001:db8::1");
        }
    }

    [[nodiscard]] bool is_mail_host(const std::string& name) const {
        return std::any_of(account_.services().begin(), account_.services().end(),
                           [&](const Service& service) { return account_.host(service).view() == name; });
    }

    void services() {
        if (std::none_of(account_.services().begin(), account_.services().end(), is_mail)) {
            return;
        }
        zone_.gap();
        zone_.comment("The mail servers, for programs that look for SRV records (RFC 6186, RFC 8314).");
        for (const SrvName& name : srv_names) {
            if (const Service* const service = service_for(name, account_)) {
                announce(name, *service);
            }
        }
        for (const Service& service : account_.services()) {
            if (service.transport == Transport::plaintext) {
                cannot_be_announced(service, "has no TLS, which an SRV record cannot say");
            }
        }
    }

    /// The services besides mail, each the one that a client is told.
    void further_services() {
        bool is_first = true;
        for (const SrvName& name : further_srv_names) {
            const Service* const service = account_.offered(name.type);
            if (service == nullptr || service->transport != name.transport) {
                continue;
            }
            if (std::exchange(is_first, false)) {
                zone_.gap();
                zone_.comment("Further services (RFC 5804, RFC 6764, RFC 8620).");
            }
            const bool is_dav = name.type == ServiceType::caldav || name.type == ServiceType::carddav;
            if (announce(name, *service) && is_dav) {
                zone_.txt(srv_owner(name, domain_), context_path(account_.url(*service)));
            }
        }
    }

    bool announce(const SrvName& name, const Service& service) {
        const std::string host(account_.host(service));
        if (!is_full_name(host)) {
            cannot_be_announced(service, is_address(host) ? "has no name, which an SRV record needs"
                                                          : "has no full name, which an SRV record needs");
            return false;
        }
        const bool is_told = &service == account_.offered(name.type);
        zone_.record(srv_owner(name, domain_), "SRV",
                     srv(name.priority + (is_told ? 0 : 10), service.port, host));
        return true;
    }

    void cannot_be_announced(const Service& service, std::string_view why) {
        std::string text = "No record for " + std::string(account_.host(service)) + " port ";
        text.append(std::to_string(service.port));
        zone_.comment(text.append(": it ").append(why).append("."));
    }

    /// RFC 2782: a target of "." says that the service is decidedly not available.
    void not_offered() {
        std::vector<const SrvName*> absent;
        for (const SrvName& name : srv_names) {
            if (!is_configured(name)) {
                absent.push_back(&name);
            }
        }
        if (absent.empty()) {
            return;
        }
        zone_.gap();
        zone_.comment(
            "Not offered. Such a record tells programs not to look any further, and whoever uses the");
        zone_.comment(
            "service nevertheless will not find it any more: remove a semicolon only if nobody does.");
        for (const SrvName* const name : absent) {
            zone_.suggestion(srv_owner(*name, domain_), "SRV", "0 0 0 .");
        }
    }

    /// Without TLS a service still has the name of the one with STARTTLS.
    [[nodiscard]] bool is_configured(const SrvName& name) const {
        return std::any_of(
            account_.services().begin(), account_.services().end(), [&](const Service& service) {
                return service.type == name.type && (service.transport == Transport::implicit_tls) ==
                                                        (name.transport == Transport::implicit_tls);
            });
    }

    const Account& account_;
    std::string domain_;
    std::string responder_host_; // of the web server in front of this responder
    ZoneFile zone_;
};

} // namespace

std::string dns_zone(const Account& account) {
    return ZoneBuilder(account.anyone()).build();
}

} // namespace autodiscover
