// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/bytes.h>
#include <netkit/base/export.h>
#include <sys/types.h>

#include <cstddef>
#include <span>

namespace NETKIT_PUBLIC netkit {

/// The kind of file that a descriptor refers to.
enum class DescriptorKind {
  nothing,  ///< /dev/null, or not open
  file,     ///< a regular file or a block device; always ready
  terminal,
  socket,
  pipe,   ///< a pipe or a FIFO
  other,  ///< another character device
};

/// Throws std::system_error if the system does not know (fstat(2)).
DescriptorKind kind_of(int fd);

/// Whether the descriptor is a FIFO that has a name (mkfifo(3)), as against a pipe.
bool is_named_fifo(int fd);

/// Whether both descriptors refer to the same socket, as descriptors 0 and 1 do under inetd(8).
bool same_socket(int one, int other);

/// A descriptor that other programs, such as the shell, may share. It is used without setting O_NONBLOCK,
/// which would affect them: pipes and terminals are opened a second time through /proc, and sockets have a
/// flag for each call. If the second open fails, the caller must wait for readiness before each call, and
/// each call transfers only a small amount.
class SharedDescriptor {
 public:
  /// Takes ownership of `fd`. `access` is O_RDONLY or O_WRONLY. close() puts a stand-in in the place of
  /// descriptors 0, 1 and 2, so that no socket gets such a number. Throws as kind_of() does; then `fd` stays
  /// open.
  SharedDescriptor(int fd, int access);
  ~SharedDescriptor() { close(); }
  SharedDescriptor(const SharedDescriptor&) = delete;
  SharedDescriptor& operator=(const SharedDescriptor&) = delete;

  int get() const { return fd_; }
  DescriptorKind kind() const { return kind_; }
  /// True: read() and write() never block, they fail with EAGAIN. False: call them only when fd is ready.
  bool never_waits() const { return never_waits_; }

  /// One read(2) or write(2): -1 with errno set if it fails.
  ssize_t read(std::span<std::byte> space);
  ssize_t write(Bytes bytes);
  /// 0, or the errno of close(2), which may report an error of an earlier write.
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
