// SPDX-License-Identifier: MIT
#include "container.h"

#include <unistd.h>

#include <cstdlib>
#include <stdexcept>

#include "support/peers.h"

namespace netkit::test {
namespace {

std::string image() {
  const char* given = std::getenv("NETKIT_IMAGE");
  return given == nullptr ? "localhost/netkit:latest" : given;
}

Outcome buildah(const Words& arguments) {
  Launch launch;
  launch.argv = Words{"buildah"} + arguments;
  return run(launch);
}

/// What it prints, without the newline behind it.
std::string must(const Words& arguments) {
  const Outcome outcome = buildah(arguments);
  if (outcome.status != 0) throw std::runtime_error("buildah " + arguments.front() + ": " + outcome.err);
  return outcome.out.substr(0, outcome.out.find_last_not_of('\n') + 1);
}

}  // namespace

Container::Container() : name_(must({"from", "--pull-never", image()})), root_(must({"mount", name_})) {}

Container::~Container() {
  buildah({"rm", name_});
}

std::optional<std::string> Container::why_missing() {
  if (auto missing = test::why_missing("buildah")) return missing;
  if (::geteuid() != 0) return "only root can look into an image";
  if (buildah({"inspect", "--type", "image", image()}).status != 0)
    return "there is no image " + image() + ": script/image builds it";
  return std::nullopt;
}

std::string Container::inspected() {
  return must({"inspect", "--type", "image", image()});
}

Launch Container::netkit(const Words& arguments, const std::string& user) const {
  const std::string script =
      R"(mount -o bind,ro "$0" "$0"; user=$1; shift; exec chroot --groups= --userspec="$user" "$0" /usr/bin/netkit "$@")";
  // The change of user clears what --kill-child asks for. So netkit is process 1 in a namespace inside that
  // of another process 1, which root runs: with that one everything in both ends.
  Launch launch;
  launch.argv = Words{"unshare", "--pid", "--fork", "--kill-child", "unshare", "--mount", "--pid",
                      "--fork",  "sh",    "-ec",    script,         root_,     user} +
                arguments;
  return launch;
}

Launch Container::netkit_by_buildah(const Words& arguments) const {
  Launch launch;
  launch.argv = Words{"buildah", "run", "--isolation", "chroot", name_, "--", "/usr/bin/netkit"} + arguments;
  return launch;
}

}  // namespace netkit::test
