// SPDX-License-Identifier: MIT
// What users of other programs type now, with those programs at the other end: the table of netkit(7).
#include <gtest/gtest.h>

#include <csignal>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "support/name_of.h"
#include "support/netkit.h"
#include "support/peers.h"
#include "support/proc.h"
#include "support/raw_socket.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

/// Commands that meet. In their words PORT and FURTHER are ports of 127.0.0.1, SOCKET is a path, @NAME an
/// abstract name, and FILE a file that holds "of the file\n".
struct Row {
  const char* name;
  const char* other;                       // the other program
  Words server, client;                    // one of them is netkit
  const char* input = "one\ntwo\n";        // the client's stdin, then its end
  const char* client_gets = "one\ntwo\n";  // on stdout
  const char* server_gets = "";
  Words further = {};  // listens on FURTHER, the abstract name, or whatever it names
};

std::string name_of(const Row& row) {
  return row.name;
}
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

// The most common commands of all, `connect h p` and `listen p`, are in interop/.
const std::vector<Row> rows{
    // netkit serves
    {"EchoOfNcat", "ncat", {"NETKIT", "echo", "127.0.0.1", "PORT"}, {"ncat", "127.0.0.1", "PORT"}},
    {"ExecOfSocat",
     "socat",
     {"NETKIT", "listen", "-k", "-e", "cat", "127.0.0.1", "PORT"},
     {"socat", "-t5", "-", "TCP:127.0.0.1:PORT"}},
    {"ExecOfNcTraditional",
     "nc.traditional",
     {"NETKIT", "listen", "-k", "-m", "5", "-e", "cat", "127.0.0.1", "PORT"},
     {"nc.traditional", "127.0.0.1", "PORT"}},
    {"ShellCommandOfNcat",
     "ncat",
     {"NETKIT", "listen", "-k", "-c", "tr a-z A-Z | cat -n", "127.0.0.1", "PORT"},
     {"ncat", "127.0.0.1", "PORT"},
     "one\ntwo\n",
     "     1\tONE\n     2\tTWO\n"},
    {"FileOfNcOpenbsd",
     "nc.openbsd",
     {"NETKIT", "listen", "-k", "-e", "cat FILE", "127.0.0.1", "PORT"},
     {"nc.openbsd", "127.0.0.1", "PORT"},
     "",
     "of the file\n"},
    {"PageOfNcat",
     "ncat",
     {"NETKIT", "listen", "-k", "-c", R"(printf 'HTTP/1.0 200 OK\r\n\r\n'; cat FILE)", "127.0.0.1", "PORT"},
     {"ncat", "127.0.0.1", "PORT"},
     "GET / HTTP/1.0\r\n\r\n",
     "HTTP/1.0 200 OK\r\n\r\nof the file\n"},
    {"AllowOfNcat",
     "ncat",
     {"NETKIT", "listen", "--allow", "127.0.0.0/8", "127.0.0.1", "PORT"},
     {"ncat", "127.0.0.1", "PORT"},
     "one\n",
     "",
     "one\n"},
    {"ForwardingOfSocat",
     "socat",
     {"NETKIT", "listen", "-k", "--to", "127.0.0.1:FURTHER", "127.0.0.1", "PORT"},
     {"socat", "-t5", "-", "TCP:127.0.0.1:PORT"},
     "one\n",
     "one\n",
     "",
     {"socat", "TCP-LISTEN:FURTHER,bind=127.0.0.1,reuseaddr,fork", "PIPE"}},
    {"ForwardingOfSocatFromAUnixSocket",
     "socat",
     {"NETKIT", "listen", "-k", "-U", "SOCKET", "--unlink", "--mode", "660", "--to", "127.0.0.1:FURTHER"},
     {"socat", "-t5", "-", "UNIX-CONNECT:SOCKET"},
     "one\n",
     "one\n",
     "",
     {"socat", "TCP-LISTEN:FURTHER,bind=127.0.0.1,reuseaddr,fork", "PIPE"}},
    {"ForwardingOfSocatToAnAbstractSocket",
     "socat",
     {"NETKIT", "listen", "-k", "-U", "SOCKET", "--to", "unix:@NAME"},
     {"socat", "-t5", "-", "UNIX-CONNECT:SOCKET"},
     "one\n",
     "one\n",
     "",
     {"socat", "ABSTRACT-LISTEN:NAME,fork", "PIPE"}},
    {"ForwardingOfDatagramsOfSocat",
     "socat",
     {"NETKIT", "listen", "-u", "-k", "--to", "127.0.0.1:FURTHER", "127.0.0.1", "PORT"},
     {"socat", "-t5", "-", "UDP:127.0.0.1:PORT"},
     "one\n",
     "one\n",
     "",
     {"socat", "UDP-LISTEN:FURTHER,bind=127.0.0.1,fork", "PIPE"}},
    {"DatagramsOfNcOpenbsd",
     "nc.openbsd",
     {"NETKIT", "listen", "-u", "-k", "--recv-only", "127.0.0.1", "PORT"},
     {"nc.openbsd", "-u", "-w1", "127.0.0.1", "PORT"},
     "one\n",
     "",
     "one\n"},

    // the other program serves
    {"CrlfForNcOpenbsd",
     "nc.openbsd",
     {"nc.openbsd", "-l", "127.0.0.1", "PORT"},
     {"NETKIT", "connect", "-C", "127.0.0.1", "PORT"},
     "GET / HTTP/1.0\n\n",
     "",
     "GET / HTTP/1.0\r\n\r\n"},
    {"LinesWithADelayForNcOpenbsd",
     "nc.openbsd",
     {"nc.openbsd", "-l", "127.0.0.1", "PORT"},
     {"NETKIT", "connect", "-d", "20ms", "127.0.0.1", "PORT"},
     "one\ntwo\n",
     "",
     "one\ntwo\n"},
    {"RateForNcTraditional",
     "nc.traditional",
     {"nc.traditional", "-l", "-s", "127.0.0.1", "-p", "PORT"},
     {"NETKIT", "connect", "--rate", "1M", "--progress", "127.0.0.1", "PORT"},
     "one\n",
     "",
     "one\n"},
    {"WaitAfterTheEndForNcOpenbsd",
     "nc.openbsd",
     {"nc.openbsd", "-l", "-k", "127.0.0.1", "PORT"},
     {"NETKIT", "connect", "-Q", "100ms", "127.0.0.1", "PORT"},
     "stats\n",
     "",
     "stats\n"},
    {"ProbeOfNcat",
     "ncat",
     {"ncat", "-l", "-k", "127.0.0.1", "PORT"},
     {"NETKIT", "connect", "-z", "-w", "3s", "127.0.0.1", "PORT"},
     "",
     ""},
    {"ProbeOfPortsOfNcat",
     "ncat",
     {"ncat", "-l", "-k", "127.0.0.1", "PORT"},
     {"NETKIT", "connect", "-z", "127.0.0.1", "PORT,FURTHER"},
     "",
     "127.0.0.1:PORT\n"},
    {"ProgramBehindAProbeOfSocat",
     "socat",
     {"socat", "TCP-LISTEN:PORT,bind=127.0.0.1,reuseaddr,fork", "PIPE"},
     {"NETKIT", "connect", "-z", "--retry-for", "60s", "--then", "cat", "127.0.0.1:PORT"}},
    {"ExecForNcOpenbsd",
     "nc.openbsd",
     {"nc.openbsd", "-l", "127.0.0.1", "PORT"},
     {"NETKIT", "connect", "-e", "echo hello", "127.0.0.1", "PORT"},
     "",
     "",
     "hello\n"},
    {"TwoServersOfSocatJoined",
     "socat",
     {"socat", "-u", "TCP-LISTEN:PORT,bind=127.0.0.1,reuseaddr", "-"},
     {"NETKIT", "connect", "-e", "NETKIT connect 127.0.0.1 FURTHER", "127.0.0.1", "PORT"},
     "",
     "",
     "of the file\n",
     {"socat", "-u", "OPEN:FILE,rdonly", "TCP-LISTEN:FURTHER,bind=127.0.0.1,reuseaddr"}},
    {"UnixSocketOfNcOpenbsd",
     "nc.openbsd",
     {"nc.openbsd", "-l", "-U", "SOCKET"},
     {"NETKIT", "connect", "-U", "SOCKET"},
     "show stat\n",
     "",
     "show stat\n"},
    {"DatagramsForNcOpenbsd",
     "nc.openbsd",
     {"nc.openbsd", "-u", "-l", "127.0.0.1", "PORT"},
     {"NETKIT", "connect", "-u", "--send-only", "127.0.0.1", "PORT"},
     "m\n",
     "",
     "m\n"},
    {"DatagramsForNcat",
     "ncat",
     {"ncat", "-u", "-l", "-k", "-e", "/bin/cat", "127.0.0.1", "PORT"},
     {"NETKIT", "connect", "-u", "127.0.0.1", "PORT"},
     "m\n",
     "m\n"},
    {"DatagramsForAUnixSocketOfSocat",
     "socat",
     {"socat", "-u", "UNIX-RECV:SOCKET", "-"},
     {"NETKIT", "connect", "-u", "--send-only", "-U", "SOCKET"},
     "m\n",
     "",
     "m\n"},
    {"ProbeWithDatagramsOfSocat",
     "socat",
     {"socat", "UDP-LISTEN:PORT,bind=127.0.0.1,fork", "PIPE"},
     {"NETKIT", "connect", "-z", "-u", "127.0.0.1", "PORT"},
     "",
     ""},
};

/// What stands for the words in capitals in one try.
class Places {
 public:
  std::string filled(std::string text) const {
    for (const auto& [word, value] : values_) {
      for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + value.size()))
        text.replace(at, word.size(), value);
    }
    return text;
  }

  Launch command(const Words& words, const Stdio& input = Stdio::null()) const {
    Launch launch;
    for (const std::string& word : words) launch.argv.push_back(filled(word));
    launch.stdio.in = input;
    launch.session = Launch::Session::own;
    return launch;
  }

 private:
  TempDir dir_;
  std::vector<std::pair<std::string, std::string>> values_{
      {"PORT", std::to_string(unused_where(Transport::tcp4).port)},
      {"FURTHER", std::to_string(unused_where(Transport::tcp4).port)},
      {"SOCKET", dir_ / "socket"},
      {"NAME", unused_name()},
      {"FILE", dir_.write("file", "of the file\n")},
      {"NETKIT", netkit_program()}};
};

/// The inodes of sockets that can be reached: those that listen, and those that have an address for
/// datagrams.
std::string reachable_sockets() {
  std::string all = contents("/proc/net/tcp") + contents("/proc/net/udp");
  std::istringstream unix_sockets(contents("/proc/net/unix"));
  for (std::string line; std::getline(unix_sockets, line);) {
    if (line.contains(" 00010000 0001 ") || line.contains(" 0002 ")) all += line + '\n';
  }
  return all;
}

/// Starts a server and waits until it can be reached. Null if it has ended instead (its port is taken).
std::unique_ptr<Process> reachable(const Launch& launch) {
  auto server = std::make_unique<Process>(launch);
  for (const Deadline deadline; !deadline.passed();) {
    const std::string sockets = reachable_sockets();
    for (const auto& [number, target] : descriptors(server->pid())) {
      const auto start = target.find('[');
      if (start == std::string::npos || !target.starts_with("socket:")) continue;
      const std::string inode = target.substr(start + 1, target.size() - start - 2);
      if (sockets.contains(" " + inode + " ")) return server;
    }
    if (server->wait_at_most(Duration(2))) return nullptr;
  }
  throw TooLate("it does not come to listen: " + launch.argv.front());
}

class Migration : public testing::TestWithParam<Row> {
 protected:
  void SetUp() override { NETKIT_NEEDS(std::string(GetParam().other)); }

  // Some have started a process for a client, which would outlive them.
  void TearDown() override {
    for (Process* const server : {further_.get(), server_.get()}) {
      if (server != nullptr) ::kill(-server->pid(), SIGKILL);
    }
  }

  /// False if a port was taken meanwhile.
  bool start_servers() {
    places_.emplace();
    if (!GetParam().further.empty() && !(further_ = reachable(places_->command(GetParam().further))))
      return false;
    server_ = reachable(places_->command(GetParam().server));
    return server_ != nullptr;
  }

  std::optional<Places> places_;
  std::unique_ptr<Process> further_, server_;
};

TEST_P(Migration, IsUnderstood) {
  const Row& row = GetParam();
  for (int tries = 0; !start_servers(); ++tries) ASSERT_LT(tries, 5);
  Process client(places_->command(row.client, Stdio::pumped()));
  client.write_stdin(row.input);
  client.close_stdin();
  const std::string expected = places_->filled(row.client_gets), served = row.server_gets;
  EXPECT_EQ(client.wait_for_stdout(expected.size()), expected);
  EXPECT_EQ(server_->wait_for_stdout(served.size()), served);
  if (row.client.front() != "NETKIT") return;
  EXPECT_EQ(client.wait(), 0) << client.read_stderr_until_eof();
}

INSTANTIATE_TEST_SUITE_P(, Migration, testing::ValuesIn(rows), NameOf());

}  // namespace
}  // namespace netkit::test
