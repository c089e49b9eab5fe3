// SPDX-License-Identifier: MIT
#include "cli/report/print_line.h"

#include <fmt/core.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <memory>
#include <mutex>
#include <string>

#include "cli/report/printable.h"

namespace netkit::cli {
namespace {

class MessageSink final : public spdlog::sinks::base_sink<std::mutex> {
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    message_writer().write({line.data(), line.size()});
  }
  void flush_() override {}
};

// Made for the first line, since most runs print none.
spdlog::logger& logger() {
  static spdlog::logger instance = [] {
    spdlog::logger made("netkit", std::make_shared<MessageSink>());
    made.set_pattern("netkit: %v");
    return made;
  }();
  return instance;
}

std::string lost_line(std::uint64_t lines) {
  return fmt::format("netkit: {} message{} lost\n", lines, lines == 1 ? " was" : "s were");
}

}  // namespace

void print_line(std::string_view line) {
  std::string shown;
  append_printable(shown, line);
  logger().info("{}", shown);
}

LineWriter& message_writer() {
  static LineWriter writer(STDERR_FILENO, {lost_line});
  return writer;
}

}  // namespace netkit::cli
