// SPDX-License-Identifier: MIT
#pragma once
/// The memory of one Xerces parser; private to xml_reader.cpp. Thread safety: none, a parser has its thread.

#include <cstddef>
#include <cstdlib>
#include <new>
#include <xercesc/framework/MemoryManager.hpp>
#include <xercesc/util/OutOfMemoryException.hpp>
#include <xercesc/util/PlatformUtils.hpp>

namespace autodiscover {

/// What a parser allocates, and nobody else. Xerces loses some of it when memory runs out in the middle of a
/// document (the stream of a source, entries of its pools); here all goes with the parser.
class XmlMemory : public xercesc::MemoryManager {
  public:
    XmlMemory() = default;
    XmlMemory(const XmlMemory&) = delete;
    XmlMemory& operator=(const XmlMemory&) = delete;
    ~XmlMemory() override {
        while (all_.next != &all_) {
            deallocate(all_.next + 1);
        }
    }

    void* allocate(XMLSize_t size) override {
        void* const memory = std::malloc(sizeof(Block) + size); // a hundred times a document
        if (memory == nullptr) {
            throw xercesc::OutOfMemoryException();
        }
        Block* const block = new (memory) Block{&all_, all_.next};
        all_.next->previous = block;
        all_.next = block;
        return block + 1;
    }
    void deallocate(void* memory) override {
        if (memory != nullptr) {
            Block* const block = static_cast<Block*>(memory) - 1;
            block->previous->next = block->next;
            block->next->previous = block->previous;
            std::free(block);
        }
    }
    /// Exceptions may outlive the parser.
    xercesc::MemoryManager* getExceptionMemoryManager() override {
        return xercesc::XMLPlatformUtils::fgMemoryManager;
    }

  private:
    struct alignas(std::max_align_t) Block {
        Block* previous;
        Block* next;
    };
    Block all_{&all_, &all_}; // a ring
};

} // namespace autodiscover
