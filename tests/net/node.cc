// SPDX-License-Identifier: MIT
#include "node.h"

#include <sstream>

#include "support/peers.h"

namespace netkit::test {
namespace {

constexpr const char* prelude = R"js(
const net = require('net');
const args = process.argv.slice(1);
function say(...words) { require('fs').writeSync(1, words.join(' ') + '\n'); }
function trace(socket) {
  let receiving = false;
  function tell(...words) { receiving = false; say(...words); }
  socket.on('lookup', (error, address, family) => error ? tell('lookup', error.code) : tell('lookup', address));
  socket.on('connectionAttempt', (ip) => tell('connectionAttempt', ip));
  socket.on('connectionAttemptFailed', (ip, port, family, error) => tell('connectionAttemptFailed', ip, error.code));
  socket.on('connectionAttemptTimeout', (ip) => tell('connectionAttemptTimeout', ip));
  for (const name of ['connect', 'ready', 'drain', 'end', 'finish', 'timeout'])
    socket.on(name, () => tell(name, socket.readyState));
  socket.on('data', () => { if (!receiving) tell('data'); receiving = true; });
  socket.on('error', (error) => tell('error', error.code, error.message));
  socket.on('close', (hadError) => tell('close', hadError));
  return socket;
}
)js";

Launch node(const std::string& script, const std::vector<std::string>& args) {
  Launch launch;
  launch.argv = {"node", "-e", prelude + script, "--"};
  launch.argv.insert(launch.argv.end(), args.begin(), args.end());
  return launch;
}

std::vector<std::string> whole_lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text.substr(0, text.rfind('\n') + 1));
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

}  // namespace

std::optional<std::string> why_no_reference() {
  if (auto reason = why_missing("node")) return reason;
  static const std::string version = node_lines("say(process.versions.node)").at(0);
  if (version.starts_with("20.")) return std::nullopt;
  return "node is " + version + ", and the rows describe 20";
}

std::vector<std::string> node_lines(const std::string& script, const std::vector<std::string>& args) {
  const Outcome outcome = run(node(script, args));
  if (outcome.status != 0) throw std::runtime_error("node failed: " + outcome.err);
  return whole_lines(outcome.out);
}

NodePeer::NodePeer(const std::string& script, const std::vector<std::string>& args)
    : process_(std::make_unique<Process>(node(script, args))) {}

std::vector<std::string> NodePeer::lines() {
  return whole_lines(process_->stdout_so_far());
}

std::string NodePeer::line(std::size_t index) {
  const Deadline deadline;
  std::size_t seen = 0;
  while (lines().size() <= index) {
    process_->wait_for_stdout(++seen, deadline);
    if (deadline.passed()) throw TooLate("node has not said line " + std::to_string(index));
  }
  return lines()[index];
}

std::string without_ports(std::string text, const std::vector<int>& ports) {
  for (const int port : ports) {
    const std::string needle = ":" + std::to_string(port);
    for (auto at = text.find(needle); at != std::string::npos; at = text.find(needle, at)) {
      text.replace(at, needle.size(), ":*");
    }
  }
  return text;
}

}  // namespace netkit::test
