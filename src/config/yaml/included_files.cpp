// SPDX-License-Identifier: MIT
#include "autodiscover/config/yaml/included_files.hpp"

#include "autodiscover/base/descriptor.hpp"

#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <sys/stat.h>
#include <system_error>
#include <utility>

namespace autodiscover {

namespace {

std::string_view folder_of(std::string_view file) {
    const std::size_t slash = file.rfind('/');
    return file.substr(0, slash == std::string_view::npos ? 0 : slash + 1);
}

/// The mode of a folder, "" being the working folder, and the names in it. Returns 0, or errno: then not all
/// was seen.
int read_folder(const std::string& folder, mode_t& mode, std::vector<std::string>& names) {
    const Descriptor open(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    struct stat status {};
    if (open.get() < 0 || ::fstat(open.get(), &status) != 0) {
        return errno;
    }
    mode = status.st_mode;
    // Not readdir(): glibc's takes the ENOENT of a folder that was removed for its end. One step for some
    // thousand files, so that what is renamed meanwhile is seen under the old name or the new one.
    std::string entries(std::size_t{1} << 18U, '\0');
    ssize_t size = 0;
    while ((size = ::getdents64(open.get(), entries.data(), entries.size())) > 0) {
        for (std::size_t at = 0; at < static_cast<std::size_t>(size);) {
            const auto* const entry = reinterpret_cast<const dirent64*>(entries.data() + at);
            names.emplace_back(entry->d_name);
            at += entry->d_reclen;
        }
    }
    return size < 0 ? errno : 0;
}

/// Follows a pattern folder by folder. What cannot be read is an error: only a folder that was read to its
/// end can be known to hold no match. So a name without a wildcard is looked for in the list as well.
class Search {
  public:
    Search(const Source& source, SourceLocation location) : source_(source), location_(location) {}

    /// Adds what matches `pattern` in `folder`, which is "" or ends with "/". `is_match`: the folder itself
    /// matched a wildcard, and need not be one.
    void in(const std::string& folder, std::string_view pattern, bool is_match) {
        mode_t mode = 0;
        std::vector<std::string> names;
        const int error = read_folder(folder, mode, names);
        if (error != 0) {
            if (error != ENOTDIR || !is_match) {
                saw_all_ = false;
                source_.error(location_, "the folder " + quote(folder.empty() ? "." : folder, folder.size()) +
                                             " cannot be read: " + std::generic_category().message(error));
            }
            return;
        }
        warn_about_writers(source_, location_, folder.empty() ? "." : folder, mode);
        const std::size_t slash = pattern.find('/');
        const std::size_t next = pattern.find_first_not_of('/', slash);
        const std::string name(pattern.substr(0, slash));
        for (const std::string& found : names) {
            if (::fnmatch(name.c_str(), found.c_str(), FNM_PERIOD) != 0) {
                continue;
            }
            if (next == std::string_view::npos) {
                paths_.push_back(folder + found);
            } else {
                in(folder + found + "/", pattern.substr(next), true);
            }
        }
    }
    /// False: an error was reported.
    [[nodiscard]] bool saw_all() const noexcept { return saw_all_; }
    std::vector<std::string> take() {
        std::sort(paths_.begin(), paths_.end());
        return std::move(paths_);
    }

  private:
    const Source& source_;
    SourceLocation location_;
    std::vector<std::string> paths_;
    bool saw_all_ = true;
};

} // namespace

std::string path_beside(std::string_view file, std::string_view path) {
    return path.starts_with('/') ? std::string(path) : std::string(folder_of(file)).append(path);
}

void warn_about_writers(const Source& source, SourceLocation location, const std::string& path,
                        unsigned mode) {
    if ((mode & S_IWOTH) != 0) {
        source.warning(location, "every user of this machine may write " + quote(path, path.size()) +
                                     " and so decide what is answered; `chmod o-w` it");
    }
}

std::vector<std::string> find_included(const Source& source, const Located<std::string>& pattern) {
    const std::string_view text = pattern.value;
    const std::size_t wildcard = text.find_first_of("*?[");
    if (wildcard == std::string_view::npos) {
        return {path_beside(source.name(), text)};
    }
    const std::string_view folder = folder_of(text.substr(0, wildcard));
    Search search(source, pattern.location);
    search.in(path_beside(source.name(), folder), text.substr(folder.size()), false);
    std::vector<std::string> paths = search.take();
    if (paths.empty() && search.saw_all()) {
        source.warning(pattern.location, "no file matches " + quote(text));
    }
    return paths;
}

} // namespace autodiscover
