// SPDX-License-Identifier: MIT
// Which domain is told what.
#include "autodiscover/config/config.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;

namespace {

/// An offer that is known by its hours.
Offer offer(unsigned hours) {
    Policies policies;
    policies.outlook.ttl_hours = hours;
    return {nullptr, std::make_shared<Policies>(policies), nullptr};
}

unsigned found(const Offers& offers, std::string_view domain) {
    const Offer* const result = offers.find(domain);
    return result == nullptr ? 9999U : result->policies->outlook.ttl_hours;
}

} // namespace

BOOST_AUTO_TEST_SUITE(config)

BOOST_AUTO_TEST_CASE(exact_name_then_longest_pattern_then_any) {
    Offers offers(offer(0));
    BOOST_TEST(offers.add("plain.example"));
    BOOST_TEST(offers.add("own.example", offer(1)));
    BOOST_TEST(offers.add("*.wild.example", offer(2)));
    BOOST_TEST(offers.add("*.sub.wild.example", offer(3)));
    BOOST_TEST(offers.add("exact.wild.example", offer(4)));
    BOOST_TEST(found(offers, "plain.example") == 0U);
    BOOST_TEST(found(offers, "own.example") == 1U);
    BOOST_TEST(found(offers, "a.wild.example") == 2U);
    BOOST_TEST(found(offers, "b.a.wild.example") == 2U);
    BOOST_TEST(found(offers, "a.sub.wild.example") == 3U);
    BOOST_TEST(found(offers, "sub.wild.example") == 2U);
    BOOST_TEST(found(offers, "exact.wild.example") == 4U);
    BOOST_TEST(found(offers, "a.exact.wild.example") == 2U);
    for (const std::string_view other :
         {"wild.example", "awild.example", "example", "", "a.own.example", "."}) {
        BOOST_TEST(found(offers, other) == 9999U);
    }
    BOOST_TEST(offers.add("*", offer(5)));
    BOOST_TEST(found(offers, "wild.example") == 5U);
    BOOST_TEST(found(offers, "a.wild.example") == 2U);
    BOOST_TEST(found(offers, "example") == 5U);
    BOOST_TEST(found(offers, "own.example") == 1U);
    BOOST_TEST(offers.size() == 6U);
}

BOOST_AUTO_TEST_CASE(an_own_offer_outranks_a_list) {
    NameTable list;
    list.add("a.example", 17);
    list.add("b.example", 18);
    Offers offers(offer(0));
    offers.adopt(std::move(list));
    BOOST_TEST(!offers.add("a.example"));
    BOOST_TEST(offers.add("a.example", offer(1)));
    BOOST_TEST(!offers.add("a.example", offer(2)));
    BOOST_TEST(found(offers, "a.example") == 1U);
    BOOST_TEST(found(offers, "b.example") == 0U);
    BOOST_TEST(offers.size() == 2U);
    std::string all;
    offers.for_each_domain([&](std::string_view name) { all.append(name).append(" "); });
    BOOST_TEST(all == "a.example b.example ");
}

BOOST_AUTO_TEST_CASE(what_a_change_loses) {
    const auto offers_of = [](std::initializer_list<std::string_view> names) {
        Offers offers(offer(0));
        for (const std::string_view name : names) {
            name.starts_with('*') ? offers.add(name, offer(1)) : offers.add(name);
        }
        return offers;
    };
    const Offers before = offers_of({"a.example", "b.sub.example", "*.sub.example", "*.deep.sub.example"});
    BOOST_TEST(before.count_lost(before) == 0U);
    BOOST_TEST(before.count_lost(offers_of({"*"})) == 0U);
    BOOST_TEST(before.count_lost(offers_of({"*.example"})) == 0U);
    BOOST_TEST(before.count_lost(offers_of({"a.example", "*.sub.example"})) == 0U);
    BOOST_TEST(before.count_lost(offers_of({"*.b.sub.example", "*.deep.sub.example"})) == 3U);
    BOOST_TEST(before.count_lost(
                   offers_of({"a.example", "b.sub.example", "deep.sub.example", "sub.example"})) == 2U);
    BOOST_TEST(before.count_lost(offers_of({})) == 4U);
    BOOST_TEST(offers_of({"*"}).count_lost(before) == 1U);
    BOOST_TEST(offers_of({}).count_lost(before) == 0U);
}

BOOST_AUTO_TEST_CASE(names_with_their_own_offer) {
    Offers offers(offer(0));
    const auto own = [&] {
        std::string all;
        offers.for_each_own([&](std::string_view name) { all.append(name).append(" "); });
        return all;
    };
    offers.add("plain.example");
    BOOST_TEST(own() == "");
    offers.add("*", offer(1));
    offers.add("own.example", offer(2));
    offers.add("*.wild.example", offer(3));
    offers.add("plain2.example");
    BOOST_TEST(own() == "own.example * *.wild.example ");
}

BOOST_AUTO_TEST_SUITE_END()
