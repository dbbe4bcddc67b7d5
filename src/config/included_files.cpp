// SPDX-License-Identifier: MIT
#include "autodiscover/config/included_files.hpp"

#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <fnmatch.h>
#include <memory>
#include <new>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace autodiscover {

namespace {

std::string_view folder_of(std::string_view file) {
    const std::size_t slash = file.rfind('/');
    return file.substr(0, slash == std::string_view::npos ? 0 : slash + 1);
}

struct CloseFolder {
    void operator()(DIR* folder) const noexcept { ::closedir(folder); }
};

/// Adds what matches `pattern` below `folder`, which is "" or ends with "/". glob() would do the same, but
/// glibc's frees memory twice when there is too little of it.
void add_matches(const std::string& folder, std::string_view pattern, std::vector<std::string>& paths) {
    const std::size_t slash = pattern.find('/');
    const std::string name(pattern.substr(0, slash));
    const auto add = [&](const std::string& path) {
        if (slash != std::string_view::npos) {
            add_matches(path + "/", pattern.substr(slash + 1), paths);
        } else if (struct stat status{}; ::lstat(path.c_str(), &status) == 0) {
            paths.push_back(path);
        }
    };
    if (name.find_first_of("*?[") == std::string::npos) {
        add(folder + name);
        return;
    }
    const std::unique_ptr<DIR, CloseFolder> open(::opendir(folder.empty() ? "." : folder.c_str()));
    if (open == nullptr) {
        if (errno == ENOMEM) {
            throw std::bad_alloc();
        }
        return; // no such folder, or none that may be read
    }
    while (const dirent* const entry = ::readdir(open.get())) {
        if (::fnmatch(name.c_str(), entry->d_name, FNM_PERIOD) == 0) {
            add(folder + entry->d_name);
        }
    }
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
    std::vector<std::string> paths;
    add_matches(is_absolute ? "" : std::string(folder_of(source.name())), pattern.value, paths);
    std::sort(paths.begin(), paths.end());
    if (paths.empty()) {
        source.warning(pattern.place, "no file matches " + quote(pattern.value));
    }
    return paths;
}

} // namespace autodiscover
