// SPDX-License-Identifier: MIT
// tls_pair send PORT, tls_pair receive PORT CERTIFICATE KEY: bytes of stdin over TLS to 127.0.0.1, and from
// there to stdout, through OpenSSL on a descriptor: the limit that netkit's TLS is set against.
#include <arpa/inet.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>
#include <vector>

namespace {

constexpr std::size_t block = 64 * 1024;

sockaddr_in loopback(const char* port) {
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_port = htons(static_cast<in_port_t>(std::atoi(port)));
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return name;
}

[[noreturn]] void give_up() {
  std::exit(1);
}

void require(bool good) {
  if (!good) give_up();
}

SSL* session(SSL_CTX* context, int fd) {
  require(SSL_CTX_set_ciphersuites(context, "TLS_AES_128_GCM_SHA256") == 1);
  SSL_CTX_set_num_tickets(context, 0);
  SSL* const made = SSL_new(context);
  require(made != nullptr && SSL_set_fd(made, fd) == 1);
  return made;
}

void send(const char* port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in name = loopback(port);
  require(::connect(fd, reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0);
  SSL* const tls = session(SSL_CTX_new(TLS_client_method()), fd);
  require(SSL_connect(tls) == 1);
  std::vector<char> room(block);
  for (ssize_t count; (count = ::read(STDIN_FILENO, room.data(), room.size())) > 0;)
    require(SSL_write(tls, room.data(), static_cast<int>(count)) == count);
  SSL_shutdown(tls);
  SSL_read(tls, room.data(), 1);  // the other's end
}

void receive(const char* port, const char* certificate, const char* key) {
  const int door = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in name = loopback(port);
  require(::bind(door, reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0 && ::listen(door, 1) == 0);
  const int fd = ::accept(door, nullptr, nullptr);
  SSL_CTX* const context = SSL_CTX_new(TLS_server_method());
  require(SSL_CTX_use_certificate_chain_file(context, certificate) == 1 &&
          SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) == 1);
  SSL* const tls = session(context, fd);
  require(SSL_accept(tls) == 1);
  std::vector<char> room(block);
  for (int count; (count = SSL_read(tls, room.data(), static_cast<int>(room.size()))) > 0;)
    require(::write(STDOUT_FILENO, room.data(), static_cast<std::size_t>(count)) == count);
  SSL_shutdown(tls);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const std::string_view role = argv[1];
  if (role == "send") {
    send(argv[2]);
  } else if (argc == 5) {
    receive(argv[2], argv[3], argv[4]);
  }
}
