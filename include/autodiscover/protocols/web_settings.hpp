// SPDX-License-Identifier: MIT
#pragma once
/// The settings of a mailbox for people; part of the page. Thread safety: pure functions.

#include "autodiscover/format/html_writer.hpp"
#include "autodiscover/model/directory.hpp"
#include "autodiscover/protocols/web_layout.hpp"

namespace autodiscover {

/// Which programs find the settings by themselves.
struct WebFormats {
    bool profile = false; // there is a configuration profile
    bool autoconfig = false;
    bool outlook = false;
};

/// There is something to tell.
bool has_settings(const Account& account) noexcept;

/// Everything that stands between the heading and the form. Precondition: a mailbox.
void write_settings(HtmlWriter& html, const WebPage& page, const Account& account, const WebFormats& formats);

} // namespace autodiscover
