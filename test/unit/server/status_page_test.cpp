// SPDX-License-Identifier: MIT
// What stands on the page; test/system/status.py reads it as Prometheus does.
#include "autodiscover/server/status_page.hpp"

#include "autodiscover/server/log.hpp"
#include "support.hpp"

#include <boost/test/unit_test.hpp>
#include <ctime>

using namespace autodiscover;
using namespace autodiscover::test;
using namespace std::chrono_literals;

namespace {

struct Page {
    Page() {
        write_file(path, config_text("example.com"));
        BOOST_REQUIRE(config.load());
        page.set_workers(2);
    }
    /// The value of a sample; "" when there is none.
    std::string value(std::string_view name) const {
        const std::string body = "\n" + page.answer(Method::get).body;
        const std::string begin = "\n" + std::string(name) + " ";
        const std::size_t at = body.find(begin);
        return at == std::string::npos
                   ? ""
                   : body.substr(at + begin.size(), body.find('\n', at + 1) - at - begin.size());
    }

    TemporaryFolder folder;
    std::string path = folder.file("config.yaml");
    Log log{-1, true};
    ConfigStore config{path, log};
    Connections connections{-1, 10};
    StatusPage page{config, connections};
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(status_page, Page)

BOOST_AUTO_TEST_CASE(only_the_web_server_can_ask) {
    BOOST_TEST(StatusPage::is_asked_for("/status", "on"));
    for (const char* const permission : {"", "ON", "on ", "1", "off", "true"}) {
        BOOST_TEST(!StatusPage::is_asked_for("/status", permission), permission);
    }
    for (const char* const other : {"", "/", "/Status", "/status/", "/status/x", "//status", "status"}) {
        BOOST_TEST(!StatusPage::is_asked_for(other, "on"), other);
    }
}

BOOST_AUTO_TEST_CASE(the_workers_are_summed) {
    const std::string_view autoconfig = CounterTable::route_name(1);
    BOOST_REQUIRE(autoconfig == "autoconfig");
    page.worker(0).count(autoconfig, 200, 20us);
    page.worker(1).count(autoconfig, 200, 30us);
    page.worker(1).count("-", 404, 2s);
    page.worker(1).count("-", 418, 1us);
    BOOST_TEST(value("autodiscover_requests_total{route=\"autoconfig\",status=\"200\"}") == "2");
    BOOST_TEST(value("autodiscover_requests_total{route=\"-\",status=\"404\"}") == "1");
    BOOST_TEST(value("autodiscover_requests_total{route=\"-\",status=\"other\"}") == "1");
    BOOST_TEST(value("autodiscover_requests_total{route=\"json\",status=\"500\"}") == "0");
    const std::string histogram = "autodiscover_request_duration_seconds";
    BOOST_TEST(value(histogram + "_bucket{le=\"0.00001\"}") == "1");
    BOOST_TEST(value(histogram + "_bucket{le=\"0.000025\"}") == "2");
    BOOST_TEST(value(histogram + "_bucket{le=\"0.00005\"}") == "3");
    BOOST_TEST(value(histogram + "_bucket{le=\"0.1\"}") == "3");
    BOOST_TEST(value(histogram + "_bucket{le=\"+Inf\"}") == "4");
    BOOST_TEST(value(histogram + "_count") == "4");
    BOOST_TEST(value(histogram + "_sum") == "2.000051000");
}

BOOST_AUTO_TEST_CASE(the_configuration) {
    BOOST_TEST(value("autodiscover_config_generation") == "1");
    BOOST_TEST(value("autodiscover_reload_failures_total") == "0");
    BOOST_TEST(value("autodiscover_domains") == "2");
    write_file(path, "nonsense");
    BOOST_TEST(!config.load());
    BOOST_TEST(value("autodiscover_config_generation") == "1");
    BOOST_TEST(value("autodiscover_reload_failures_total") == "1");
    write_file(path, config_text("example.com: , example.org"));
    const double before = static_cast<double>(std::time(nullptr));
    BOOST_REQUIRE(config.load());
    BOOST_TEST(value("autodiscover_config_generation") == "2");
    BOOST_TEST(value("autodiscover_reload_failures_total") == "1");
    BOOST_TEST(value("autodiscover_domains") == "3");
    const double loaded = std::stod(value("autodiscover_config_loaded_timestamp_seconds"));
    BOOST_TEST(loaded >= before);
    BOOST_TEST(loaded < before + 10);
    BOOST_TEST(std::stod(value("autodiscover_config_age_seconds")) < 10);
    BOOST_TEST(loaded >= std::stod(value("process_start_time_seconds")));
}

BOOST_AUTO_TEST_CASE(connections_and_build) {
    SocketPair pair;
    const Connections::Token token = connections.open(pair.ends[1]);
    BOOST_TEST(value("autodiscover_connections") == "1");
    connections.close(token, true);
    BOOST_TEST(value("autodiscover_connections") == "0");
    BOOST_TEST(value("autodiscover_build_info{version=\"" AUTODISCOVER_VERSION "\"}") == "1");
}

BOOST_AUTO_TEST_CASE(methods) {
    const Response get = page.answer(Method::get);
    BOOST_TEST(get.status == 200);
    BOOST_TEST(get.content_type == "text/plain; version=0.0.4; charset=utf-8");
    BOOST_TEST(get.headers.find(HeaderName::cache_control) == "no-store");
    BOOST_TEST(!get.omit_body);
    BOOST_TEST(page.answer(Method::head).omit_body);
    for (const Method method : {Method::post, Method::options, Method::other}) {
        const Response other = page.answer(method);
        BOOST_TEST(other.status == 405);
        BOOST_TEST(other.headers.find(HeaderName::allow) == "GET, HEAD");
    }
}

BOOST_AUTO_TEST_SUITE_END()
