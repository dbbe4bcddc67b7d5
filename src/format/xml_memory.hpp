// SPDX-License-Identifier: MIT
#pragma once
/// The memory of one Xerces parser; private to xml_reader.cpp. Thread safety: none, a parser has its thread.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <malloc.h>
#include <new>
#include <utility>
#include <xercesc/framework/MemoryManager.hpp>
#include <xercesc/util/OutOfMemoryException.hpp>
#include <xercesc/util/PlatformUtils.hpp>

namespace autodiscover {

/// What a parser allocates, and nobody else. Xerces loses some of it when memory runs out in the middle of a
/// document (the stream of a source, entries of its pools); here all goes with the parser. Small blocks, a
/// hundred for each document, are kept for the next one.
class XmlMemory : public xercesc::MemoryManager {
  public:
    XmlMemory() = default;
    XmlMemory(const XmlMemory&) = delete;
    XmlMemory& operator=(const XmlMemory&) = delete;
    ~XmlMemory() override {
        while (all_.next != &all_) {
            release(all_.next);
        }
    }

    void* allocate(XMLSize_t size) override {
        const std::size_t units = std::max<std::size_t>((size + unit - 1) / unit, 1);
        if (units < idle_.size() && idle_[units] != nullptr) {
            --kept_;
            return std::exchange(idle_[units], next_idle(idle_[units])) + 1;
        }
        void* const memory = std::malloc(sizeof(Block) + units * unit);
        if (memory == nullptr) {
            throw xercesc::OutOfMemoryException();
        }
        Block* const block = new (memory) Block{&all_, all_.next};
        all_.next->previous = block;
        all_.next = block;
        return block + 1;
    }
    void deallocate(void* memory) override {
        if (memory == nullptr) {
            return;
        }
        Block* const block = static_cast<Block*>(memory) - 1;
        const std::size_t units = (::malloc_usable_size(block) - sizeof(Block)) / unit;
        if (units < idle_.size() && kept_ < most_kept) {
            ++kept_;
            next_idle(block) = std::exchange(idle_[units], block);
        } else {
            release(block);
        }
    }
    /// Exceptions may outlive the parser.
    xercesc::MemoryManager* getExceptionMemoryManager() override {
        return xercesc::XMLPlatformUtils::fgMemoryManager;
    }

  private:
    static constexpr std::size_t most_kept = 500; // a hostile document needs thousands, once
    static constexpr std::size_t unit = alignof(std::max_align_t);
    struct alignas(unit) Block {
        Block* previous;
        Block* next;
    };
    /// Lies where the contents of a block in use do.
    static Block*& next_idle(Block* block) noexcept { return *reinterpret_cast<Block**>(block + 1); }
    static void release(Block* block) noexcept {
        block->previous->next = block->next;
        block->next->previous = block->previous;
        std::free(block);
    }
    Block all_{&all_, &all_}; // a ring
    std::size_t kept_ = 0;
    std::array<Block*, 33> idle_{}; // by their units: up to 512 octets
};

} // namespace autodiscover
