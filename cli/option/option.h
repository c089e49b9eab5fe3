// SPDX-License-Identifier: MIT
#pragma once

#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace netkit::cli {

struct Settings;

/// What an option makes no sense without. An option may need several of them.
enum class Needs : unsigned {
  nothing = 0,
  tcp = 1 << 0,          ///< no Unix-domain socket
  new_socket = 1 << 1,   ///< no inherited descriptor
  socket_file = 1 << 2,  ///< a Unix-domain socket with a file
  stream = 1 << 3,       ///< no datagrams
  udp = 1 << 4,          ///< datagrams to IP addresses
  tls = 1 << 5,          ///< TLS of either side
  tls_clients = 1 << 6,  ///< TLS with the clients of a server
  tls_target = 1 << 7,   ///< TLS with the target of --to
  handshakes = 1 << 8,   ///< TLS of either side, or a proxy
};

constexpr Needs operator|(Needs a, Needs b) {
  return static_cast<Needs>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
constexpr bool includes(Needs all, Needs one) {
  return (static_cast<unsigned>(all) & static_cast<unsigned>(one)) != 0;
}

/// What connections are joined to. Each is one handler's part (cli/handler). Options go with some of them.
enum class Joined : unsigned {
  console = 1 << 0,    ///< stdin and stdout, unless an option says otherwise
  nothing = 1 << 1,    ///< --probe
  target = 1 << 2,     ///< --to
  program = 1 << 3,    ///< --exec, --sh-exec
  broker = 1 << 4,     ///< --broker, --chat: to all other connections
  requested = 1 << 5,  ///< --proxy-server: the target that the client asks for
  forwarding = target | requested,
  anything = ~0U,
};

constexpr Joined operator|(Joined a, Joined b) {
  return static_cast<Joined>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
constexpr bool includes(Joined all, Joined one) {
  return (static_cast<unsigned>(all) & static_cast<unsigned>(one)) != 0;
}

/// One option. It is static data, bound to no settings: parsing, the environment, the exclusions, --help and
/// the completions all read the same row.
struct Option {
  enum class Takes {
    nothing,
    value,
    optional_value,  ///< with '=' only
    yes_or_no,       ///< --name and --no-name
  };
  /// Stores the value: "" for an option that takes none, "on" or "off" for yes_or_no. Called once for each
  /// time the option is given. Throws UsageError.
  using Apply = void (*)(Settings& settings, const Option& option, std::string_view value);

  std::string_view name;         ///< "--keep-open"
  std::string_view letter = "";  ///< "-k"
  Takes takes = Takes::nothing;
  std::string_view metavar = "";  ///< "DURATION", "on|off|DURATION"; see ValueHint
  std::string_view help;
  Apply apply;
  Needs needs = Needs::nothing;
  Joined joined = Joined::anything;  ///< what the connections may be joined to
  bool repeatable = false;           ///< each time counts; otherwise the last one

  constexpr std::string_view bare_name() const { return name.substr(2); }  ///< "keep-open"
  constexpr bool has_value() const { return takes == Takes::value || takes == Takes::optional_value; }
  /// All the words it may be given as: "-k", "--keep-open"; "--race", "--no-race".
  std::vector<std::string> spellings() const;
};

/// Some options of a command, and the heading of --help that they stand under. Groups of the same heading
/// follow each other.
struct OptionGroup {
  std::string_view heading;
  const std::span<const Option>& options;
  Needs needs = Needs::nothing;      ///< in this command, besides what each option needs
  Joined joined = Joined::anything;  ///< the same
  std::string_view purpose = "";     ///< with `joined`: what they are for, to go behind an option's name
};

/// All options of these groups.
constexpr auto options_of(std::span<const OptionGroup> groups) {
  return groups | std::views::transform([](const OptionGroup& group) -> const std::span<const Option>& {
           return group.options;
         }) |
         std::views::join;
}

/// An option that was given, and its value as Option::Apply takes it.
struct GivenOption {
  const Option* option;
  std::string value;
};

/// Whether it is among them.
bool is_given(const Option& option, std::span<const GivenOption> given);

/// Applies what was given, in the order of the groups; one option's values in the order they were given.
void apply_options(Settings& settings, std::span<const OptionGroup> groups,
                   std::span<const GivenOption> given);

}  // namespace netkit::cli
