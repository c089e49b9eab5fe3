// SPDX-License-Identifier: MIT
#include <netkit/socket/internal/datagram_io.h>

#include <linux/errqueue.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netkit/loop/internal/cell.h>
#include <netkit/loop/loop.h>
#include <netkit/loop/uv_error.h>
#include <netkit/socket/socket_options.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <optional>
#include <utility>

namespace netkit::internal {
namespace {

constexpr std::size_t most_at_once = 20;
constexpr std::size_t largest_inet = std::size_t{64} * 1024;   // 65535 with the headers
constexpr std::size_t largest_unix = std::size_t{256} * 1024;  // more than the usual send buffer

// Of what poll(2) does not report: room in the queue of a Unix-domain socket or of an interface.
constexpr std::chrono::milliseconds between_tries{5};

/// The memory that recvmmsg(2) reads into. The sockets of a thread share it: only the callbacks for what was
/// read use it, and they do not read.
class Batch {
 public:
  /// The number of datagrams, or -1 with errno.
  int receive(int fd, std::size_t largest) {
    const std::size_t count = std::min(most_at_once, size / largest);
    for (std::size_t i = 0; i < count; ++i) {
      pieces_[i] = {memory_.get() + i * largest, largest};
      messages_[i].msg_hdr = {};
      messages_[i].msg_hdr.msg_iov = &pieces_[i];
      messages_[i].msg_hdr.msg_iovlen = 1;
      messages_[i].msg_hdr.msg_name = &from_[i].storage;
      messages_[i].msg_hdr.msg_namelen = sizeof(from_[i].storage);
    }
    return ::recvmmsg(fd, messages_.data(), static_cast<unsigned>(count), MSG_DONTWAIT, nullptr);
  }

  Bytes bytes(std::size_t index) const {
    return {static_cast<const std::byte*>(pieces_[index].iov_base), messages_[index].msg_len};
  }
  const SystemAddress& from(std::size_t index) {
    from_[index].length = messages_[index].msg_hdr.msg_namelen;
    return from_[index];
  }

 private:
  static constexpr std::size_t size = most_at_once * largest_inet;

  std::unique_ptr<std::byte[]> memory_ = std::make_unique_for_overwrite<std::byte[]>(size);
  std::array<iovec, most_at_once> pieces_{};
  std::array<mmsghdr, most_at_once> messages_{};
  std::array<SystemAddress, most_at_once> from_{};
};

Batch& batch_of_thread() {
  thread_local const auto batch = std::make_unique<Batch>();
  return *batch;
}

/// What the error queue says of one datagram.
struct QueuedError {
  std::error_code cause;
  SystemAddress to;
};

// The bytes of the datagram are not asked for.
std::optional<QueuedError> next_error(int fd) {
  QueuedError error;
  alignas(cmsghdr) std::array<std::byte, 512> control{};
  msghdr message{};
  message.msg_name = &error.to.storage;
  message.msg_namelen = sizeof(error.to.storage);
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  if (::recvmsg(fd, &message, MSG_ERRQUEUE | MSG_DONTWAIT) < 0) return std::nullopt;
  error.to.length = message.msg_namelen;
  for (cmsghdr* part = CMSG_FIRSTHDR(&message); part != nullptr; part = CMSG_NXTHDR(&message, part)) {
    const bool is_error = (part->cmsg_level == IPPROTO_IP && part->cmsg_type == IP_RECVERR) ||
                          (part->cmsg_level == IPPROTO_IPV6 && part->cmsg_type == IPV6_RECVERR);
    if (!is_error) continue;
    sock_extended_err what{};
    std::memcpy(&what, CMSG_DATA(part), sizeof(what));
    error.cause = errno_error(static_cast<int>(what.ee_errno));
  }
  return error;
}

}  // namespace

struct DatagramIo::Cell : HandleCell<DatagramIo, uv_poll_t> {
  UniqueFd fd;
};

DatagramIo::DatagramIo(Loop& loop, Events& events) : events_(events), again_(loop, [this] { writable(); }) {}

Result<std::unique_ptr<DatagramIo>> DatagramIo::open(Loop& loop, UniqueFd fd, Events& events) {
  std::unique_ptr<DatagramIo> io(new DatagramIo(loop, events));
  auto cell = std::make_unique<Cell>();
  if (const int status = uv_poll_init(loop.raw(), &cell->handle, fd.get()))
    return std::unexpected(step_error(uv_error(status), "open"));
  io->is_unix_ = get_option(fd.get(), SOL_SOCKET, SO_DOMAIN) == AF_UNIX;
  cell->fd = std::move(fd);
  cell->handle.data = cell.get();
  cell->owner = io.get();
  io->cell_ = cell.release();
  return io;
}

DatagramIo::~DatagramIo() {
  if (cell_ == nullptr) return;
  uv_poll_stop(&cell_->handle);
  cell_->fd.reset();  // from now on the address is free
  close_cell(cell_);
}

int DatagramIo::fd() const {
  return cell_->fd.get();
}

void DatagramIo::start_receiving() {
  if (!std::exchange(receiving_, true)) poll();
}

void DatagramIo::stop_receiving() {
  if (std::exchange(receiving_, false)) poll();
}

void DatagramIo::wait_to_send() {
  waits_to_send_ = true;
  poll();
}

void DatagramIo::ask_for_errors() {
  if (is_unix_) return;
  asks_for_errors_ = true;
  set_option(fd(), IPPROTO_IP, IP_RECVERR, 1);
  if (get_option(fd(), SOL_SOCKET, SO_DOMAIN) == AF_INET6) set_option(fd(), IPPROTO_IPV6, IPV6_RECVERR, 1);
}

void DatagramIo::poll() {
  const int wanted = (receiving_ ? UV_READABLE : 0) | (waits_to_send_ && !again_.running() ? UV_WRITABLE : 0);
  if (wanted == 0) {
    uv_poll_stop(&cell_->handle);
    return;
  }
  uv_poll_start(&cell_->handle, wanted, [](uv_poll_t* handle, int status, int events) {
    const Cell* cell = cell_of<Cell>(handle);
    if (cell->owner == nullptr) return;
    // An error of the socket: libuv stops the handle, and the next call on the socket says which.
    if (status < 0) events = UV_READABLE | UV_WRITABLE;
    enter(handle->loop, [&] {
      if (status < 0) cell->owner->poll();
      cell->owner->ready(events);
    });
  });
}

void DatagramIo::ready(int events) {
  const auto watch = alive_.watch();
  if (asks_for_errors_ && !report_errors()) return;
  if (receiving_ && (events & UV_READABLE) != 0) receive();
  if (!watch.gone() && waits_to_send_ && !again_.running() && (events & UV_WRITABLE) != 0) writable();
}

// False once this is destroyed.
bool DatagramIo::report_errors() {
  const auto watch = alive_.watch();
  while (const auto error = next_error(fd())) {
    events_.on_error(error->cause, &error->to);
    if (watch.gone()) return false;
  }
  return true;
}

void DatagramIo::receive() {
  Batch& batch = batch_of_thread();
  const int count = batch.receive(fd(), is_unix_ ? largest_unix : largest_inet);
  if (count < 0) {
    if (errno == EAGAIN || errno == EINTR) return;
    // With the error queue, that has said it already.
    if (!asks_for_errors_) events_.on_error(errno_error(errno), nullptr);
    return;
  }
  const auto watch = alive_.watch();
  for (std::size_t i = 0; i < static_cast<std::size_t>(count) && !watch.gone(); ++i)
    events_.on_datagram(batch.from(i), batch.bytes(i));
}

void DatagramIo::writable() {
  waits_to_send_ = false;
  poll();
  events_.on_writable();
}

bool DatagramIo::Sent::would_block() const {
  return failure == std::errc::resource_unavailable_try_again || failure == std::errc::no_buffer_space;
}

DatagramIo::Sent DatagramIo::send(std::span<const Bytes> datagrams, const SystemAddress* to) {
  std::array<iovec, most_at_once> pieces;  // the first `count` of each are set
  std::array<mmsghdr, most_at_once> messages;
  const std::size_t count = std::min(datagrams.size(), most_at_once);
  for (std::size_t i = 0; i < count; ++i) {
    messages[i] = {};
    pieces[i] = {const_cast<std::byte*>(datagrams[i].data()), datagrams[i].size()};
    messages[i].msg_hdr.msg_iov = &pieces[i];
    messages[i].msg_hdr.msg_iovlen = 1;
    if (to == nullptr) continue;
    messages[i].msg_hdr.msg_name = const_cast<sockaddr_storage*>(&to->storage);
    messages[i].msg_hdr.msg_namelen = to->length;
  }
  const int sent =
      ::sendmmsg(fd(), messages.data(), static_cast<unsigned>(count), MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent >= 0) return {static_cast<std::size_t>(sent)};
  const Sent failed{0, errno_error(errno)};
  // Poll(2) reports neither the queue of an interface nor that of a peer that is not connected to.
  const bool not_polled = failed.failure == std::errc::no_buffer_space || (is_unix_ && to != nullptr);
  if (failed.would_block() && not_polled) again_.start(between_tries);
  return failed;
}

std::error_code DatagramIo::take_error() {
  const int error = get_option(fd(), SOL_SOCKET, SO_ERROR);
  return error == 0 ? std::error_code() : errno_error(error);
}

std::uint64_t DatagramIo::dropped() const {
  std::array<std::uint32_t, SK_MEMINFO_VARS> values{};
  socklen_t length = sizeof(values);
  if (::getsockopt(fd(), SOL_SOCKET, SO_MEMINFO, values.data(), &length) != 0) return 0;
  return values[SK_MEMINFO_DROPS];
}

}  // namespace netkit::internal
