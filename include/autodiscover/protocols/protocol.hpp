// SPDX-License-Identifier: MIT
#pragma once
/// What a protocol is to the rest of the program. Adding one is a file in src/protocols/ that defines a
/// Protocol, and a line in protocols.def. Thread safety: everything here is constant after start-up; handlers
/// are pure functions.

#include "autodiscover/http/message.hpp"
#include "autodiscover/model/directory.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace autodiscover {

/// Answers one request from what the directory says. No clock, no random, no environment, no files.
using Handler = Response (*)(const Request&, const Directory&);
/// The document that a client of this protocol is given for an account, for `autodiscover show`.
using View = Response (*)(const Account&, const Installation&);

struct Route {
    enum class Match : std::uint8_t { exact, ignoring_case, prefix_ignoring_case };

    std::string_view path;
    Match match;
    std::uint8_t methods; // bits of Method; HEAD comes with GET, OPTIONS always
    Handler handler;
};

struct Protocol {
    std::string_view name;    // as on the command line
    std::string_view summary; // one line for people
    std::span<const Route> routes;
    View view; // null: nothing to show, the protocol only points elsewhere
};

#define PROTOCOL(name) extern const Protocol name##_protocol;
#include "autodiscover/protocols/protocols.def"
#undef PROTOCOL

/// All of them, in the order of protocols.def.
std::span<const Protocol* const> all_protocols() noexcept;

} // namespace autodiscover
