// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/io/stream_socket.h>

#include <cstdint>

#include "cli/report.h"

namespace netkit::cli {

/// A socket whose life is written as events: data, drain, end, error, close. Stands between the socket and
/// who uses it only where events are written.
class ObservedStream final : public Stream, private Stream::Listener {
 public:
  ObservedStream(StreamSocket& socket, Report& report, std::int64_t id)
      : socket_(socket), report_(report), id_(id) {}

  void start(Stream::Listener& listener) override;
  bool write(Bytes bytes) override { return socket_.write(bytes); }
  void end() override { socket_.end(); }
  void destroy_soon() override { socket_.destroy_soon(); }
  void pause() override { socket_.pause(); }
  void resume() override { socket_.resume(); }
  std::size_t unsent() const override { return socket_.unsent(); }
  bool hung_up() const override { return socket_.hung_up(); }
  bool input_waits() const override { return socket_.input_waits(); }

 private:
  void on_data(Bytes bytes) override;
  void on_end() override;
  void on_drain() override;
  void on_finish(std::error_code cause) override;
  void on_close(std::error_code cause) override;

  StreamSocket& socket_;
  Report& report_;
  std::int64_t id_;
  Stream::Listener* listener_ = nullptr;
  bool write_failed_ = false;
};

}  // namespace netkit::cli
