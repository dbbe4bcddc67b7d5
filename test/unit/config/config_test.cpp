// SPDX-License-Identifier: MIT
// Which domain is told what.
#include "autodiscover/config/config.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;

namespace {

/// A configuration that is known by its hours.
DomainConfig config_of(unsigned hours) {
    Policies policies;
    policies.outlook.ttl_hours = hours;
    return {nullptr, std::make_shared<Policies>(policies), nullptr};
}

unsigned found(const DomainTable& domains, std::string_view domain) {
    const DomainConfig* const result = domains.find(domain);
    return result == nullptr ? 9999U : result->policies->outlook.ttl_hours;
}

} // namespace

BOOST_AUTO_TEST_SUITE(config)

BOOST_AUTO_TEST_CASE(exact_name_then_longest_pattern_then_any) {
    DomainTable domains(config_of(0));
    BOOST_TEST(domains.add("plain.example"));
    BOOST_TEST(domains.add("own.example", config_of(1)));
    BOOST_TEST(domains.add("*.wild.example", config_of(2)));
    BOOST_TEST(domains.add("*.sub.wild.example", config_of(3)));
    BOOST_TEST(domains.add("exact.wild.example", config_of(4)));
    BOOST_TEST(found(domains, "plain.example") == 0U);
    BOOST_TEST(found(domains, "own.example") == 1U);
    BOOST_TEST(found(domains, "a.wild.example") == 2U);
    BOOST_TEST(found(domains, "b.a.wild.example") == 2U);
    BOOST_TEST(found(domains, "a.sub.wild.example") == 3U);
    BOOST_TEST(found(domains, "sub.wild.example") == 2U);
    BOOST_TEST(found(domains, "exact.wild.example") == 4U);
    BOOST_TEST(found(domains, "a.exact.wild.example") == 2U);
    for (const std::string_view other :
         {"wild.example", "awild.example", "example", "", "a.own.example", "."}) {
        BOOST_TEST(found(domains, other) == 9999U);
    }
    BOOST_TEST(domains.add("*", config_of(5)));
    BOOST_TEST(found(domains, "wild.example") == 5U);
    BOOST_TEST(found(domains, "a.wild.example") == 2U);
    BOOST_TEST(found(domains, "example") == 5U);
    BOOST_TEST(found(domains, "own.example") == 1U);
    BOOST_TEST(domains.size() == 6U);
}

BOOST_AUTO_TEST_CASE(an_own_offer_outranks_a_list) {
    NameTable list;
    list.add("a.example", 17);
    list.add("b.example", 18);
    DomainTable domains(config_of(0));
    domains.adopt(std::move(list));
    BOOST_TEST(!domains.add("a.example"));
    BOOST_TEST(domains.add("a.example", config_of(1)));
    BOOST_TEST(!domains.add("a.example", config_of(2)));
    BOOST_TEST(found(domains, "a.example") == 1U);
    BOOST_TEST(found(domains, "b.example") == 0U);
    BOOST_TEST(domains.size() == 2U);
    std::string all;
    domains.for_each_domain([&](std::string_view name) { all.append(name).append(" "); });
    BOOST_TEST(all == "a.example b.example ");
}

BOOST_AUTO_TEST_CASE(what_a_change_loses) {
    const auto configs_of = [](std::initializer_list<std::string_view> names) {
        DomainTable domains(config_of(0));
        for (const std::string_view name : names) {
            name.starts_with('*') ? domains.add(name, config_of(1)) : domains.add(name);
        }
        return domains;
    };
    const DomainTable before =
        configs_of({"a.example", "b.sub.example", "*.sub.example", "*.deep.sub.example"});
    BOOST_TEST(before.count_lost(before) == 0U);
    BOOST_TEST(before.count_lost(configs_of({"*"})) == 0U);
    BOOST_TEST(before.count_lost(configs_of({"*.example"})) == 0U);
    BOOST_TEST(before.count_lost(configs_of({"a.example", "*.sub.example"})) == 0U);
    BOOST_TEST(before.count_lost(configs_of({"*.b.sub.example", "*.deep.sub.example"})) == 3U);
    BOOST_TEST(before.count_lost(
                   configs_of({"a.example", "b.sub.example", "deep.sub.example", "sub.example"})) == 2U);
    BOOST_TEST(before.count_lost(configs_of({})) == 4U);
    BOOST_TEST(configs_of({"*"}).count_lost(before) == 1U);
    BOOST_TEST(configs_of({}).count_lost(before) == 0U);
}

BOOST_AUTO_TEST_CASE(names_with_their_own_offer) {
    DomainTable domains(config_of(0));
    const auto own = [&] {
        std::string all;
        domains.for_each_own([&](std::string_view name) { all.append(name).append(" "); });
        return all;
    };
    domains.add("plain.example");
    BOOST_TEST(own() == "");
    domains.add("*", config_of(1));
    domains.add("own.example", config_of(2));
    domains.add("*.wild.example", config_of(3));
    domains.add("plain2.example");
    BOOST_TEST(own() == "own.example * *.wild.example ");
}

BOOST_AUTO_TEST_SUITE_END()
