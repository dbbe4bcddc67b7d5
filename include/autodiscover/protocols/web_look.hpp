// SPDX-License-Identifier: MIT
#pragma once
/// How the page for people looks, and what its browser may load; part of the page. Thread safety: constants
/// and pure functions.

#include "autodiscover/model/provider.hpp"
#include "autodiscover/policy/web_policy.hpp"

#include <string>
#include <string_view>

namespace autodiscover {

/// All but the colours that an operator may choose.
extern const std::string_view web_style;
/// Adds the buttons that copy a value; the page is complete without it.
extern const std::string_view web_script;
/// A data: URL, so that no browser asks for /favicon.ico.
extern const std::string_view web_icon;

/// The operator's colours as style sheet. Text on the accent colour is black or white, whichever is read
/// better, and nothing else is written in it or on it: no choice makes the page unreadable.
std::string web_colours(const WebPolicy& web);

/// The Content-Security-Policy (CSP level 3): nothing is loaded or run but what is in the page itself, by its
/// hash, and the logo. `colours` is web_colours() of the same policy.
std::string content_security_policy(const WebPolicy& web, std::string_view colours, bool with_script);

} // namespace autodiscover
