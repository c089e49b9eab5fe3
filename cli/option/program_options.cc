// SPDX-License-Identifier: MIT
#include "cli/option/program_options.h"

#include "cli/help/completion.h"
#include "cli/option/option_rows.h"

namespace netkit::cli {

OptionTable program_options(ProgramSettings& s) {
  return {
      {"Options:",
       {flag("-V,--version", "the version", s.version),
        flag("-v,--verbose", "with --version: libraries, features, date of the registries", s.verbose),
        choice<ProgramSettings::Completion>(
            "--completion", "what has this shell complete the command line, for it to source",
            {{"bash", bash_completion}, {"zsh", zsh_completion}, {"fish", fish_completion}}, s.completion),
        help_row()}}};
}

}  // namespace netkit::cli
