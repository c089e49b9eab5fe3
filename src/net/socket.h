// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/alive.h>
#include <netkit/base/export.h>
#include <netkit/base/result.h>
#include <netkit/base/text_decoder.h>
#include <netkit/connect/connector.h>
#include <netkit/loop/deferred.h>
#include <netkit/loop/loop.h>
#include <netkit/loop/stop_token_watcher.h>
#include <netkit/net/socket_listener.h>
#include <netkit/net/write_log.h>
#include <netkit/socket/stream_socket.h>
#include <netkit/stream/idle_timer.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace NETKIT_PUBLIC netkit {
namespace net {

class Server;

/// Which sides of an adopted descriptor are used.
struct Sides {
  bool readable = true;
  bool writable = true;
};

/// What `net.Socket` is: a connection over TCP or a Unix-domain socket, from before it is made until after it
/// is closed, and then again. Where throughput counts more than these semantics, a StreamSocket is the thing.
///
/// Misuse is an error at the call; what the system says comes later, from the loop. No call calls the
/// listener. All setters work at any time: what needs a connection is remembered for it.
class Socket final : private Connector::Listener, private Stream::Listener {
 public:
  explicit Socket(Loop& loop, const SocketOptions& options = {});
  /// Takes over a connected TCP or Unix-domain socket or a FIFO. Anything else is ERR_INVALID_FD_TYPE.
  static Result<std::unique_ptr<Socket>> adopt(Loop& loop, UniqueFd fd, const SocketOptions& options = {},
                                               Sides sides = {});
  ~Socket();

  /// Who hears from now on, and outlives the socket. Without one nothing is read.
  void set_listener(SocketListener& listener);

  // Connecting.

  /// Again only after on_close(). EALREADY while connecting or closing, EISCONN while connected.
  Result<void> connect(const ConnectOptions& options);
  /// What was tried where there were several addresses, as "ADDRESS:PORT" without brackets, in that order.
  const std::vector<std::string>& attempted_addresses() const { return attempted_; }
  /// A stop request destroys the socket with ABORT_ERR.
  void destroy_on(const std::stop_token& token);

  // Sending.

  /// Queues what the kernel does not take at once, also before the connection is there. False, once
  /// writable_length() has reached the high-water mark, asks to hold off until on_drain(). `done` is called
  /// from the loop, in order. After end() the error is ERR_STREAM_WRITE_AFTER_END, after the peer's end
  /// without allow_half_open EPIPE, before connect() ERR_SOCKET_CLOSED: each destroys the socket.
  bool write(Bytes bytes, WriteDone done = {});
  bool write(std::string_view text, WriteDone done = {}) { return write(as_bytes(text), std::move(done)); }
  void cork();    ///< writes are kept together until as many uncork() as cork()
  void uncork();  ///< or end()
  /// Our end after all that was written; reading goes on. `done` is called once that is with the kernel,
  /// right before on_finish().
  void end(WriteDone done = {});
  void end(std::string_view last, WriteDone done = {});

  // Closing.

  /// Closes now. What was not sent is lost: the callbacks of such writes get the error, or ECANCELED.
  void destroy(std::optional<Error> error = std::nullopt);
  /// end(), then closes once everything written has arrived.
  void destroy_soon();
  /// Closes with RST, once connected; ERR_SOCKET_CLOSED without a connection.
  /// ERR_INVALID_HANDLE_TYPE at once on a Unix-domain socket.
  Result<void> reset_and_destroy();

  // Receiving.

  /// While paused nothing is read, the peer's end neither.
  void pause();
  void resume();
  bool paused() const { return paused_; }
  /// From now on on_text() in place of on_data(); characters that are cut by chunks are kept together.
  void set_encoding(Encoding encoding) { decoder_.emplace(encoding); }
  /// Data lands in this buffer, or in the one that `buffer` gives for each read and leaving the socket alone,
  /// and goes to `on_read` in place of the listener; false pauses.
  using OnRead = std::move_only_function<bool(Bytes)>;
  void read_into(std::span<std::byte> buffer, OnRead on_read);
  void read_into(std::function<std::span<std::byte>()> buffer, OnRead on_read);

  // Options.

  /// Whether we may go on sending after the peer's end; false at first: our end follows it.
  void set_allow_half_open(bool allow) { allow_half_open_ = allow; }
  bool allow_half_open() const { return allow_half_open_; }
  /// 0 switches it off; below is ERR_OUT_OF_RANGE, above 2^31-1 ms is that.
  Result<void> set_timeout(std::chrono::milliseconds idle);
  std::optional<std::chrono::milliseconds> timeout() const { return timeout_; }  ///< as last set
  void set_no_delay(bool on = true);
  void set_keep_alive(const std::optional<KeepAlive>& keep_alive);
  /// 0..255, else ERR_OUT_OF_RANGE.
  Result<void> set_type_of_service(int value);
  int type_of_service() const;
  /// Whether an open connection keeps the loop running; it does at first.
  void ref();
  void unref();

  // State.

  /// "opening", "open" (also before connect()), "readOnly", "writeOnly", "closed".
  std::string_view ready_state() const;
  bool connecting() const { return connector_ != nullptr; }
  bool pending() const { return stream_ == nullptr; }  ///< no connection yet, or no more
  bool destroyed() const { return destroyed_; }
  std::uint64_t bytes_read() const { return bytes_read_; }
  std::uint64_t bytes_written() const { return log_.total(); }   ///< queued ones included
  std::size_t writable_length() const { return log_.length(); }  ///< bytes of writes that are not over
  std::optional<std::size_t> buffer_size() const;                ///< the same; nothing while pending()
  /// As they were when the connection was made, until the next one; nothing on Unix-domain sockets.
  const std::optional<SocketAddress>& local_address() const { return local_; }
  const std::optional<SocketAddress>& remote_address() const { return remote_; }
  /// The server that accepted it, while that is there.
  Server* server() const;

 private:
  friend class Server;
  void connected_to(std::unique_ptr<StreamSocket> stream);
  void apply_changes(StreamSocket& stream, const SocketOptions& then);
  void send_early();
  void settle_writes();
  std::optional<Error> write_refusal() const;
  Error end_refusal() const;
  void apply_timeout();
  void idle_for_too_long();
  void reset();
  void release();
  void deliver_results();
  bool deliver_writes();
  void finish_close();
  bool writable() const { return !ending_ && !destroyed_; }

  void on_lookup(const std::string& host, const SocketAddress& address) override;
  void on_lookup_failed(const std::string& host, const Error& error) override;
  void on_attempt(const SocketAddress& to) override;
  void on_attempt_failed(const SocketAddress& to, const Error& error) override;
  void on_attempt_timeout(const SocketAddress& to) override;
  void on_connected(std::unique_ptr<StreamSocket> stream) override;
  void on_failed(const Error& error) override;
  std::string blocked_text(const IpAddress& address, Access access) override;

  void on_data(Bytes bytes) override;
  void on_end() override;
  void on_drain() override {}  // ours is about whole writes
  void on_finish(std::error_code cause) override;
  void on_close(std::error_code cause) override;

  Loop& loop_;
  SocketOptions options_;
  SocketListener* listener_;
  Server* server_ = nullptr;  // that accepted it
  Alive::Watch server_watch_;

  std::unique_ptr<Connector> connector_;
  std::unique_ptr<StreamSocket> stream_;
  bool over_ipc_ = false, was_connected_ = false;
  std::vector<std::string> attempted_;
  std::optional<SocketAddress> local_, remote_;
  std::optional<StopTokenWatcher> stop_token_watcher_;

  WriteLog log_;
  std::vector<std::byte> early_;  // written before the connection, or while corked
  std::vector<std::pair<WriteDone, Error>> refused_;
  std::vector<WriteDone> end_done_;
  int corked_ = 0;
  bool needs_drain_ = false, ending_ = false, finished_ = false, soon_ = false, reset_ = false;

  std::uint64_t bytes_read_ = 0;
  bool paused_ = false, peer_ended_ = false, allow_half_open_ = false, referenced_ = true;
  std::optional<TextDecoder> decoder_;
  std::function<std::span<std::byte>()> read_buffer_;
  OnRead on_read_;

  std::optional<std::chrono::milliseconds> timeout_;
  std::optional<IdleTimer> idle_timer_;    // of the connection
  std::optional<Timer> connecting_timer_;  // before there is one

  bool destroyed_ = false, closed_ = true;  // closed: a new connection may be made
  std::optional<Error> error_;
  Deferred later_;
  Alive alive_;
};

// Example:
//
//     struct Client final : SocketListener {
//       void on_error(const Error& error) override { message = error.message; }
//       std::string message;
//     } client;
//     Loop loop;
//     Socket socket(loop);
//     socket.set_listener(client);
//     ConnectOptions options;
//     options.path = *IpcPath::parse("/no/such/socket");
//     assert(socket.connect(options).has_value());
//     socket.write("sent once there is a connection");
//     loop.run();
//     assert(client.message == "connect ENOENT /no/such/socket" && socket.destroyed());

}  // namespace net
}  // namespace netkit
