// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace netkit::cli {

/// An address as other programs take it.
struct ForeignAddress {
  std::string_view kind;  ///< "an address of socat", "a URL", "stdin and stdout"
  std::string words;      ///< what netkit takes for it: "connect localhost 80"; or ""
  std::string note;       ///< what to say besides, or instead: "netkit has no UDP yet"; or ""

  /// "write 'netkit connect localhost 80'", the note, or both.
  std::string advice() const;
};

/// Reads "TCP:localhost:80", "UNIX-LISTEN:/tmp/x,fork", "STDIO", "-", "http://localhost/", "unix:///tmp/x".
/// Where the address does not say whether to listen, `command` does. Nothing for other texts.
std::optional<ForeignAddress> read_foreign_address(std::string_view text, std::string_view command);

}  // namespace netkit::cli
