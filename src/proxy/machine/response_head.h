// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace NETKIT_PUBLIC netkit {

/// The head of a response on its way through a proxy: without the fields that are for one connection only
/// (RFC 9110, section 7.6.1), and with "Connection: close". Heads of 1xx before it pass likewise, without
/// that. Bytes in, bytes out.
class ResponseHead {
 public:
  /// Takes bytes of the target; gives those for the client. Once the head has passed they are the same.
  /// Error: this is no response, or its head is longer than 64 KiB.
  std::expected<std::string, std::string> take(std::string_view bytes);

  /// 0 until the head has passed.
  int status() const { return status_; }

 private:
  std::string input_;
  int status_ = 0;
};

// Example:
//
//     ResponseHead head;
//     assert(head.take("HTTP/1.1 200 OK\r\nKeep-Alive: x\r\nA: b\r\n\r\nhello") ==
//            "HTTP/1.1 200 OK\r\nA: b\r\nConnection: close\r\n\r\nhello");
//     assert(head.status() == 200);

}  // namespace netkit
