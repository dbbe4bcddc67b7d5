// SPDX-License-Identifier: MIT
#include "autodiscover/cli/console.hpp"
#include "autodiscover/cli/other_programs.hpp"
#include "autodiscover/import/import.hpp"

#include <CLI/CLI.hpp>

namespace {

int run(int argc, char** argv) {
    CLI::App app(autodiscover::import_program.summary, "autodiscover-import");
    app.set_version_flag("--version", "autodiscover-import " AUTODISCOVER_VERSION);
    app.set_help_flag("-h,--help", "Print this help and exit");
    std::string file;
    app.add_option("FILE", file, "A config.toml of autodiscover 1.0 or a JSON seed of automx2")
        ->required()
        ->type_name("");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? autodiscover::exit_ok : autodiscover::exit_usage;
    }
    return autodiscover::import_command(file);
}

} // namespace

int main(int argc, char** argv) {
    return autodiscover::run_program(argc, argv, run);
}
