// SPDX-License-Identifier: MIT
#include "autodiscover/config/included_files.hpp"

#include <algorithm>
#include <cerrno>
#include <glob.h>
#include <new>
#include <system_error>
#include <unistd.h>

namespace autodiscover {

namespace {

std::string_view folder_of(std::string_view file) {
    const std::size_t slash = file.rfind('/');
    return file.substr(0, slash == std::string_view::npos ? 0 : slash + 1);
}

/// A path that glob() takes literally.
std::string escape(std::string_view path) {
    std::string out;
    for (const char c : path) {
        if (std::string_view("*?[]\\").find(c) != std::string_view::npos) {
            out += '\\';
        }
        out += c;
    }
    return out;
}

std::vector<std::string> matches(const std::string& pattern) {
    glob_t found{};
    const int status = ::glob(pattern.c_str(), GLOB_NOSORT, nullptr, &found);
    std::vector<std::string> paths;
    try {
        paths.assign(found.gl_pathv, found.gl_pathv + (status == 0 ? found.gl_pathc : 0));
    } catch (...) {
        ::globfree(&found);
        throw;
    }
    ::globfree(&found);
    if (status == GLOB_NOSPACE) {
        throw std::bad_alloc();
    }
    std::sort(paths.begin(), paths.end()); // glob() sorts by the locale
    return paths;
}

} // namespace

std::string path_beside(std::string_view file, std::string_view path) {
    return path.starts_with('/') ? std::string(path) : std::string(folder_of(file)).append(path);
}

std::vector<std::string> find_included(const Source& source, const Written<std::string>& pattern) {
    if (pattern.value.find_first_of("*?[") == std::string::npos) {
        const std::string path = path_beside(source.name(), pattern.value);
        if (::access(path.c_str(), R_OK) != 0) {
            source.error(pattern.place,
                         quote(path) + " cannot be read: " + std::generic_category().message(errno));
            return {};
        }
        return {path};
    }
    const bool is_absolute = pattern.value.starts_with('/');
    std::vector<std::string> paths =
        matches((is_absolute ? "" : escape(folder_of(source.name()))) + pattern.value);
    if (paths.empty()) {
        source.warning(pattern.place, "no file matches " + quote(pattern.value));
    }
    return paths;
}

} // namespace autodiscover
