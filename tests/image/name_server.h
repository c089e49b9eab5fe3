// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/unique_fd.h>

#include <string>
#include <thread>

namespace netkit::test {

/// A DNS server on 127.0.0.1, port 53, that knows one name and that it has the address 127.0.0.8.
class NameServer {
 public:
  explicit NameServer(const std::string& name);

 private:
  void serve(const std::stop_token& stop);
  std::string answer(const std::string& query) const;

  std::string name_;  ///< as it stands in messages (RFC 1035 section 3.1), without the root's zero
  UniqueFd socket_;
  std::jthread thread_;
};

}  // namespace netkit::test
