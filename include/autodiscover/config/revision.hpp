// SPDX-License-Identifier: MIT
#pragma once
/// A digest over the program's version and all that was read: it changes when any answer could. Thread
/// safety: none; one belongs to one load.

#include <memory>
#include <string>
#include <string_view>

namespace autodiscover {

class Revision {
  public:
    Revision();
    ~Revision();
    Revision(const Revision&) = delete;
    Revision& operator=(const Revision&) = delete;

    void add(std::string_view text);
    /// 16 hexadecimal digits. To be called once, at the end.
    std::string finish();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace autodiscover
