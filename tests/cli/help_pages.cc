// SPDX-License-Identifier: MIT
#include "help_pages.h"

#include <algorithm>
#include <sstream>

namespace netkit::test {
namespace {

HelpPage page_of(const std::string& command) {
  Words words;
  std::istringstream stream(command);
  for (std::string word; stream >> word;) words.push_back(word);
  return {command, run_netkit(words + Words{"--help"}).out};
}

std::string word_at(const std::string& line, std::size_t begin) {
  return line.substr(begin, line.find_first_of(" =[", begin) - begin);
}

}  // namespace

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// "  -k, --keep-open", "      --fd N"
std::set<std::string> HelpPage::long_options() const {
  std::set<std::string> options;
  for (const std::string& line : lines_of(text)) {
    if (!line.starts_with("      --") && !(line.starts_with("  -") && line.substr(4, 4) == ", --")) continue;
    if (line.substr(6).starts_with("--[no-]")) {
      options.insert("--" + word_at(line, 13));
      options.insert("--no-" + word_at(line, 13));
    } else {
      options.insert(word_at(line, 6));
    }
  }
  return options;
}

std::vector<std::string> HelpPage::subcommands() const {
  const std::string start = "  netkit " + command + (command.empty() ? "" : " ");
  std::vector<std::string> names;
  for (const std::string& line : lines_of(text)) {
    if (line.starts_with(start)) names.push_back(word_at(line, start.size()));
  }
  return names;
}

std::vector<std::string> HelpPage::examples() const {
  std::vector<std::string> commands;
  for (const std::string& line : lines_of(text)) {
    if (line.starts_with("  $ ")) commands.push_back(line.substr(4));
  }
  return commands;
}

std::vector<HelpPage> help_pages() {
  std::vector<HelpPage> pages{page_of("")};
  for (std::size_t i = 0; i < pages.size(); ++i) {
    const std::string prefix = pages[i].command.empty() ? "" : pages[i].command + " ";
    for (const std::string& name : pages[i].subcommands()) pages.push_back(page_of(prefix + name));
  }
  return pages;
}

}  // namespace netkit::test
