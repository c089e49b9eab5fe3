// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "commands.h"
#include "packed.h"
#include "support/data.h"

namespace netkit::test {
namespace {

class DebianPackages : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* program : {"dpkg-shlibdeps", "file"}) {
      if (!has_program(program)) GTEST_SKIP() << program << " is not installed";
    }
  }

  static std::string field(const std::string& deb, const std::string& name) {
    return output_of({"dpkg-deb", "--field", deb, name});
  }
};

TEST_F(DebianPackages, WantOfOthersWhatTheyUse) {
  EXPECT_EQ(packed().debs().size(), 4u);
  const std::string program = field(packed().deb("netkit"), "Depends");
  EXPECT_TRUE(program.contains("libc6 (>= ")) << program;
  EXPECT_FALSE(program.contains("libnetkit")) << program;
  EXPECT_FALSE(program.contains("ssl")) << program;
  EXPECT_EQ(field(packed().deb("netkit"), "Recommends"), "netkit-tls\n");
  const std::string tls = field(packed().deb("netkit-tls"), "Depends");
  EXPECT_TRUE(tls.contains("libssl3 (>= ")) << tls;
  const std::string library = field(packed().deb("libnetkit" NETKIT_SOVERSION), "Depends");
  EXPECT_TRUE(library.contains("libuv1 (>= ")) << library;
  EXPECT_TRUE(library.contains("libidn2-0 (>= ")) << library;
  EXPECT_FALSE(library.contains("spdlog")) << library;
  const std::string development = field(packed().deb("libnetkit-dev"), "Depends");
  EXPECT_TRUE(development.contains("libnetkit" NETKIT_SOVERSION " (= " NETKIT_VERSION)) << development;
  EXPECT_TRUE(development.contains("libuv1-dev")) << development;
  EXPECT_TRUE(development.contains("libidn2-dev")) << development;
}

TEST_F(DebianPackages, TellOthersWhichVersionTheyNeed) {
  const std::string library = packed().deb("libnetkit" NETKIT_SOVERSION);
  EXPECT_EQ(output_of({"dpkg-deb", "--info", library, "shlibs"}),
            "libnetkit " NETKIT_SOVERSION " libnetkit" NETKIT_SOVERSION " (>= " NETKIT_VERSION ")\n");
  EXPECT_TRUE(output_of({"dpkg-deb", "--info", library, "triggers"}).contains("ldconfig"));
}

TEST_F(DebianPackages, AreCleanForLintian) {
  if (!has_program("lintian")) GTEST_SKIP() << "lintian is not installed";
  Command lintian = {"lintian", "--allow-root", "--fail-on", "error,warning"};
  for (const std::string& file : packed().debs()) lintian.push_back(file);
  EXPECT_EQ(output_of(lintian), "");
}

TEST(Packages, AreTheSameWheneverTheyAreMade) {
  const Packed again;
  for (const char* package : {"netkit", "netkit-tls", "libnetkit" NETKIT_SOVERSION, "libnetkit-dev"}) {
    EXPECT_TRUE(same_bytes(contents(packed().deb(package)), contents(again.deb(package)))) << package;
  }
  EXPECT_TRUE(same_bytes(contents(packed().archive()), contents(again.archive())));
}

TEST(Packages, AreInOneArchiveToo) {
  const std::string names = output_of({"tar", "-tzf", packed().archive()});
  for (const char* name :
       {"/bin/netkit\n", "/share/man/man1/netkit.1\n", "/include/netkit/net/server.h\n", "/libnetkit.a\n",
        "/libnetkit.so\n", "/netkit.pc\n", "/share/doc/netkit/LICENSE\n", "/netkit/netkit-tls.so\n"}) {
    EXPECT_TRUE(names.contains(name)) << name << names;
  }
}

}  // namespace
}  // namespace netkit::test
