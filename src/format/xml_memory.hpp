// SPDX-License-Identifier: MIT
#pragma once
/// The memory of one Xerces parser; private to xml_reader.cpp. Thread safety: none, a parser has its thread.

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <utility>
#include <xercesc/framework/MemoryManager.hpp>
#include <xercesc/util/OutOfMemoryException.hpp>
#include <xercesc/util/PlatformUtils.hpp>

#if __has_include(<sanitizer/asan_interface.h>)
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#endif

namespace autodiscover {

/// What one parser allocates. It serves two purposes:
/// * It counts, so that the reader can see what a document left behind in the parser, which Xerces itself
///   never gives back: its pools keep every namespace and prefix until the parser is destroyed.
/// * It keeps freed blocks in a list for each power of two: a document takes a hundred blocks and returns
///   them, and malloc and free would take a fifth of its instructions.
/// All blocks go with the parser, also those that Xerces loses when memory runs out within a document.
class XmlMemory : public xercesc::MemoryManager {
  public:
    XmlMemory() = default;
    XmlMemory(const XmlMemory&) = delete;
    XmlMemory& operator=(const XmlMemory&) = delete;
    ~XmlMemory() override {
        while (all_ != nullptr) {
            std::free(std::exchange(all_, all_->next_made));
        }
    }

    void* allocate(XMLSize_t size) override {
        const auto shift = static_cast<unsigned>(std::bit_width(std::max<XMLSize_t>(size, smallest) - 1));
        if (shift >= free_.size()) {
            throw xercesc::OutOfMemoryException();
        }
        Block* block = free_[shift];
        if (block != nullptr) {
            free_[shift] = block->next_free;
        } else {
            block = make(shift);
        }
        block->shift = shift;
        in_use_ += std::size_t{1} << shift;
        ASAN_UNPOISON_MEMORY_REGION(block + 1, size);
        return block + 1;
    }
    void deallocate(void* memory) override {
        if (memory != nullptr) {
            Block* const block = static_cast<Block*>(memory) - 1;
            const std::size_t shift = block->shift;
            const std::size_t size = std::size_t{1} << shift;
            ASAN_POISON_MEMORY_REGION(memory, size);
            in_use_ -= size;
            block->next_free = free_[shift];
            free_[shift] = block;
        }
    }
    /// Exceptions may outlive the parser.
    xercesc::MemoryManager* getExceptionMemoryManager() override {
        return xercesc::XMLPlatformUtils::fgMemoryManager;
    }

    /// Bytes of the blocks that the parser holds now.
    [[nodiscard]] std::size_t in_use() const { return in_use_; }

  private:
    struct alignas(std::max_align_t) Block {
        Block* next_made;
        union {
            Block* next_free;  // while it is free
            std::size_t shift; // while it is in use: it has 1 << shift bytes
        };
    };
    static constexpr std::size_t smallest = 32;

    Block* make(unsigned shift) {
        const std::size_t size = std::size_t{1} << shift;
        void* const memory = std::malloc(sizeof(Block) + size);
        if (memory == nullptr) {
            throw xercesc::OutOfMemoryException();
        }
        all_ = new (memory) Block{all_, {}};
        ASAN_POISON_MEMORY_REGION(all_ + 1, size);
        return all_;
    }

    Block* all_ = nullptr;
    std::array<Block*, 32> free_{}; // by shift
    std::size_t in_use_ = 0;
};

} // namespace autodiscover
