// SPDX-License-Identifier: MIT
#include "netkit.h"

#include <cstdlib>
#include <sstream>
#include <stdexcept>

#include "fd_io.h"

namespace netkit::test {

namespace {

/// The number of the descriptor for --ready-fd in a server.
constexpr int ready_number = 9;

/// Reads to a newline, or to the end: a wrapper may keep the descriptor open, so that there is no end.
std::string read_line(int fd) {
  const Deadline deadline;
  std::string line;
  while (!line.ends_with('\n')) {
    const Read some = read_some(fd, 1, deadline);
    if (some.bytes.empty()) break;
    line += some.bytes;
  }
  return line;
}

Where parse_ready(const std::string& line) {
  if (line.starts_with('@')) return {Transport::abstract_name, {}, 0, line.substr(1)};
  const auto blank = line.rfind(' ');
  if (line.starts_with('/') || blank == std::string::npos) return {Transport::unix_path, {}, 0, line};
  const std::string host = line.substr(0, blank);
  const auto port = static_cast<std::uint16_t>(std::stoi(line.substr(blank + 1)));
  return {host.find(':') == std::string::npos ? Transport::tcp4 : Transport::tcp6, host, port, {}};
}

Words any_address(Transport transport) {
  if (transport == Transport::tcp4) return {"127.0.0.1", "0"};
  if (transport == Transport::tcp6) return {"::1", "0"};
  return unused_where(transport).netkit_words();
}

}  // namespace

Words operator+(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

std::string netkit_program() {
  const char* given = std::getenv("NETKIT_PROGRAM");
  return given == nullptr ? NETKIT_PROGRAM : given;
}

Launch netkit(const Words& arguments, const Stdios& stdio) {
  Launch launch;
  if (const char* wrapper = std::getenv("NETKIT_TEST_WRAPPER"); wrapper != nullptr) {
    std::istringstream words(wrapper);
    for (std::string word; words >> word;) launch.argv.push_back(word);
  }
  launch.argv.push_back(netkit_program());
  launch.argv = launch.argv + arguments;
  launch.stdio = stdio;
  return launch;
}

Outcome run_netkit(const Words& arguments, std::string_view stdin_text) {
  return run(netkit(arguments), stdin_text);
}

Server start_server(Launch launch) {
  Pipe ready = pipe_from_child();
  launch.inherited.emplace_back(ready.write.get(), ready_number);
  launch.argv = launch.argv + Words{"--ready-fd", std::to_string(ready_number)};
  Server server;
  server.process = std::make_unique<Process>(launch);
  ready.write.reset();
  const std::string line = read_line(ready.read.get());
  if (!line.ends_with('\n')) {
    server.process->wait_at_most(stretched(std::chrono::seconds(2)));
    throw std::runtime_error("netkit does not listen: '" + line +
                             "' from --ready-fd; stderr: " + server.process->stderr_so_far());
  }
  server.where = parse_ready(line.substr(0, line.size() - 1));
  return server;
}

Server start_server(const std::string& command, Transport transport, const Words& options,
                    const Stdios& stdio) {
  return start_server(netkit(Words{command} + options + any_address(transport), stdio));
}

std::string name_of(Role role) {
  return role == Role::connect ? "Connect" : "Listen";
}

Joined join(Role role, Transport transport, const Words& options, const Stdios& stdio) {
  if (role == Role::connect) {
    RawListener listener(transport);
    auto client = std::make_unique<Process>(
        netkit(Words{"connect"} + options + listener.where().netkit_words(), stdio));
    UniqueFd peer = listener.accept();
    return {std::move(client), std::move(peer), listener.where()};
  }
  Server server = start_server("listen", transport, options, stdio);
  UniqueFd peer = connect_to(server.where);
  return {std::move(server.process), std::move(peer), server.where};
}

}  // namespace netkit::test
