// SPDX-License-Identifier: MIT
#include "autodiscover/server/record_scan.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>

namespace autodiscover {

namespace {

// FastCGI specification, section 8.
constexpr std::size_t header_size = 8;
constexpr std::size_t begin_body_size = 8;
constexpr unsigned version_1 = 1;
constexpr unsigned responder_role = 1;
enum RecordType : unsigned { begin_request = 1, params = 4, standard_input = 5 };

unsigned octet(std::string_view text, std::size_t at) noexcept {
    return static_cast<unsigned char>(text[at]);
}
unsigned pair(std::string_view text, std::size_t at) noexcept {
    return octet(text, at) << 8U | octet(text, at + 1);
}

/// Follows name-value pairs (section 3.4) across any number of records. Of their content only a
/// CONTENT_LENGTH is looked at, and only where it lies in one piece, as in all that web servers send.
class PairScan {
  public:
    /// False when a length leads beyond the limit.
    bool feed(std::string_view content) noexcept {
        total_ += content.size();
        while (!content.empty()) {
            if (skip_ > 0) {
                const std::size_t step = std::min(skip_, content.size());
                skip_ -= step;
                content.remove_prefix(step);
                continue;
            }
            add_length_octet(octet(content, 0));
            content.remove_prefix(1);
            if (skip_ > params_limit) {
                return false;
            }
            if (skip_ > 0 && content.starts_with(length_variable) && name_ == length_variable.size()) {
                read_declared(content.substr(name_, skip_ - name_));
            }
        }
        return total_ <= params_limit;
    }
    [[nodiscard]] bool at_boundary() const noexcept { return skip_ == 0 && missing_ == 0 && !name_known_; }
    [[nodiscard]] std::uint64_t declared() const noexcept { return declared_; }

  private:
    static constexpr std::string_view length_variable = "CONTENT_LENGTH";

    void add_length_octet(unsigned value) noexcept {
        if (missing_ == 0 && (value & 0x80U) != 0) { // the first of four
            length_ = value & 0x7fU;
            missing_ = 3;
            return;
        }
        length_ = missing_ == 0 ? value : length_ << 8U | value;
        missing_ -= missing_ > 0 ? 1 : 0;
        if (missing_ > 0) {
            return;
        }
        if (name_known_) {
            skip_ = name_ + length_;
        } else {
            name_ = length_;
        }
        name_known_ = !name_known_;
    }
    void read_declared(std::string_view digits) noexcept {
        const char* const end = digits.data() + digits.size();
        if (std::from_chars(digits.data(), end, declared_).ec == std::errc::result_out_of_range) {
            declared_ = std::numeric_limits<std::uint64_t>::max();
        }
    }

    std::size_t total_ = 0;
    std::uint64_t length_ = 0; // the one whose octets are being read
    std::uint64_t name_ = 0;   // length of the name
    std::uint64_t skip_ = 0;   // octets of name and value still to pass
    unsigned missing_ = 0;     // length octets still to come
    bool name_known_ = false;
    std::uint64_t declared_ = 0;
};

/// What the records of one request have shown so far.
class RequestScan {
  public:
    /// The header of a record and what there is of its content.
    Scan record(std::string_view header, std::string_view content) noexcept {
        const unsigned type = octet(header, 1);
        const unsigned id = pair(header, 2);
        const std::size_t size = pair(header, 4);
        if (octet(header, 0) != version_1 || id == 0) { // id 0: management, which web servers do not send
            return Scan::refused;
        }
        if (id_ == 0) {
            id_ = id;
            return begin(type, size, content);
        }
        if (id != id_ || type != (params_ended_ ? standard_input : params)) {
            return Scan::refused; // multiplexed, aborted, unknown or out of order
        }
        return params_ended_ ? body(size, content) : variables(size, content);
    }

  private:
    static Scan begin(unsigned type, std::size_t size, std::string_view content) noexcept {
        const bool good = type == begin_request && size == begin_body_size &&
                          (content.size() < 2 || pair(content, 0) == responder_role);
        return good ? Scan::incomplete : Scan::refused;
    }
    Scan variables(std::size_t size, std::string_view content) noexcept {
        if (size > 0) {
            return pairs_.feed(content) ? Scan::incomplete : Scan::refused;
        }
        if (!pairs_.at_boundary()) {
            return Scan::refused;
        }
        params_ended_ = true;
        return pairs_.declared() > body_limit ? Scan::ready : Scan::incomplete;
    }
    Scan body(std::size_t size, std::string_view content) noexcept {
        body_ += content.size();
        return size == 0 || body_ > body_limit ? Scan::ready : Scan::incomplete;
    }

    std::size_t body_ = 0;
    unsigned id_ = 0;
    bool params_ended_ = false;
    PairScan pairs_;
};

} // namespace

Scan scan_request(std::string_view received) noexcept {
    RequestScan request;
    while (received.size() >= header_size) {
        const std::string_view header = received.substr(0, header_size);
        const std::size_t size = pair(header, 4);
        const Scan result = request.record(header, received.substr(header_size, size));
        const std::size_t end = header_size + size + octet(header, 6); // padding
        if (result != Scan::incomplete || end > received.size()) {
            return result;
        }
        received.remove_prefix(end);
    }
    return Scan::incomplete;
}

} // namespace autodiscover
