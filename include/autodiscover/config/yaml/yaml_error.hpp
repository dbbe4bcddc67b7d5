// SPDX-License-Identifier: MIT
#pragma once
/// Says to an administrator what a YAML parser says to a programmer. Thread safety: a pure function.

#include "autodiscover/config/yaml/text_file.hpp"

#include <string_view>

namespace autodiscover {

/// `fault` is what yaml-cpp reports about `text`, `innermost` where the innermost list or mapping begins that
/// is still open. The result names the location and the words that help most.
TextFault explain_yaml_error(std::string_view text, const TextFault& fault, SourceLocation innermost);

} // namespace autodiscover
