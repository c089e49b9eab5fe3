// SPDX-License-Identifier: MIT
// What echo keeps for each connection, as a table in Markdown: the idle job shows it below what it measured.
#include <fmt/core.h>
#include <netkit/relay/echo.h>
#include <netkit/socket/internal/socket_cell.h>
#include <netkit/socket/stream_socket.h>

#include "cli/session/session.h"

namespace {

template <typename Type>
void print_row(const char* name, const char* when) {
  fmt::print("| {} | {} | {} |\n", name, sizeof(Type), when);
}

}  // namespace

int main() {
  fmt::print("| structure | bytes | made |\n|---|---|---|\n");
  print_row<netkit::internal::SocketCell>("SocketCell", "for each connection");
  print_row<netkit::StreamSocket>("StreamSocket", "for each connection");
  print_row<netkit::cli::Session>("Session", "for each connection");
  print_row<netkit::Echo>("Echo", "for each connection");
  print_row<netkit::internal::Outgoing>("Outgoing", "at the first byte that has to wait, or at our end");
}
