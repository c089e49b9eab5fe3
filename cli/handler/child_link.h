// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <system_error>

namespace netkit::cli {

class Run;
class Session;

/// The descriptors of a child's stdin and stdout.
struct ChildDescriptors {
  int input, output;
};

/// How a connection is a child's stdin and stdout.
class ChildLink {
 public:
  /// Everything that the child has written is in the session's stream; or that has closed, with this cause.
  using OnPassed = std::function<void(std::optional<std::error_code> closed)>;

  virtual ~ChildLink() = default;
  /// For the child's stdin and stdout; until started().
  virtual ChildDescriptors child_descriptors() const = 0;
  /// The child runs.
  virtual void started() {}
  /// Ends our side of the connection.
  virtual void end() = 0;
  /// The child has ended. Calls `on_passed` once, from the loop; the session's stream is then the caller's.
  virtual void child_ended(OnPassed on_passed) = 0;
};

/// The socket itself, if no bytes have to be seen on their way, else one end of a socket pair. The session
/// must outlive the link. Throws std::system_error.
std::unique_ptr<ChildLink> make_child_link(Run& run, Session& session);

}  // namespace netkit::cli
