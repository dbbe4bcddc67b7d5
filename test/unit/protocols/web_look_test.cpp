// SPDX-License-Identifier: MIT
#include "autodiscover/protocols/web_look.hpp"

#include "autodiscover/base/digest.hpp"

#include "autodiscover/config/sections/policy_reader.hpp"

#include <boost/test/unit_test.hpp>

using namespace autodiscover;

namespace {

std::string hash(std::string_view content) {
    return std::string("'sha256-").append(base64(sha256(content)).view()).append("'");
}

} // namespace

BOOST_AUTO_TEST_SUITE(web_look)

BOOST_AUTO_TEST_CASE(nothing_ends_the_style_or_script_early_and_nothing_is_loaded) {
    for (const std::string_view text : {web_style, web_script}) {
        BOOST_TEST(text.find('<') == std::string_view::npos);
        BOOST_TEST(text.find("http") == std::string_view::npos);
        BOOST_TEST(text.find("url(") == std::string_view::npos);
        BOOST_TEST(text.find("@import") == std::string_view::npos);
    }
    BOOST_TEST(web_script.find("innerHTML") == std::string_view::npos);
}

BOOST_AUTO_TEST_CASE(colours_are_the_operators_with_text_that_can_be_read) {
    WebPolicy web = default_policies().web;
    BOOST_TEST(web_colours(web) ==
               ":root{--accent:#0b57d0;--on-accent:#ffffff}@media(prefers-color-scheme:dark)"
               "{:root{--accent:#8ab4f8;--on-accent:#000000}}");
    web.accent = {255, 255, 0};
    BOOST_TEST(web_colours(web).starts_with(":root{--accent:#ffff00;--on-accent:#000000}"));
}

BOOST_AUTO_TEST_CASE(the_policy_allows_what_is_in_the_page_and_no_more) {
    const WebPolicy web = default_policies().web;
    const std::string colours = web_colours(web);
    const std::string style = "default-src 'none'; style-src " + hash(web_style) + " " + hash(colours);
    const std::string end = "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    BOOST_TEST(content_security_policy(web, colours, false) == style + "; img-src data:; " + end);
    BOOST_TEST(content_security_policy(web, colours, true) ==
               style + "; script-src " + hash(web_script) + "; img-src data:; " + end);
}

BOOST_AUTO_TEST_CASE(the_logo_comes_from_its_origin_alone) {
    WebPolicy web = default_policies().web;
    const auto images = [&] {
        const std::string policy = content_security_policy(web, "", false);
        const std::size_t at = policy.find("img-src ");
        return policy.substr(at, policy.find(';', at) - at);
    };
    web.logo = *Url::parse("https://cdn.example:8443/a/logo.svg?x#y");
    BOOST_TEST(images() == "img-src data: https://cdn.example:8443");
    web.logo = *Url::parse("https://cdn.example?x");
    BOOST_TEST(images() == "img-src data: https://cdn.example");
    web.logo = *Url::parse("https://cdn.example");
    BOOST_TEST(images() == "img-src data: https://cdn.example");
}

BOOST_AUTO_TEST_SUITE_END()
