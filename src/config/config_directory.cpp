// SPDX-License-Identifier: MIT
#include "autodiscover/config/config_directory.hpp"

#include "autodiscover/policy/policies.hpp"

namespace autodiscover {

namespace {

class ConfigDirectory final : public Directory {
  public:
    explicit ConfigDirectory(std::shared_ptr<const Config> config)
        : Directory(*config->domains.defaults().provider), config_(std::move(config)) {
        revision = config_->revision;
        const Uuid id = uuid_v5(uuid_namespace_url, *provider.url);
        for (std::size_t i = 0; i < 4; ++i) {
            instance_id = (instance_id << 8U) | id.bytes[i];
        }
    }

    [[nodiscard]] std::optional<Account> find(const Subject& subject) const override {
        const DomainConfig* const config = config_->domains.find(subject.domain);
        if (config == nullptr) {
            return std::nullopt;
        }
        const Login* const login = config_->logins.find(subject);
        const bool is_elsewhere = login != nullptr && login->alias_of; // the loader saw that it is served
        const DomainConfig& servers =
            is_elsewhere ? *config_->domains.find(login->alias_of->domain()) : *config;
        return Account{subject, *config->provider, *config->policies, *servers.services, login};
    }

  private:
    std::shared_ptr<const Config> config_;
};

} // namespace

std::shared_ptr<const Directory> make_directory(std::shared_ptr<const Config> config) {
    return std::make_shared<ConfigDirectory>(std::move(config));
}

std::shared_ptr<const Directory> make_directory(Config config) {
    return make_directory(std::make_shared<const Config>(std::move(config)));
}

} // namespace autodiscover
