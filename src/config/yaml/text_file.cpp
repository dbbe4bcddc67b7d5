// SPDX-License-Identifier: MIT
#include "autodiscover/config/yaml/text_file.hpp"

#include "autodiscover/base/descriptor.hpp"
#include "autodiscover/base/text.hpp"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace autodiscover {

namespace {

Error system_error(int code) {
    return Error{std::generic_category().message(code)};
}

Error too_long(std::size_t most) {
    std::string message = "is longer than ";
    message.append(std::to_string(most >> 20U));
    return Error{message.append(" MiB")};
}

/// What is there to read, of `size` bytes at first sight.
Result<std::string> read_to_end(int fd, std::size_t size, std::size_t most) {
    std::string text(size + 1, '\0'); // one byte more shows whether the file grew meanwhile
    std::size_t filled = 0;
    while (true) {
        if (filled == text.size()) {
            text.resize(std::min(2 * filled + 1, most + 1));
        }
        const ssize_t count = ::read(fd, text.data() + filled, text.size() - filled);
        if (count == 0) {
            break;
        }
        if (count < 0 && errno != EINTR) {
            return system_error(errno);
        }
        filled += count < 0 ? 0 : static_cast<std::size_t>(count);
        if (filled > most) {
            return too_long(most);
        }
    }
    text.resize(filled);
    return text;
}

/// Where an open file is, "" when that cannot be found out.
std::string path_of(int fd) {
    const std::string link = "/proc/self/fd/" + std::to_string(fd);
    std::string path(PATH_MAX, '\0');
    const ssize_t size = ::readlink(link.c_str(), path.data(), path.size());
    path.resize(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    return path;
}

/// Whether somebody wrote to a file between two looks at it.
bool changed(const struct stat& before, const struct stat& after) {
    return before.st_size != after.st_size || before.st_mtim.tv_sec != after.st_mtim.tv_sec ||
           before.st_mtim.tv_nsec != after.st_mtim.tv_nsec;
}

/// Octets at the front of `text` that are well-formed UTF-8.
std::size_t valid_prefix(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        std::size_t length = 1;
        while (length <= 4 && !is_utf8(text.substr(at, length))) {
            ++length;
        }
        if (length > 4) {
            break;
        }
        at += length;
    }
    return at;
}

SourceLocation location_of(std::string_view text, std::size_t at) {
    text = text.substr(0, at);
    const std::size_t start = text.rfind('\n') + 1; // npos + 1 is the start of the text
    return {static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n') + 1),
            static_cast<std::uint32_t>(at - start + 1)};
}

std::string describe_control(char c) {
    constexpr char digits[] = "0123456789abcdef";
    const auto code = static_cast<unsigned char>(c);
    std::string out = code == 0 ? "a NUL byte" : "a control character (0x";
    if (code != 0) {
        out.append({digits[code >> 4U], digits[code & 0xfU], ')'});
    }
    return out.append("; the file must be plain text");
}

} // namespace

Result<TextFile> read_text_file(const std::string& path, std::size_t most) {
    // O_NONBLOCK: opening a FIFO without a writer must not wait for one.
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
    struct stat status {};
    if (file.get() < 0 || ::fstat(file.get(), &status) != 0) {
        return system_error(errno);
    }
    if (!S_ISREG(status.st_mode)) {
        return Error{S_ISDIR(status.st_mode)    ? "it is a directory"
                     : S_ISFIFO(status.st_mode) ? "it is a FIFO, not a regular file"
                                                : "it is not a regular file"};
    }
    const auto size = static_cast<std::size_t>(std::max<off_t>(status.st_size, 0));
    if (size > most) {
        return too_long(most);
    }
    Result<std::string> text = read_to_end(file.get(), size, most);
    struct stat after {};
    if (text && ::fstat(file.get(), &after) != 0) {
        return system_error(errno);
    }
    // Files of /proc say that they are empty.
    if (text && (changed(status, after) || text->size() < size)) {
        return Error{"it changed while it was read; load it again when it is written, or write a new file "
                     "and rename it"};
    }
    if (!text) {
        return text.error();
    }
    return TextFile{std::move(*text), path_of(file.get()), status.st_mode};
}

Result<std::string> read_file(const std::string& path, std::size_t most) {
    Result<TextFile> file = read_text_file(path, most);
    return file ? Result<std::string>(std::move(file->text)) : file.error();
}

std::optional<SourceLocation> find_cut(std::string_view text) {
    const bool is_json = trim(text).starts_with('{') && text.ends_with('}');
    return text.empty() || text.ends_with('\n') || is_json ? std::nullopt
                                                           : std::optional(location_of(text, text.size()));
}

std::optional<TextFault> find_nul(std::string_view text) {
    const std::size_t at = text.find('\0');
    return at == std::string_view::npos
               ? std::nullopt
               : std::optional(TextFault{location_of(text, at), describe_control('\0')});
}

std::optional<TextFault> find_text_fault(std::string_view text) {
    SourceLocation location;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        ++location.line;
        const auto control = std::find_if(line.begin(), line.end(),
                                          [](char c) { return is_control(c) && c != '\t' && c != '\r'; });
        if (control != line.end()) {
            location.column = static_cast<std::uint32_t>(control - line.begin()) + 1;
            return TextFault{location, describe_control(*control)};
        }
        if (!is_utf8(line)) {
            location.column = static_cast<std::uint32_t>(valid_prefix(line)) + 1;
            return TextFault{location, "invalid UTF-8; save the file in that encoding"};
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return std::nullopt;
}

} // namespace autodiscover
