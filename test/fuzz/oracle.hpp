// SPDX-License-Identifier: MIT
#pragma once
/// What every answer must be, whatever was asked. Thread safety: none; a fuzzer has one thread.

#include "autodiscover/http/message.hpp"
#include "autodiscover/model/directory.hpp"

#include <memory>
#include <string>

namespace autodiscover::fuzz {

/// Asks twice and ends the process unless the two answers are the same octets, with a status of ours, headers
/// that are whole lines, and a body that is what its type says: well-formed, and made of names that some
/// golden of test/cases has too. A client's octet that got out of its place would be a name that no golden
/// has.
void check_answer(const Request& request, const Directory& directory);

/// A configuration that must load.
std::shared_ptr<const Directory> load_directory(const std::string& path);

} // namespace autodiscover::fuzz
