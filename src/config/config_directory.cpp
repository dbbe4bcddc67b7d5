// SPDX-License-Identifier: MIT
#include "autodiscover/config/config_directory.hpp"

#include "autodiscover/policy/policies.hpp"

namespace autodiscover {

namespace {

class ConfigDirectory final : public Directory {
  public:
    explicit ConfigDirectory(std::shared_ptr<const Config> config)
        : config_(std::move(config)), revision_(config_->revision) {
        installation_.provider = config_->domains.defaults().provider;
        const Uuid id = uuid_v5(uuid_namespace_url, installation_.provider->url->text());
        for (std::size_t i = 0; i < 4; ++i) {
            installation_.instance_id = (installation_.instance_id << 8U) | id.bytes[i];
        }
    }

    /// Never unavailable: all is in memory.
    [[nodiscard]] LookupResult find(const Subject& subject) const override {
        const DomainConfig* const config = config_->domains.find(subject.domain);
        if (config == nullptr) {
            return LookupResult::unknown();
        }
        Account account{subject, *config};
        account.login_of_domain = with_servers(config_->logins.find_domain(subject.domain));
        if (subject.mailbox != nullptr) {
            account.login_of_mailbox = with_servers(config_->logins.find_mailbox(*subject.mailbox));
        }
        account.revision = revision_;
        return account;
    }

    [[nodiscard]] const Installation& installation() const noexcept override { return installation_; }

  private:
    [[nodiscard]] AccountLogin with_servers(const Shared<Login>& login) const {
        const bool is_elsewhere = login && login->alias_of; // the loader saw that its domain is served
        return {login, is_elsewhere ? config_->domains.find(login->alias_of->domain())->services : nullptr};
    }

    std::shared_ptr<const Config> config_;
    Shared<std::string> revision_;
    Installation installation_;
};

} // namespace

std::shared_ptr<const Directory> make_directory(std::shared_ptr<const Config> config) {
    return std::make_shared<ConfigDirectory>(std::move(config));
}

std::shared_ptr<const Directory> make_directory(Config config) {
    return make_directory(std::make_shared<const Config>(std::move(config)));
}

} // namespace autodiscover
