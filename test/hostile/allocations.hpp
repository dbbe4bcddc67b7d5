// SPDX-License-Identifier: MIT
#pragma once
/// Counts the allocations of the whole process, and makes some fail. Thread safety: none.

namespace autodiscover::test::allocations {

/// From now on the k-th allocation (from 1) fails, and all after it when `all_from_there`.
void fail_at(long k, bool all_from_there) noexcept;
/// Nothing fails any more. True: some allocation did.
bool stop_failing() noexcept;
/// What follows is the test's own.
void pause() noexcept;
void resume() noexcept;
/// Blocks that are allocated and not freed.
long alive() noexcept;

} // namespace autodiscover::test::allocations
