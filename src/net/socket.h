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
class NETKIT_HIDDEN SocketPipe;

/// Which directions of an adopted descriptor are used.
struct Sides {
  bool readable = true;
  bool writable = true;
};

/// How the end of a Socket is treated by pipe().
struct PipeOptions {
  bool end = true;  ///< it ends the other socket too
};

/// `net.Socket` of Node.js: a connection over TCP or a Unix-domain socket, from before it is made until it is
/// closed, after which connect() makes another one. StreamSocket is faster and has fewer features.
///
/// Functions return an error for misuse. Errors of the system are reported later. The listener is called from
/// the loop, never from within a call of a function of this class. Setters may be called at any time; options
/// that need a connection are applied when there is one.
class Socket final : private Connector::Listener, private Stream::Listener {
 public:
  explicit Socket(Loop& loop, const SocketOptions& options = {});
  /// Takes over a connected TCP or Unix-domain socket, or a FIFO. Any other descriptor is
  /// ERR_INVALID_FD_TYPE. To connect from one that is not connected: ConnectOptions::from.socket.
  static Result<std::unique_ptr<Socket>> adopt(Loop& loop, UniqueFd fd, const SocketOptions& options = {},
                                               Sides sides = {});
  ~Socket();

  /// `listener` receives all later events and must outlive the socket. Until this call nothing is read.
  void set_listener(SocketListener& listener);

  // Connecting.

  /// EALREADY while the socket is connecting or closing, EISCONN while it is connected. May be called again
  /// after on_close().
  Result<void> connect(const ConnectOptions& options);
  /// If there were several addresses to try: those tried so far, in order, as "ADDRESS:PORT" without
  /// brackets.
  const std::vector<std::string>& attempted_addresses() const { return attempted_; }
  /// A stop request destroys the socket with ABORT_ERR.
  void destroy_on(const std::stop_token& token);

  // Sending.

  /// Writes the bytes, and queues those that the kernel does not take now, also while connecting. False if
  /// writable_length() has reached the high-water mark: the caller should then wait for on_drain(). `done` is
  /// called from the loop, in the order of the writes. A write is refused, and destroys the socket, after the
  /// peer's FIN without allow_half_open (EPIPE), after end() (ERR_STREAM_WRITE_AFTER_END) and before
  /// connect() (ERR_SOCKET_CLOSED). It is refused with the same errors once the socket is closed, else with
  /// ERR_STREAM_DESTROYED.
  bool write(Bytes bytes, WriteDone done = {});
  bool write(std::string_view text, WriteDone done = {}) { return write(as_bytes(text), std::move(done)); }
  /// Writes the bytes that encode() makes of the text.
  bool write(std::string_view text, Encoding encoding, WriteDone done = {});
  void cork();    ///< queues all writes until uncork() was called as often as cork()
  void uncork();  ///< end() uncorks too
  /// Sends FIN after everything written; reading continues. `done` is called when the kernel has taken both,
  /// right before on_finish().
  void end(WriteDone done = {});
  /// The same after a last write; after end() that is always ERR_STREAM_WRITE_AFTER_END.
  void end(Bytes last, WriteDone done = {});
  void end(std::string_view last, WriteDone done = {}) { end(as_bytes(last), std::move(done)); }
  void end(std::string_view last, Encoding encoding, WriteDone done = {});

  // Closing.

  /// Closes now and discards what was not sent. The callbacks of such writes receive `error`, or ECANCELED.
  void destroy(std::optional<Error> error = std::nullopt);
  /// Calls end(), then closes when the peer has acknowledged everything written.
  void destroy_soon();
  /// Closes with RST; while connecting, as soon as there is a connection. Without either, destroys the socket
  /// with ERR_SOCKET_CLOSED. Returns ERR_INVALID_HANDLE_TYPE for a Unix-domain socket.
  Result<void> reset_and_destroy();

  // Receiving.

  /// While paused nothing is read, so the peer's FIN is not noticed either.
  void pause();
  void resume();
  bool paused() const { return paused_; }
  /// From now on calls on_text() in place of on_data(). A character that is split between two reads is kept
  /// whole.
  void set_encoding(Encoding encoding) { decoder_.emplace(encoding); }
  /// From now on reads into this buffer, or into the one that `buffer` returns for each read, and passes the
  /// bytes to `on_read` in place of the listener. `on_read` returns false to pause. `buffer` must not use the
  /// socket.
  using OnRead = std::move_only_function<bool(Bytes)>;
  void read_into(std::span<std::byte> buffer, OnRead on_read);
  void read_into(std::function<std::span<std::byte>()> buffer, OnRead on_read);

  /// From now on `to` sends what this socket receives, at the pace of the slower one, and the listener
  /// receives no data. Both use the loop of this thread. The kernel moves the bytes if it can, as with Pump.
  /// Resumes this socket. Its end ends `to`; an error of one socket does not affect the other. Once `to` has
  /// finished or is closed, acts like unpipe(). A socket pipes to one other at a time: a second call replaces
  /// the first. Any number of sockets may pipe to one. Returns `to`.
  Socket& pipe(Socket& to, PipeOptions options = {});
  /// Stops that, and pauses this socket. What it has read is sent.
  void unpipe();

  // Options.

  /// Whether the socket may send after the peer's FIN. If not, which is the default, it then calls end().
  void set_allow_half_open(bool allow) { allow_half_open_ = allow; }
  bool allow_half_open() const { return allow_half_open_; }
  /// The time without traffic until on_timeout(). 0: never. Less is ERR_OUT_OF_RANGE; more than 2^31 - 1 ms
  /// is lowered to that.
  Result<void> set_timeout(std::chrono::milliseconds idle);
  std::optional<std::chrono::milliseconds> timeout() const { return timeout_; }  ///< absent: never set
  void set_no_delay(bool on = true);
  void set_keep_alive(const std::optional<KeepAlive>& keep_alive);
  /// `value` is 0..255; any other is ERR_OUT_OF_RANGE.
  Result<void> set_type_of_service(int value);
  int type_of_service() const;
  /// Whether an open connection keeps the loop running. It does until unref().
  void ref();
  void unref();

  // State.

  /// "opening", "open" (also before connect()), "readOnly", "writeOnly", "closed".
  std::string_view ready_state() const;
  bool connecting() const { return connector_ != nullptr; }
  bool pending() const { return stream_ == nullptr; }  ///< there is no connection
  bool destroyed() const { return destroyed_; }
  bool closed() const { return destroyed_ && closed_; }  ///< on_close() has been called
  /// What the current or last connection failed with, once that is known.
  const std::optional<Error>& errored() const { return error_; }
  bool readable() const { return !peer_ended_ && !destroyed_; }  ///< also before connect()
  bool readable_ended() const { return peer_ended_; }            ///< the peer has sent its FIN
  bool writable() const { return !ending_ && !destroyed_; }      ///< also before connect()
  bool writable_ended() const { return ending_; }                ///< end() was called
  bool writable_finished() const { return finished_; }  ///< everything written, and the FIN, are sent
  /// write() has returned false, and on_drain() is to come.
  bool writable_need_drain() const;
  int writable_corked() const { return corked_; }  ///< calls of uncork() that are due
  /// Bytes, as in the options of the constructor.
  std::size_t writable_high_water_mark() const { return options_.high_water_mark; }
  std::uint64_t bytes_read() const { return bytes_read_; }
  std::uint64_t bytes_written() const { return log_.total(); }  ///< including queued ones
  /// Bytes of the writes whose last byte is still queued.
  std::size_t writable_length() const { return log_.length(); }
  std::optional<std::size_t> buffer_size()
      const;  ///< writable_length(); nothing before connect() and after close
  /// The addresses of the current or last connection. Nothing for a Unix-domain socket.
  const std::optional<SocketAddress>& local_address() const { return local_; }
  const std::optional<SocketAddress>& remote_address() const { return remote_; }
  /// The server that accepted the connection; null if there was none or it is destroyed.
  Server* server() const;

 private:
  friend class Server;
  friend class SocketPipe;
  void connected_to(std::unique_ptr<StreamSocket> stream);
  void apply_changes(StreamSocket& stream, const SocketOptions& then);
  void send_early();
  void settle_writes();
  std::optional<Error> write_refusal() const;
  void refuse(const Error& refusal, WriteDone done);
  void write_failed(std::error_code cause);
  Error end_refusal() const;
  void apply_timeout();
  void idle_for_too_long();
  void reset();
  void release();
  void deliver_results();
  bool deliver_writes();
  void finish_close();
  bool flowing() const;
  bool may_read() const;
  void read_on();
  void drop_incoming();

  void on_lookup(const std::string& host, const SocketAddress& address) override;
  void on_lookup_failed(const std::string& host, const Error& error) override;
  void on_attempt(const SocketAddress& to) override;
  void on_attempt_failed(const SocketAddress& to, const Error& error) override;
  void on_attempt_timeout(const SocketAddress& to) override;
  void on_connected(std::unique_ptr<StreamSocket> stream) override;
  void on_failed(const Error& error) override;
  std::string blocked_text(const Refusal& refusal) override;

  void on_data(Bytes bytes) override;
  void on_moved(std::size_t bytes) override;
  void on_end() override;
  void on_drain() override;
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
  bool write_failed_ = false;          // because of a reset; what came before it is being read
  std::vector<SocketPipe*> incoming_;  // from other sockets

  std::uint64_t bytes_read_ = 0;
  bool listened_ = false;
  std::unique_ptr<SocketPipe> pipe_;
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
