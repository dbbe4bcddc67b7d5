// SPDX-License-Identifier: MIT
#pragma once
/// Characters that make a text look like something that it is not. Thread safety: pure functions.

#include <string_view>

namespace autodiscover {

/// Some character beyond ASCII is invisible, drawn as a space, drawn as an "@", reorders what is around it,
/// or has no meaning that Unicode knows: the general categories Cc, Cf, Cn, Co, Zl, Zp and Zs, fillers, and
/// two more signs for "at". Letters, marks and digits of all scripts are none of these. True as well for what
/// is not well-formed UTF-8.
bool has_deceptive_character(std::string_view text) noexcept;

} // namespace autodiscover
