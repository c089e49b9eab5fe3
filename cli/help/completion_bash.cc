// SPDX-License-Identifier: MIT
#include <fmt/core.h>

#include "cli/help/completion.h"

namespace netkit::cli {
namespace {

using Kind = ValueHint::Kind;

constexpr std::string_view beginning =
    R"(# Completes the command line of netkit; as 'netkit --completion bash' prints it.

# For the command $1: its options, what its operands are, and what the value of its option $2 is. What something is:
# a kind and words.
_netkit_syntax() {
  case $1 in
)";

constexpr std::string_view end = R"(  esac
}

# Offers what is of the kind $1 or among the other words and continues $current.
_netkit_offer() {
  local kind=${1-} word done=''
  shift
  case $kind in
    list)
      done=${current%"${current##*,}"}
      compopt -o nospace
      ;;
    hosts)
      local hosts
      mapfile -t hosts < <(compgen -A hostname)
      set -- "$@" "${hosts[@]}"
      ;;
    interfaces)
      set -- /sys/class/net/*
      set -- "${@##*/}"
      ;;
  esac
  for word; do
    [[ $done$word == "$current"* ]] && COMPREPLY+=("$done$word")
  done
  # readline knows best how names of files are quoted.
  [[ $kind == files && ${#COMPREPLY[@]} -eq 0 ]] && compopt -o default
}

_netkit() {
  COMPREPLY=()
  local IFS=$' \t\n'
  # bash cuts words at '=' and ':' too; only blanks count here. The last word ends at the cursor.
  local rest=${COMP_LINE:0:COMP_POINT} words=() word i
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    ((i == COMP_CWORD)) && word=${rest#"${rest%%[![:blank:]]*}"}
    if [[ $i -eq 0 || $rest == [[:blank:]]* ]]; then words+=("$word"); else words[-1]+=$word; fi
    rest=${rest#*"$word"}
  done
  local whole=${words[-1]} current=${words[-1]} assigned=''
  unset 'words[-1]'
  # Behind a redirection stands a file.
  if [[ ${words[-1]-} == *[\<\>] || $current == *[\<\>]* ]]; then
    compopt -o default
    return
  fi
  [[ $current == --*=* ]] && assigned=${current%%=*}=

  local command=${words[1]-}
  [[ $command == -* ]] && command=''
  [[ $command == blocklist && ${words[2]-} == [!-]* ]] && command+=" ${words[2]}"
  local options='' operands='' value=''
  _netkit_syntax "$command" "${assigned:-${words[-1]-}}"

  # shellcheck disable=SC2086
  if [[ " ${words[*]} " == *' -- '* ]]; then
    _netkit_offer $operands
  elif [[ -n $assigned ]]; then
    current=${current#*=}
    _netkit_offer $value
    COMPREPLY=("${COMPREPLY[@]/#/$assigned}")
  elif [[ -n $value ]]; then
    _netkit_offer $value
  elif [[ $current == -* ]]; then
    _netkit_offer options $options
  else
    _netkit_offer $operands
  fi
  # readline puts replies in place of $2, behind what it takes for words of their own.
  COMPREPLY=("${COMPREPLY[@]#"${whole%"$2"}"}")
}

complete -F _netkit netkit
)";

std::string_view kind_name(const ValueHint& offer) {
  if (offer.is_list) return "list";
  switch (offer.kind) {
    case Kind::files:
      return "files";
    case Kind::interfaces:
      return "interfaces";
    case Kind::hosts:
      return "hosts";
    case Kind::nothing:
      break;
  }
  return "words";
}

/// "words on off"
std::string described(const ValueHint& offer) {
  std::string text(kind_name(offer));
  for (const std::string& word : offer.words) text += ' ' + word;
  return text;
}

std::string operands_text(const CommandRow& command, std::span<const CommandRow> all) {
  if (command.run != nullptr) return described(operands_of(command));
  std::string text = "words";
  for (const CommandRow& each : commands_below(command, all)) text += fmt::format(" {}", each.own_name());
  return text;
}

/// When the option is written like this its value is what is being typed.
std::string pattern(const Option& option) {
  std::string text = fmt::format("{}=", option.name);
  if (option.takes == Option::Takes::optional_value) return text;
  for (const std::string& name : option.spellings()) text += " | " + name;
  return text;
}

std::string case_of(const CommandRow& command, std::span<const CommandRow> all) {
  std::string options, values;
  for (const Option& option : options_of(command.options)) {
    for (const std::string& name : option.spellings()) options += options.empty() ? name : ' ' + name;
    if (!option.has_value()) continue;
    values +=
        fmt::format("        {}) value='{}' ;;\n", pattern(option), described(hint_for(option.metavar)));
  }
  std::string text = fmt::format("    '{}')\n      options='{}'\n      operands='{}'\n", command.name,
                                 options, operands_text(command, all));
  if (!values.empty()) text += fmt::format("      case $2 in\n{}      esac\n", values);
  return text + "      ;;\n";
}

}  // namespace

std::string bash_completion(std::span<const CommandRow> commands) {
  std::string text(beginning);
  for (const CommandRow& command : commands) text += case_of(command, commands);
  return text.append(end);
}

}  // namespace netkit::cli
