// SPDX-License-Identifier: MIT
#pragma once
/// A strict scanner of the markup that we write ourselves: what it lets through is well-formed, and more
/// narrow than XML. It shares no code with the writers, and is fast enough to look at every answer. Thread
/// safety: a scan is a value.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace autodiscover::fuzz {

class MarkupScan {
  public:
    /// Told the name of each element and attribute, and the content of each <key>; false: not a name of ours.
    using Names = std::function<bool(std::string_view)>;

    /// `is_html`: void elements need no end, attributes no value, and <style> holds no markup.
    MarkupScan(std::string_view text, bool is_html, Names names)
        : rest_(text), is_html_(is_html), names_(std::move(names)) {}

    /// Empty when all is well, else what is not.
    std::string_view run();

  private:
    bool fail(std::string_view why);
    bool take(std::string_view expected);
    std::string_view take_while(bool (*holds)(char));
    bool prologue();
    bool text();
    bool raw_text(std::string_view name);
    bool tag();
    bool start_tag();
    bool attribute();
    bool close(std::string_view name);
    bool references(std::string_view value);

    std::string_view rest_;
    bool is_html_;
    Names names_;
    std::vector<std::string_view> open_;
    bool had_root_ = false;
    std::string_view why_;
};

} // namespace autodiscover::fuzz
