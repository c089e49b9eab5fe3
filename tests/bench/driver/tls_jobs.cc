// SPDX-License-Identifier: MIT
// TLS: bytes through it, and what it costs to begin.
#include <sys/stat.h>

#include <string>

#include "listening.h"
#include "support/raw_socket.h"
#include "transfer.h"

namespace netkit::bench {

namespace {

using test::Where;

constexpr char suite[] = "TLS_AES_128_GCM_SHA256";

/// A certificate for localhost, which signs itself, and its key.
struct Identity {
  std::string certificate, key;
};

Identity make_identity(const Setting& setting) {
  Identity made{setting.files + "/cert.pem", setting.files + "/key.pem"};
  Child({"openssl", "req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-subj",
         "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", made.key, "-out",
         made.certificate})
      .wait();
  return made;
}

std::string port_of(const Where& where) {
  return std::to_string(where.port);
}

/// s_server ends when its stdin does: this one never does.
std::string fifo_in(const Setting& setting) {
  const std::string path = setting.files + "/never";
  ::mkfifo(path.c_str(), 0600);  // once
  return path;
}

std::vector<Movers> tls_movers(const Setting& setting, Report& report, const Identity& me) {
  const std::string netkit = setting.netkit(), limit = setting.limit("tls_pair");
  std::vector<Movers> found;
  for (Movers& each : std::vector<Movers>{
           {"netkit", netkit,
            [=](const Where& where) {
              return Words{netkit,         "connect",     "--tls",          "--ca",
                           me.certificate, "--send-only", "--ciphersuites", suite} +
                     where.netkit_words();
            },
            [=](const Where& where) {
              return Words{netkit,   "listen",       "--recv-only", "--tls",
                           "--cert", me.certificate, "--key",       me.key} +
                     where.netkit_words();
            }},
           {"openssl s_client, s_server", "openssl",
            [=](const Where& where) {
              return Words{"openssl",       "s_client", "-quiet",   "-no_ign_eof", "-nocommands",
                           "-ciphersuites", suite,      "-connect", where.text()};
            },
            [=](const Where& where) {
              return Words{"sh", "-c",
                           "exec 0<>" + fifo_in(setting) +
                               "; exec openssl s_server -quiet -naccept 1 -num_tickets 0 -accept " +
                               where.text() + " -cert " + me.certificate + " -key " + me.key};
            }},
           {"socat -b 65536", "socat",
            [](const Where& where) {
              return Words{"socat", "-u", "-b", "65536", "STDIN", "OPENSSL:" + where.text() + ",verify=0"};
            },
            [=](const Where& where) {
              return Words{"socat",
                           "-u",
                           "-b",
                           "65536",
                           "OPENSSL-LISTEN:" + port_of(where) + ",bind=" + where.host +
                               ",verify=0,cert=" + me.certificate + ",key=" + me.key,
                           "STDOUT"};
            }},
           {"limit (OpenSSL on a descriptor)", limit,
            [=](const Where& where) { return Words{limit, "send", port_of(where)}; },
            [=](const Where& where) {
              return Words{limit, "receive", port_of(where), me.certificate, me.key};
            }}}) {
    if (is_there(each.program, report)) found.push_back(std::move(each));
  }
  return found;
}

}  // namespace

void tls_transfer(const Setting& setting, Report& report) {
  if (!is_there("openssl", report)) throw CannotRun("openssl makes the certificate");
  const Identity me = make_identity(setting);
  const std::size_t size = setting.pick<std::size_t>(128, 1024) * 1024 * 1024;
  Contest contest{"file → pipe", {{"rate", "GiB/s"}, {"processor time", "s/GiB", Better::less}}, {}};
  for (const Movers& each : tls_movers(setting, report, me)) {
    const auto measure = [&, each] {
      const TransferKind &from = sources().front(), &to = sinks()[3];  // a pipe, where bytes are counted
      return transfer(each, unused_tcp(), size, from.open(setting, size), to.open(setting, size));
    };
    contest.entrants.push_back({each.name, measure, {is_limit(each.name) ? 0.95 : 1.0}});
  }
  report.add(contest, compete(contest, setting.rounds()));
}

}  // namespace netkit::bench
