// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "support/netkit.h"

namespace netkit::test {

/// A working container of buildah's, made of the image that NETKIT_IMAGE names (localhost/netkit:latest).
/// Needs root.
class Container {
 public:
  Container();
  Container(const Container&) = delete;
  Container& operator=(const Container&) = delete;
  ~Container();

  /// Why there can be none here, if there cannot.
  static std::optional<std::string> why_missing();
  /// What buildah tells of the image, in JSON.
  static std::string inspected();

  /// Where its files are.
  const std::string& root() const { return root_; }
  /// How to start netkit in there with these arguments: as process 1, with nothing that it could write to,
  /// and as this user and group.
  Launch netkit(const Words& arguments, const std::string& user = "65532:65532") const;
  /// The same, as buildah itself starts it.
  Launch netkit_by_buildah(const Words& arguments) const;

 private:
  std::string name_;
  std::string root_;
};

}  // namespace netkit::test
