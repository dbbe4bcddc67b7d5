// SPDX-License-Identifier: MIT
#include "hostile/allocations.hpp"

#include <cstdlib>
#include <new>

// AddressSanitizer has its own malloc; there only what C++ allocates can fail.
#ifdef __has_feature // clang's word for it
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif
#ifndef __SANITIZE_ADDRESS__
#define REPLACE_MALLOC
#endif

namespace {

long countdown = 0; // 0: nothing fails
bool is_lasting = false;
bool has_failed = false;
bool is_paused = false;
long blocks = 0;

/// Whether this allocation is one that fails.
bool fails() noexcept {
    if (is_paused || countdown == 0) {
        return false;
    }
    if (countdown > 1) {
        --countdown;
        return false;
    }
    countdown = is_lasting ? 1 : 0;
    has_failed = true;
    return true;
}

} // namespace

namespace autodiscover::test::allocations {

void fail_at(long k, bool all_from_there) noexcept {
    countdown = k;
    is_lasting = all_from_there;
    has_failed = is_paused = false;
}
bool stop_failing() noexcept {
    countdown = 0;
    is_paused = false;
    return has_failed;
}
void pause() noexcept {
    is_paused = true;
}
void resume() noexcept {
    is_paused = false;
}
long alive() noexcept {
    return blocks;
}

} // namespace autodiscover::test::allocations

#ifdef REPLACE_MALLOC

// The C libraries' allocations too: OpenSSL, libidn2, glob(). The names are glibc's own way in.
extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* block, std::size_t size);
void __libc_free(void* block);

void* malloc(std::size_t size) {
    void* const block = fails() ? nullptr : __libc_malloc(size);
    blocks += block != nullptr ? 1 : 0;
    return block;
}
void* calloc(std::size_t count, std::size_t size) {
    void* const block = fails() ? nullptr : __libc_calloc(count, size);
    blocks += block != nullptr ? 1 : 0;
    return block;
}
void* realloc(void* block, std::size_t size) {
    void* const moved = fails() ? nullptr : __libc_realloc(block, size);
    blocks += moved != nullptr && block == nullptr ? 1 : 0;
    return moved;
}
void free(void* block) {
    blocks -= block != nullptr ? 1 : 0;
    __libc_free(block);
}
}

#else

void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
    void* const block = fails() ? nullptr : std::malloc(size);
    blocks += block != nullptr ? 1 : 0;
    return block;
}
void* operator new(std::size_t size) {
    void* const block = operator new(size, std::nothrow);
    if (block == nullptr) {
        throw std::bad_alloc();
    }
    return block;
}
void operator delete(void* block) noexcept {
    blocks -= block != nullptr ? 1 : 0;
    std::free(block);
}
void operator delete(void* block, std::size_t /*size*/) noexcept {
    operator delete(block);
}

// AddressSanitizer's own forms for arrays would not call those above.
void* operator new[](std::size_t size) {
    return operator new(size);
}
void* operator new[](std::size_t size, const std::nothrow_t& tag) noexcept {
    return operator new(size, tag);
}
void operator delete[](void* block) noexcept {
    operator delete(block);
}
void operator delete[](void* block, std::size_t /*size*/) noexcept {
    operator delete(block);
}

#endif
