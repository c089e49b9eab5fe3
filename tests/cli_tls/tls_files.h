// SPDX-License-Identifier: MIT
#pragma once

#include <sys/stat.h>

#include <string>

#include "support/certificates.h"
#include "support/netkit.h"
#include "support/temp_dir.h"

namespace netkit::test {

/// An issuer, and a certificate for localhost and 127.0.0.1 with its key, as files.
struct TlsFiles {
  explicit TlsFiles(const CertificateRequest& of_leaf = for_localhost()) : leaf(of_leaf, issuer) {
    ::chmod(key.c_str(), 0600);
  }

  /// What a server is given, and a client that trusts it.
  Words server(const Words& more = {}) const { return Words{"--tls", "--cert", cert, "--key", key} + more; }
  Words client(const Words& more = {}) const { return Words{"--tls", "--ca", ca} + more; }

  TempDir dir;
  Certificate issuer{{.subject = "an issuer", .is_issuer = true}};
  Certificate leaf;
  std::string ca = dir.write("ca.pem", issuer.pem());
  std::string cert = dir.write("cert.pem", leaf.pem());
  std::string key = dir.write("key.pem", leaf.key_pem());
};

/// `netkit connect` to it.
inline Words connect_words(const Where& where, const Words& options) {
  return Words{"connect"} + options + where.netkit_words();
}

/// Of somebody else.
inline Launch program(const Words& words) {
  Launch launch;
  launch.argv = words;
  return launch;
}

}  // namespace netkit::test
