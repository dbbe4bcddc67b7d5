// SPDX-License-Identifier: MIT
#pragma once
/// Signals become values that the main thread waits for; no other thread is ever interrupted by one.
/// Thread safety: block() before any thread is started, wait() by one thread.

#include <chrono>
#include <optional>

namespace autodiscover::signals {

enum class Signal { stop, reload, wake };

/// The first thing in main(): until block() has prepared for it, SIGHUP would end the process.
void hold_hangup() noexcept;
/// For what is no responder: a terminal that is closed ends it.
void release_hangup() noexcept;

/// Blocks all that are waited for, and SIGPIPE, in this thread and all that it starts.
void block() noexcept;

/// The next one; nothing when none came in time. Without a time it waits for ever.
std::optional<Signal> wait(std::optional<std::chrono::milliseconds> time = std::nullopt) noexcept;

/// Lets wait() return Signal::wake; from any thread.
void wake() noexcept;

/// Ends the process as an unhandled SIGTERM does.
[[noreturn]] void die() noexcept;

} // namespace autodiscover::signals
