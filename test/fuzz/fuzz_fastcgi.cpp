// SPDX-License-Identifier: MIT
// Well-framed requests over a pair of sockets, as a worker takes them: looked at, read by libfcgi, answered.
// An answer comes back that ends with END_REQUEST, or the stream was refused as a whole; no descriptor is
// lost.
#include "autodiscover/format/xml_reader.hpp"
#include "autodiscover/server/fastcgi.hpp"
#include "autodiscover/server/peer_socket.hpp"
#include "fuzz/input.hpp"
#include "fuzz/oracle.hpp"
#include "fuzz/require.hpp"
#include "unit/server/support.hpp"

#include <csignal>

using namespace autodiscover;
using autodiscover::fuzz::require;

namespace {

constexpr std::size_t max_body = 16384;

/// Cuts `content` into records of the fuzzer's sizes, with its padding. The empty record at the end has none:
/// libfcgi takes that for the next header and gives up, and no web server sends it.
std::string stream_records(int type, std::string_view content, fuzz::Input& input) {
    std::string out;
    while (!content.empty()) {
        const std::size_t size = std::min(input.number() % 65535 + 1, content.size());
        out += test::record(type, content.substr(0, size), 1, input.octet());
        content.remove_prefix(size);
    }
    return out + test::record(type, "");
}

std::string parameters(fuzz::Input& input) {
    constexpr std::string_view names[] = {"REQUEST_METHOD", "REQUEST_URI", "QUERY_STRING", "CONTENT_LENGTH",
                                          "HTTP_HOST",      "SCRIPT_NAME", "PATH_INFO",    "DOCUMENT_URI"};
    std::string out;
    for (unsigned i = input.octet() % 24; i > 0; --i) {
        const unsigned which = input.octet();
        const std::string_view name = which < 200 ? names[which % std::size(names)] : input.text();
        const std::string_view value = which % 2 == 0 ? input.text() : input.take(input.number());
        out.append(test::length_octets(name.size())).append(test::length_octets(value.size()));
        out.append(name).append(value);
    }
    return out;
}

std::string request(fuzz::Input& input, bool keep) {
    std::string out = test::begin_record(keep) + stream_records(4, parameters(input), input);
    const unsigned kind = input.octet();
    if (kind % 4 == 0) { // long bodies are repetitions: the fuzzer's inputs are short
        const std::string body(input.number(), static_cast<char>(input.octet()));
        return out + stream_records(5, body, input);
    }
    const std::string_view body = input.take(input.number());
    return out + stream_records(5, body, input);
}

void check_exchange(test::SocketPair& pair, const Directory& directory, std::string_view stream) {
    static ExchangeBuffers buffers;
    static std::vector<char> peek;
    test::send_all(pair.ends[0], stream);
    const Arrived arrived = look_at(pair.ends[1], peek);
    require(arrived == Arrived::request || arrived == Arrived::end, "a whole request has arrived");
    if (arrived == Arrived::end) {
        return; // too many parameters, or what libfcgi cannot be trusted with
    }
    const Exchange exchange = autodiscover::exchange(pair.ends[1], buffers, max_body, &directory);
    if (exchange.connection == Connection::is_closed) {
        pair.ends[1] = -1; // by libfcgi
    }
    if (exchange.connection != Connection::kept) {
        pair.close_end(1);
    }
    const std::string answer = test::read_answer(pair.ends[0]);
    require(exchange.answered && answer.starts_with("Status: "), "a whole request is answered", answer);
    require(exchange.status != 500, "no surprise", answer);
}

int lowest_free_descriptor() {
    const int fd = dup(STDERR_FILENO);
    close(fd);
    return fd;
}

void ask(const Directory& directory, fuzz::Input& input) {
    test::SocketPair pair;
    const int enough = 1 << 20;
    setsockopt(pair.ends[0], SOL_SOCKET, SO_SNDBUF, &enough, sizeof enough);
    const timeval patience{5, 0}; // then a test has failed: nobody else writes
    setsockopt(pair.ends[1], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(pair.ends[0], SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    const bool keep = input.octet() % 2 == 1;
    check_exchange(pair, directory, request(input, keep));
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto directory = [] {
        initialize_xml();
        std::signal(SIGPIPE, SIG_IGN);
        require(initialize_fastcgi(), "libfcgi starts");
        return fuzz::load_directory("test/cases/config.yaml");
    }();
    fuzz::Input input(data, size);
    const int free_before = lowest_free_descriptor();
    ask(*directory, input);
    require(lowest_free_descriptor() == free_before, "no descriptor is lost");
    return 0;
}
