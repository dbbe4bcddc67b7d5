// SPDX-License-Identifier: MIT
#pragma once
/// The memory of one Xerces parser; private to xml_reader.cpp. Thread safety: none, a parser has its thread.

#include <array>
#include <cstddef>
#include <cstdlib>
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
        const std::size_t units = (size + unit - 1) / unit;
        if (units < idle_.size() && idle_[units] != nullptr) {
            return std::exchange(idle_[units], idle_[units]->next_idle) + 1;
        }
        void* const memory = std::malloc(sizeof(Block) + units * unit);
        if (memory == nullptr) {
            throw xercesc::OutOfMemoryException();
        }
        Block* const block = new (memory) Block{&all_, all_.next, nullptr, units};
        all_.next->previous = block;
        all_.next = block;
        return block + 1;
    }
    void deallocate(void* memory) override {
        if (memory == nullptr) {
            return;
        }
        Block* const block = static_cast<Block*>(memory) - 1;
        if (block->units < idle_.size()) {
            block->next_idle = std::exchange(idle_[block->units], block);
        } else {
            release(block);
        }
    }
    /// Exceptions may outlive the parser.
    xercesc::MemoryManager* getExceptionMemoryManager() override {
        return xercesc::XMLPlatformUtils::fgMemoryManager;
    }

  private:
    static constexpr std::size_t unit = alignof(std::max_align_t);
    struct alignas(unit) Block {
        Block* previous;
        Block* next;
        Block* next_idle;
        std::size_t units; // behind this
    };
    static void release(Block* block) noexcept {
        block->previous->next = block->next;
        block->next->previous = block->previous;
        std::free(block);
    }
    Block all_{&all_, &all_, nullptr, 0}; // a ring
    std::array<Block*, 33> idle_{};       // by their units: up to 512 octets
};

} // namespace autodiscover
