// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "heard.h"

namespace netkit::test {
namespace {

const std::string saved =
    "create v4 hash:net family inet hashsize 1024 maxelem 65536 comment\n"
    "add v4 10.0.0.0/8 comment \"ten nomatch\" timeout 5\n"
    "add v4 192.0.2.1\n"
    "add v4 192.0.2.1-192.0.2.3 timeout 300\n"
    "add v4 10.1.0.0/16 nomatch\n"
    "add v4 10.0.0.256\n"
    "create v6 hash:ip family inet6\n"
    "  add v6 ::1 comment \"\"\n"
    "create slash24 hash:ip family inet netmask 24\n"
    "add slash24 10.2.3.0\n"
    "create ports hash:ip,port family inet\n"
    "add ports 10.0.0.1,tcp:80\n"
    "# done\n"
    "swap v4 v6\n"
    "del v4 10.0.0.0/8\n";

TEST(IpsetList, HasTheEntriesOfItsSets) {
  EXPECT_EQ(heard_of(saved),
            (HeardLines{
                "2:8 10.0.0.0/8 (ten nomatch)",
                "3:8 192.0.2.1",
                "4:8 192.0.2.1-192.0.2.3",
                "5:8 fault: an exception ('nomatch'), which no rule can be: '10.1.0.0/16'",
                "6:15 fault: an octet over 255 in '10.0.0.256'",
                "8:10 ::1",
                "10:13 10.2.3.0/24",
                "11:14 fault: a set of other things than addresses: 'hash:ip,port'",
                "12:11 fault: an entry of a set of other things than addresses: '10.0.0.1,tcp:80'",
                "15:1 fault: a command of ipset other than create and add: 'del'",
            }));
}

TEST(IpsetList, MayBeCutAnywhere) {
  expect_cut_anywhere(saved);
}

TEST(IpsetList, MayEndInTheMiddleOfAnEntry) {
  EXPECT_EQ(heard_of("add x 10.0.0.1 comment \"never"), HeardLines{"1:7 10.0.0.1 (never)"});
  EXPECT_EQ(heard_of("add x\n"), HeardLines{"1:6 fault: it ends too early in ''"});
}

}  // namespace
}  // namespace netkit::test
