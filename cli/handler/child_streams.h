// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/unique_fd.h>
#include <netkit/socket/datagram_connection.h>
#include <netkit/socket/stream_socket.h>
#include <netkit/stream/stream.h>

#include <memory>
#include <system_error>

#include "cli/session/run.h"

namespace netkit::cli {

/// Our ends of the stdin and stdout of a child that is joined to datagrams, as one stream. The child reads
/// the bytes of all datagrams one after another; each of its writes is read as one (unix(7), SOCK_SEQPACKET).
class ChildStreams final : public Stream {
 public:
  /// `input` is a stream socket, `output` a SOCK_SEQPACKET one. Throws std::system_error.
  ChildStreams(Run& run, UniqueFd input, UniqueFd output);

  void start(Listener& listener) override;
  bool write(Bytes bytes) override { return bytes.empty() || input_->write(bytes); }
  void end() override { input_->end(); }
  void destroy_soon() override;
  void pause() override { output_->pause(); }
  void resume() override { output_->resume(); }
  std::size_t unsent() const override { return input_->unsent(); }

  const Connection& output() const { return *output_; }

 private:
  /// What the child reads.
  struct Input final : Listener {
    explicit Input(ChildStreams& streams) : owner(streams) {}
    void on_data(Bytes) override {}  // written by nobody: the child's stdin is open for reading alone
    void on_end() override {}
    void on_drain() override { owner.listener_->on_drain(); }
    void on_finish(std::error_code cause) override { owner.listener_->on_finish(cause); }
    void on_close(std::error_code cause) override { owner.closed(cause); }
    ChildStreams& owner;
  };
  /// What it writes.
  struct Output final : Listener {
    explicit Output(ChildStreams& streams) : owner(streams) {}
    void on_data(Bytes bytes) override { owner.listener_->on_data(bytes); }
    void on_end() override;
    void on_drain() override {}
    void on_finish(std::error_code) override {}
    void on_close(std::error_code cause) override { owner.closed(cause); }
    ChildStreams& owner;
  };

  void closed(std::error_code cause);

  Listener* listener_ = nullptr;
  int open_ = 2;  // of the two
  std::error_code cause_;
  Input input_events_;
  Output output_events_;
  std::unique_ptr<StreamSocket> input_;
  std::unique_ptr<DatagramConnection> output_;
};

}  // namespace netkit::cli
