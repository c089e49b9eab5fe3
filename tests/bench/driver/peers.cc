// SPDX-License-Identifier: MIT
#include "peers.h"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace netkit::bench {

namespace {

using test::Where;

/// As most programs take it: a host and a port, or -U and a path.
Words words_of(const Where& where) {
  return where.netkit_words();
}

/// What splice_pair and epoll_echo take.
std::string short_text(const Where& where) {
  return is_tcp(where.transport) ? std::to_string(where.port) : where.path;
}

Movers socat(const std::string& block) {
  return {"socat -b " + block, "socat",
          [block](const Where& where) {
            const std::string kind = is_tcp(where.transport) ? "TCP:" : "UNIX-CONNECT:";
            return Words{"socat", "-u", "-b", block, "STDIN", kind + where.text()};
          },
          [block](const Where& where) {
            const std::string listener =
                is_tcp(where.transport) ? "TCP-LISTEN:" + std::to_string(where.port) + ",bind=" + where.host
                                        : "UNIX-LISTEN:" + where.path;
            return Words{"socat", "-u", "-b", block, listener, "STDOUT"};
          }};
}

/// The programs of splice_pair; `receiver` is the way in which bytes are received.
Movers limit(const Setting& setting, const std::string& name, const std::string& receiver) {
  const std::string pair = setting.limit("splice_pair");
  return {name, pair, [pair](const Where& where) { return Words{pair, "send", short_text(where)}; },
          [pair, receiver](const Where& where) { return Words{pair, receiver, short_text(where)}; }};
}

std::vector<Movers> all_movers(const Setting& setting) {
  const std::string netkit = setting.netkit();
  return {
      {"netkit", netkit, [netkit](const Where& where) { return Words{netkit, "connect"} + words_of(where); },
       [netkit](const Where& where) { return Words{netkit, "listen", "--recv-only"} + words_of(where); }},
      {"ncat", "ncat", [](const Where& where) { return Words{"ncat", "--send-only"} + words_of(where); },
       [](const Where& where) { return Words{"ncat", "-l", "--recv-only"} + words_of(where); }},
      {"nc.openbsd", "nc.openbsd",
       [](const Where& where) { return Words{"nc.openbsd", "-N"} + words_of(where); },
       [](const Where& where) { return Words{"nc.openbsd", "-l", "-d"} + words_of(where); }},
      socat("8192"),
      socat("65536"),
      socat("262144"),
      socat("1048576"),
      limit(setting, "limit (splice)", "receive"),
      limit(setting, "limit (copy)", "copy")};
}

constexpr const char* node_echo =
    "require('net').createServer(s => { s.on('error', () => {}); s.pipe(s) }).listen({port: "
    "+process.argv[1], "
    "host: '127.0.0.1', backlog: 511})";

std::vector<Echoer> all_echoers(const Setting& setting) {
  return {netkit_echo(setting, "netkit", {}),
          epoll_echo(setting, "limit (epoll)", {}),
          {"node", "node", 1'000'000,
           [](const Where& where) { return Words{"node", "-e", node_echo, short_text(where)}; }},
          {"socat", "socat", 64,
           [](const Where& where) {
             return Words{"socat", "TCP-LISTEN:" + short_text(where) + ",bind=127.0.0.1,fork,backlog=511",
                          "PIPE"};
           }},
          {"ncat", "ncat", 64, [](const Where& where) {
             return Words{"ncat", "-l", "-k", "-m", "1000", "-e", "/bin/cat"} + words_of(where);
           }}};
}

constexpr const char* nginx_stream = "/usr/lib/nginx/modules/ngx_stream_module.so";

// haproxy reads its orders from a file only.
Words haproxy(const Setting& setting, const Where& where, const Where& target) {
  const std::string file = setting.files + "/haproxy.cfg";
  std::ofstream(file)
      << "global\n nbthread 1\n maxconn 9600\n maxpipes 100\ndefaults\n mode tcp\n option splice-auto\n"
         " timeout connect 5s\n timeout client 60s\n timeout server 60s\nlisten it\n bind "
      << where.text() << "\n server one " << target.text() << "\n";
  return {"haproxy", "-q", "-db", "-f", file};
}

// So does nginx. Debian has its stream module beside it.
Words nginx(const Setting& setting, const Where& where, const Where& target) {
  const std::string file = setting.files + "/nginx.conf";
  std::ofstream(file) << "load_module " << nginx_stream << ";\ndaemon off;\nworker_processes 1;\n"
                      << "pid " << setting.files << "/nginx.pid;\nerror_log /dev/null;\n"
                      << "events { worker_connections 40000; }\nstream { server { listen " << where.text()
                      << " backlog=511; tcp_nodelay on; proxy_pass " << target.text() << "; } }\n";
  return {"nginx", "-p", setting.files, "-c", file};
}

std::string socat_listener(const Where& where) {
  return "TCP-LISTEN:" + short_text(where) + ",bind=127.0.0.1,fork,reuseaddr,backlog=511";
}

std::vector<Echoer> all_forwarders(const Setting& setting, const Where& target) {
  const std::string netkit = setting.netkit(), limit = setting.limit("forwarder");
  const std::string proxyd = "/usr/lib/systemd/systemd-socket-proxyd";
  return {{"netkit", netkit, 1'000'000,
           [=](const Where& where) {
             return Words{netkit, "listen", "-q", "-k", "--to", target.text()} + words_of(where);
           }},
          {"limit (epoll)", limit, 1'000'000,
           [=](const Where& where) { return Words{limit, short_text(where), short_text(target)}; }},
          {"haproxy", "haproxy", 1'000'000,
           [=, &setting](const Where& where) { return haproxy(setting, where, target); }},
          {"nginx", "nginx", 1'000'000,
           [=, &setting](const Where& where) { return nginx(setting, where, target); }},
          {"systemd-socket-proxyd", proxyd, 200,
           [=](const Where& where) {
             return Words{"systemd-socket-activate", "-l", where.text(), proxyd, target.text()};
           }},
          {"socat -b 8192", "socat", 64,
           [=](const Where& where) {
             return Words{"socat", "-b", "8192", socat_listener(where), "TCP:" + target.text()};
           }},
          {"ncat -c ncat", "ncat", 64, [=](const Where& where) {
             const std::string client = "ncat 127.0.0.1 " + short_text(target);
             return Words{"ncat", "-l", "-k", "-m", "1000", "-c", client} + words_of(where);
           }}};
}

Words xinetd(const Setting& setting, const Where& where) {
  const std::string file = setting.files + "/xinetd.conf";
  const passwd* const user = ::getpwuid(::geteuid());
  std::ofstream(file)
      << "service cat\n{\n type = UNLISTED\n socket_type = stream\n protocol = tcp\n wait = no\n"
      << " user = " << (user == nullptr ? "root" : user->pw_name) << "\n server = /bin/cat\n"
      << " bind = " << where.host << "\n port = " << where.port << "\n instances = UNLIMITED\n"
      << " per_source = UNLIMITED\n cps = 1000000 1\n}\n";
  return {"xinetd", "-dontfork", "-f", file, "-pidfile", setting.files + "/xinetd.pid"};
}

std::vector<Echoer> all_spawners(const Setting& setting) {
  const std::string netkit = setting.netkit(), limit = setting.limit("spawn_server");
  return {{"netkit", netkit, 1'000'000,
           [=](const Where& where) {
             return Words{netkit, "listen", "-q", "-k", "-e", "cat"} + words_of(where);
           }},
          {"limit (posix_spawn)", limit, 1'000'000,
           [=](const Where& where) { return Words{limit, short_text(where), "cat"}; }},
          {"tcpserver", "tcpserver", 1'000'000,
           [](const Where& where) {
             return Words{"tcpserver", "-HRl0",           "-c", "1000", "-b", "511",
                          where.host,  short_text(where), "cat"};
           }},
          {"xinetd", "xinetd", 1'000'000, [&setting](const Where& where) { return xinetd(setting, where); }},
          {"systemd-socket-activate", "systemd-socket-activate", 1'000'000,
           [](const Where& where) {
             return Words{"systemd-socket-activate", "--inetd", "-a", "-l", where.text(), "cat"};
           }},
          {"socat", "socat", 1'000'000,
           [](const Where& where) { return Words{"socat", socat_listener(where), "EXEC:cat"}; }},
          {"ncat", "ncat", 1'000'000, [](const Where& where) {
             return Words{"ncat", "-l", "-k", "-m", "1000", "-e", "/bin/cat"} + words_of(where);
           }}};
}

constexpr const char* node_datagrams =
    "const s = require('dgram').createSocket('udp4'); s.on('message', (m, r) => s.send(m, r.port, "
    "r.address)); s.bind(+process.argv[1], '127.0.0.1')";

std::vector<Echoer> all_datagram_echoers(const Setting& setting) {
  const std::string limit = setting.limit("datagram_echo");
  return {netkit_echo(setting, "netkit", {"-u"}),
          {"limit (recvmmsg)", limit, 1'000'000,
           [limit](const Where& where) { return Words{limit, short_text(where)}; }},
          {"node", "node", 1'000'000,
           [](const Where& where) { return Words{"node", "-e", node_datagrams, short_text(where)}; }},
          {"socat -b 65536", "socat", 64, [](const Where& where) {
             return Words{"socat", "-b", "65536", "UDP-LISTEN:" + short_text(where) + ",bind=127.0.0.1,fork",
                          "PIPE"};
           }}};
}

std::vector<Echoer> all_brokers(const Setting& setting) {
  const std::string netkit = setting.netkit(), limit = setting.limit("tee_broker");
  return {
      {"netkit", netkit, 1'000'000,
       [netkit](const Where& where) { return Words{netkit, "listen", "-q", "--broker"} + words_of(where); }},
      {"limit (tee)", limit, 1'000'000,
       [limit](const Where& where) { return Words{limit, short_text(where)}; }},
      {"ncat", "ncat", 1'000'000,
       [](const Where& where) { return Words{"ncat", "-l", "--broker"} + words_of(where); }}};
}

template <typename Peer>
std::vector<Peer> those_there(const std::vector<Peer>& all, Report& report) {
  std::vector<Peer> found;
  for (const Peer& each : all) {
    if (is_there(each.program, report)) found.push_back(each);
  }
  return found;
}

bool is_program(const std::string& path) {
  return ::access(path.c_str(), X_OK) == 0;
}

}  // namespace

std::vector<Movers> movers(const Setting& setting, Report& report) {
  return those_there(all_movers(setting), report);
}

std::vector<Echoer> echoers(const Setting& setting, Report& report) {
  return those_there(all_echoers(setting), report);
}

std::vector<Echoer> forwarders(const Setting& setting, Report& report, const Where& target) {
  return those_there(all_forwarders(setting, target), report);
}

std::vector<Echoer> spawners(const Setting& setting, Report& report) {
  return those_there(all_spawners(setting), report);
}

std::vector<Echoer> datagram_echoers(const Setting& setting, Report& report) {
  return those_there(all_datagram_echoers(setting), report);
}

std::vector<Echoer> brokers(const Setting& setting, Report& report) {
  return those_there(all_brokers(setting), report);
}

Echoer netkit_echo(const Setting& setting, const std::string& name, const Words& options) {
  const std::string netkit = setting.netkit();
  return {name, netkit, 1'000'000, [netkit, options](const Where& where) {
            return Words{netkit, "echo", "-q"} + options + words_of(where);
          }};
}

Echoer epoll_echo(const Setting& setting, const std::string& name, const Words& options) {
  const std::string bare = setting.limit("epoll_echo");
  return {name, bare, 1'000'000,
          [bare, options](const Where& where) { return Words{bare, short_text(where)} + options; }};
}

bool is_there(const std::string& program, Report& report) {
  if (program.contains('/') && is_program(program)) return true;
  std::istringstream path(std::getenv("PATH"));
  for (std::string directory; std::getline(path, directory, ':');) {
    if (is_program(directory + "/" + program)) return true;
  }
  report.note("Missing: " + program + " is not installed.");
  return false;
}

bool netkit_has(const Setting& setting, const Words& command, const std::string& word) {
  return output_of(Words{setting.netkit()} + command + Words{"--help"}).contains(word);
}

}  // namespace netkit::bench
