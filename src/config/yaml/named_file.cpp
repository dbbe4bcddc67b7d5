// SPDX-License-Identifier: MIT
#include "autodiscover/config/yaml/named_file.hpp"

#include "autodiscover/config/yaml/included_files.hpp"

#include <cerrno>
#include <cstdlib>
#include <memory>
#include <sys/stat.h>
#include <system_error>
#include <utility>

namespace autodiscover {

namespace {

struct Free {
    void operator()(char* text) const noexcept { std::free(text); }
};

/// "" when it cannot be found out.
std::string without_links(const std::string& path) {
    const std::unique_ptr<char, Free> real(::realpath(path.c_str(), nullptr));
    return real == nullptr ? "" : real.get();
}

/// Whether a path without symbolic links is a folder or below it. What is unknown is nowhere.
bool is_in(const std::string& path, const std::string& folder) {
    return !folder.empty() && path.starts_with(folder) &&
           (path.size() == folder.size() || folder == "/" || path[folder.size()] == '/');
}

} // namespace

/// The folder of a file, without symbolic links. Others may not replace what is in a folder with a sticky
/// bit.
const std::string& NamedFiles::look_at_folder(const Source& by, SourceLocation location,
                                              const std::string& path) {
    std::string folder = path_beside(path, "");
    while (folder.size() > 1 && folder.ends_with('/')) {
        folder.pop_back();
    }
    folder = folder.empty() ? "." : folder;
    const auto [known, is_new] = folders_.try_emplace(folder);
    if (is_new) {
        known->second = without_links(folder);
        struct stat status {};
        if (::stat(folder.c_str(), &status) != 0) {
            by.error(location, quote(folder, folder.size()) +
                                   " cannot be looked at: " + std::generic_category().message(errno));
        } else if ((status.st_mode & S_ISVTX) == 0) {
            warn_about_writers(by, location, folder, status.st_mode);
        }
    }
    return known->second;
}

std::optional<TextFile> NamedFiles::read_at(const Source& by, SourceLocation location,
                                            const std::string& path, std::size_t most) {
    Result<TextFile> file = read_text_file(path, most);
    if (!file) {
        by.error(location, (location.line == 0 ? "" : quote(path, path.size()) + " ") +
                               "cannot be read: " + file.error().message);
        return std::nullopt;
    }
    revision_.add(file->text);
    return std::move(*file);
}

std::optional<std::string> NamedFiles::read_main(const Source& source, std::size_t most) {
    std::optional<TextFile> file = read_at(source, {}, source.name(), most);
    if (!file) {
        return std::nullopt;
    }
    warn_about_writers(source, {}, source.name(), file->mode);
    look_at_folder(source, {}, source.name());
    return std::move(file->text);
}

std::optional<NamedFile> NamedFiles::read(const Source& by, SourceLocation location, const std::string& path,
                                          std::size_t most) {
    std::optional<TextFile> file = read_at(by, location, path, most);
    if (!file) {
        return std::nullopt;
    }
    const std::string& folder = look_at_folder(by, location, path);
    const bool is_own = is_in(file->real_path, folder) && is_in(folder, look_at_folder(by, {}, by.name()));
    const Source source(report_, path, is_own ? Source::Text::shown : Source::Text::hidden);
    warn_about_writers(source, {}, path, file->mode);
    return NamedFile{source, std::move(file->text)};
}

} // namespace autodiscover
