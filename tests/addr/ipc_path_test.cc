// SPDX-License-Identifier: MIT
#include <netkit/addr/ipc_path.h>

#include <gtest/gtest.h>
#include <sys/un.h>

#include <string>

namespace netkit {
namespace {

using std::string_view_literals::operator""sv;

static_assert(sizeof(sockaddr_un::sun_path) == IpcPath::max_length + 1);

IpcPath path(std::string_view text) {
  const auto parsed = IpcPath::parse(text);
  EXPECT_TRUE(parsed) << text;
  return parsed.value();
}

IpcPathProblem problem(std::string_view text) {
  const auto parsed = IpcPath::parse(text);
  EXPECT_FALSE(parsed) << text;
  return parsed.error();
}

TEST(IpcPath, IsAPath) {
  for (const auto text : {"/tmp/echo.sock", "relative", "./@name", "a/@b", "-", " ", "\\x",
                          R"(\\server\share)", "//./pipe/x", "\xc3\xa9"}) {
    EXPECT_FALSE(path(text).is_abstract()) << text;
    EXPECT_EQ(path(text).text(), text);
    EXPECT_EQ(path(text).name(), text);
  }
}

TEST(IpcPath, IsAnAbstractNameAfterAnAt) {
  EXPECT_TRUE(path("@name").is_abstract());
  EXPECT_EQ(path("@name").text(), "@name");
  EXPECT_EQ(path("@name").name(), "name");
  EXPECT_EQ(path("@@").name(), "@");
  EXPECT_EQ(path("@/tmp/x").name(), "/tmp/x");
  EXPECT_EQ(path(R"(@\\.\pipe\x)").name(), R"(\\.\pipe\x)");
}

TEST(IpcPath, HoldsWhatFitsBesideOneNul) {
  EXPECT_EQ(path(std::string(107, 'x')).name().size(), 107U);
  EXPECT_EQ(path('@' + std::string(107, 'x')).name().size(), 107U);
  EXPECT_EQ(problem(std::string(108, 'x')), IpcPathProblem::too_long);
  EXPECT_EQ(problem('@' + std::string(108, 'x')), IpcPathProblem::too_long);
  EXPECT_EQ(problem(std::string(1'000'000, 'x')), IpcPathProblem::too_long);
}

TEST(IpcPath, RefusesNothing) {
  EXPECT_EQ(problem(""), IpcPathProblem::empty);
  EXPECT_EQ(problem("@"), IpcPathProblem::empty_abstract_name);
}

TEST(IpcPath, RefusesANulAnywhere) {
  for (const auto text : {"\0name"sv, "na\0me"sv, "name\0"sv, "@\0name"sv, "@name\0"sv, "\0"sv}) {
    EXPECT_EQ(problem(text), IpcPathProblem::embedded_nul);
  }
}

TEST(IpcPath, RefusesTheNamesOfWindowsPipes) {
  for (const auto text : {R"(\\.\pipe\x)", R"(\\?\pipe\x)", R"(\\.\PIPE\x)", R"(\\?\Pipe\)"}) {
    EXPECT_EQ(problem(text), IpcPathProblem::windows_pipe) << text;
  }
  EXPECT_EQ(problem(R"(\\.\pipe\)" + std::string(200, 'x')), IpcPathProblem::windows_pipe);
}

TEST(IpcPath, ComparesByText) {
  EXPECT_EQ(path("@a"), path("@a"));
  EXPECT_NE(path("@a"), path("a"));
  EXPECT_LT(path("a"), path("b"));
}

}  // namespace
}  // namespace netkit
