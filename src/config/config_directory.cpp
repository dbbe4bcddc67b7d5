// SPDX-License-Identifier: MIT
#include "autodiscover/config/config_directory.hpp"

namespace autodiscover {

namespace {

class ConfigDirectory final : public Directory {
  public:
    explicit ConfigDirectory(Config config)
        : Directory(*config.offers.defaults().provider), offers_(std::move(config.offers)),
          logins_(std::move(config.logins)) {
        revision = std::move(config.revision);
        const Uuid id = uuid_v5(uuid_namespace_url, *provider.url);
        for (std::size_t i = 0; i < 4; ++i) {
            instance_id = (instance_id << 8U) | id.bytes[i];
        }
    }

    [[nodiscard]] std::optional<Account> find(const Subject& subject) const override {
        const Offer* const offer = offers_.find(subject.domain);
        if (offer == nullptr) {
            return std::nullopt;
        }
        const Login* const login = logins_.find(subject);
        const bool is_elsewhere = login != nullptr && login->alias_of; // the loader saw that it is served
        const Offer& servers = is_elsewhere ? *offers_.find(login->alias_of->domain()) : *offer;
        return Account{subject, *offer->provider, *offer->policy, *servers.services, login};
    }

  private:
    Offers offers_;
    Logins logins_;
};

} // namespace

std::shared_ptr<const Directory> make_directory(Config config) {
    return std::make_shared<ConfigDirectory>(std::move(config));
}

} // namespace autodiscover
