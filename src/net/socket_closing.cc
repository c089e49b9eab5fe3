// SPDX-License-Identifier: MIT
// How a Socket ends, and how the results of calls get to their callers.
#include <netkit/base/net_errc.h>
#include <netkit/loop/uv_error.h>
#include <netkit/net/internal/socket_pipe.h>
#include <netkit/net/socket.h>

#include <cerrno>
#include <utility>

namespace netkit::net {

void Socket::destroy(std::optional<Error> error) {
  if (destroyed_) return;
  destroyed_ = true;
  closed_ = false;
  error_ = std::move(error);
  release();
  later_.schedule();
}

void Socket::release() {
  pipe_.reset();
  drop_incoming();
  connector_.reset();
  idle_timer_.reset();
  connecting_timer_.reset();
  stream_.reset();
  early_.clear();
  corked_ = 0;
}

void Socket::destroy_soon() {
  soon_ = true;
  end();
  if (stream_) return stream_->destroy_soon();
  if (!connector_) destroy();
}

Result<void> Socket::reset_and_destroy() {
  if ((stream_ || connector_) && over_ipc_) {
    return std::unexpected(net_error(NetErrc::invalid_handle_type));
  }
  if (connector_) {
    reset_ = true;
  } else if (stream_) {
    reset();
  } else {
    destroy(net_error(NetErrc::socket_closed));
  }
  return {};
}

void Socket::reset() {
  stream_->reset_on_close();
  destroy();
}

void Socket::on_close(std::error_code cause) {
  destroyed_ = true;
  if (cause) error_ = step_error(cause, write_failed_ ? "write" : "read");
  release();
  later_.cancel();
  if (deliver_writes()) finish_close();
}

// Reports the results of calls, from the loop.

void Socket::deliver_results() {
  if (!deliver_writes()) return;
  if (destroyed_) return finish_close();
  if (!ending_ || finished_ || stream_ || connector_) return;
  on_finish({});  // never connected: there was nothing to send
}

void Socket::finish_close() {
  if (closed_) return;
  const auto watch = alive_.watch();
  const std::optional<Error> error = error_;
  const Error cut = error            ? *error
                    : was_connected_ ? step_error(errno_error(ECANCELED), "write")
                                     : net_error(NetErrc::socket_closed_before_connection);
  for (WriteDone& done : log_.abandon()) {
    done(cut);
    if (watch.gone()) return;
  }
  for (WriteDone& done : std::exchange(end_done_, {})) {
    done(cut);
    if (watch.gone()) return;
  }
  if (error) listener_->on_error(*error);
  if (watch.gone()) return;
  closed_ = true;
  listener_->on_close(error.has_value());
}

}  // namespace netkit::net
