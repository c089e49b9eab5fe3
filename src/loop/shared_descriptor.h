// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/bytes.h>
#include <netkit/base/export.h>
#include <sys/types.h>

#include <cstddef>
#include <span>

namespace NETKIT_PUBLIC netkit {

/// What a descriptor that we were given stands for.
enum class DescriptorKind {
  nothing,  ///< /dev/null
  file,     ///< a regular file or a block device: always ready
  terminal,
  socket,
  pipe,   ///< or a FIFO
  other,  ///< another character device
};

DescriptorKind kind_of(int fd);

/// Both are the same socket, as inetd(8) hands it over.
bool same_socket(int one, int other);

/// A descriptor that the shell and other programs may share. It is used without ever setting O_NONBLOCK on
/// what they share: pipes and terminals are opened anew through /proc, sockets take a flag per call, and
/// where a new opening is refused the caller asks for readiness first and each call moves little.
class SharedDescriptor {
 public:
  /// `access` is O_RDONLY or O_WRONLY. Takes over descriptors 0, 1 and 2 too; close() puts /dev/null in
  /// their place, so that no socket ever gets such a number.
  SharedDescriptor(int fd, int access);
  ~SharedDescriptor() { close(); }
  SharedDescriptor(const SharedDescriptor&) = delete;
  SharedDescriptor& operator=(const SharedDescriptor&) = delete;

  int get() const { return fd_; }
  DescriptorKind kind() const { return kind_; }
  /// Calls never wait: try first, ask for readiness after EAGAIN. Else only call when it is ready.
  bool never_waits() const { return never_waits_; }

  /// As read(2) and write(2): -1 sets errno. One call to the system.
  ssize_t read(std::span<std::byte> space);
  ssize_t write(Bytes bytes);
  /// 0, or the errno that close(2) gave: a late write error.
  int close();

 private:
  int fd_;
  DescriptorKind kind_;
  bool never_waits_ = false;
};

// Example:
//
//     assert(kind_of(::open("/dev/null", O_RDONLY | O_CLOEXEC)) == DescriptorKind::nothing);
//     int ends[2];
//     assert(::pipe(ends) == 0);
//     SharedDescriptor output(ends[1], O_WRONLY), input(ends[0], O_RDONLY);
//     assert(output.write(as_bytes("hello")) == 5);
//     std::array<std::byte, 8> space{};
//     assert(input.read(space) == 5);

}  // namespace netkit
