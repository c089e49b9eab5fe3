// SPDX-License-Identifier: MIT
#include "cli/option/netcat_habits.h"

#include <fmt/core.h>
#include <netkit/base/ascii.h>

#include <algorithm>
#include <ranges>

#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

struct Habit {
  std::string_view options;  ///< with blanks between them
  std::string_view answer;
};

constexpr Habit habits[] = {
    {"--ssl --ssl-verify",
     "write --tls, which verifies the peer unless --insecure is given (listen, connect, echo)"},
    {"--tls", "it is for listen, connect and echo"},
    {"-X --proxy-type --proxy-auth --proxy-dns",
     "write --proxy SCHEME://[USER:PASSWORD@]HOST[:PORT] (connect, listen --to); to be a proxy, 'netkit "
     "listen "
     "--proxy-server'"},
    {"--proxy", "it is for connect and listen --to"},
    {"--ssl-cert", "write --cert FILE"},
    {"--ssl-key", "write --key FILE"},
    {"--ssl-trustfile", "write --ca FILE"},
    {"--ssl-ciphers", "write --ciphers LIST"},
    {"--ssl-servername", "write --sni NAME"},
    {"--ssl-alpn", "write --alpn LIST"},
    {"-l --listen", "'netkit listen' listens without it"},
    {"-p --port --source-port",
     "the port is an operand, as in 'netkit listen 8124' or 'netkit connect localhost 8124'"},
    {"-s --source", "the address is an operand, as in 'netkit listen 127.0.0.1 8124'"},
    {"-k --keep-open", "'netkit listen -k' serves many clients, and 'netkit echo' always does"},
    {"-z --probe", "it is for connect, as in 'netkit connect -z localhost 8124'"},
    {"-e --exec -c --sh-exec",
     "write --exec COMMAND (listen, connect), as in 'netkit listen -k -e cat 8124'"},
    {"--lua-exec", "write --exec 'lua FILE' (listen, connect)"},
    {"-C --crlf -d --delay -t --telnet -o --output -x --hex-dump --append", "it is for listen and connect"},
    {"--append-output", "write --append (listen, connect)"},
    {"-N", "leave it out: netkit sends FIN when stdin ends"},
    {"--nodns", "write --numeric"},
    {"-w --wait --timeout",
     "write --connect-timeout DURATION (connect), --idle-timeout DURATION or --max-time DURATION"},
    {"-G", "write --connect-timeout DURATION (connect)"},
    {"-r", "leave it out: ports are tried one by one"},
    {"-I", "write --receive-buffer SIZE"},
    {"-O", "write --send-buffer SIZE"},
    {"-T", "write --tos N"},
    {"-D", "to see more write -v or -vv"},
    {"-F", "to pass a connected socket on use 'nc -F'; to use one write --fd N"},
    {"--max-conns", "write --max-connections N"},
    {"--allowfile", "write --allow-list FILE"},
    {"--denyfile", "write --block-list FILE"},
};

/// What netcat needs to be told and netkit does not.
constexpr std::string_view needless_letters = "nN";
constexpr std::string_view letters_with_number = "ipqw";

bool is_cluster(std::string_view word) {
  return word.size() > 1 && word[0] == '-' && word[1] != '-';
}

bool listens(std::string_view word) {
  return word == "--listen" || (is_cluster(word) && word.contains('l'));
}

/// The letters in netkit's words. A value may follow within the word; that of -p is an operand of listen.
void add_cluster(std::string_view cluster, bool is_listening, std::vector<std::string>& words) {
  std::string letters = "-", port;
  for (std::size_t i = 1; i < cluster.size(); ++i) {
    const char letter = cluster[i];
    const std::string_view rest = cluster.substr(i + 1);
    const bool has_value = letters_with_number.contains(letter) && !rest.empty() && is_digit(rest.front());
    if (is_listening && letter == 'p') {
      if (has_value) port = rest;
    } else if (!needless_letters.contains(letter) && letter != 'l') {
      letters += letter == 'q' ? 'Q' : letter;
      if (has_value) letters += rest;
    }
    if (has_value) break;
  }
  if (letters != "-") words.push_back(std::move(letters));
  if (!port.empty()) words.push_back(std::move(port));
}

std::optional<std::string_view> answer_in(std::span<const Habit> table, std::string_view option) {
  for (const Habit& habit : table) {
    for (const auto word : std::views::split(habit.options, ' ')) {
      if (std::ranges::equal(word, option)) return habit.answer;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string_view> answer_to_habit(std::string_view option) {
  return answer_in(habits, option);
}

std::vector<std::string> read_as_netcat(std::span<const std::string> arguments, std::string_view command) {
  if (command.empty()) command = std::ranges::any_of(arguments, listens) ? "listen" : "connect";
  const bool is_listening = command != "connect";
  std::vector<std::string> words{std::string(command)};
  for (const std::string& word : arguments) {
    if (is_cluster(word)) {
      add_cluster(word, is_listening, words);
    } else if (word != "--listen") {
      words.push_back(word);
    }
  }
  return words;
}

std::optional<std::string> unknown_option(std::string_view word, std::span<const OptionGroup> groups) {
  const auto options = options_of(groups);
  if (word.starts_with("--")) {
    const std::string_view name = word.substr(0, word.find('='));
    const bool known = name == "--" || std::ranges::any_of(options, [name](const Option& option) {
                         return std::ranges::count(option.spellings(), name) > 0;
                       });
    return known ? std::nullopt : std::optional(std::string(name));
  }
  if (!is_cluster(word)) return std::nullopt;
  for (const char letter : word.substr(1)) {
    const std::string flag{'-', letter};
    const auto option = std::ranges::find(options, flag, &Option::letter);
    if (option == options.end()) return flag;
    if ((*option).has_value()) break;  // the rest is the value
  }
  return std::nullopt;
}

void refuse_quit_time(std::string_view word, std::span<const OptionGroup> groups) {
  if (!is_cluster(word)) return;
  const auto options = options_of(groups);
  for (std::size_t i = 1; i < word.size(); ++i) {
    const std::string_view rest = word.substr(i + 1);
    if (word[i] == 'q' && !rest.empty() && is_digit(rest.front())) {
      throw UsageError(
          fmt::format("'{}': -q is --quiet and takes no time; to quit some time after stdin ends write -Q {}",
                      word, rest));
    }
    const auto option = std::ranges::find(options, std::string{'-', word[i]}, &Option::letter);
    if (option == options.end() || (*option).has_value()) return;
  }
}

}  // namespace netkit::cli
