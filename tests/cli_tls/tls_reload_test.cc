// SPDX-License-Identifier: MIT
// SIGHUP with certificates: new connections get the new ones.
#include <gtest/gtest.h>

#include <csignal>

#include "support/fd_io.h"
#include "support/raw_socket.h"
#include "tls_files.h"

namespace netkit::test {
namespace {

class TlsReload : public testing::Test {
 protected:
  bool trusted_by(const std::string& issuer) const {
    return run_netkit(connect_words(server_.where, {"--tls", "--ca", issuer}), "x").status == 0;
  }
  void hang_up(const std::string& then) {
    server_.process->signal(SIGHUP);
    server_.process->wait_for_stderr(then);
  }

  TlsFiles files_, other_;
  Server server_ = start_server("echo", Transport::tcp4, files_.server({"--events", "-v"}));
};

TEST_F(TlsReload, BringsTheNewCertificateAndLeavesConnectionsAlone) {
  Process live(netkit(connect_words(server_.where, files_.client())));
  live.write_stdin("before");
  EXPECT_EQ(live.wait_for_stdout(6), "before");
  files_.dir.write("cert.pem", other_.leaf.pem());
  files_.dir.write("key.pem", other_.leaf.key_pem());
  hang_up("\"event\":\"reload\",\"file\":\"" + files_.cert + "\",\"fingerprint256\":\"");
  EXPECT_TRUE(trusted_by(other_.ca));
  EXPECT_FALSE(trusted_by(files_.ca));
  live.write_stdin(", after");
  EXPECT_EQ(live.wait_for_stdout(13), "before, after");
}

TEST_F(TlsReload, KeepsTheOldOneIfTheNewDoesNotFit) {
  files_.dir.write("cert.pem", other_.leaf.pem());
  hang_up("\"error\":\"--key: " + files_.key + ": does not belong to the certificate\"}");
  EXPECT_TRUE(trusted_by(files_.ca));
  files_.dir.write("cert.pem", "nonsense");
  hang_up("\"error\":\"--cert: " + files_.cert + ": is no PEM");
  EXPECT_TRUE(trusted_by(files_.ca));
}

}  // namespace
}  // namespace netkit::test
