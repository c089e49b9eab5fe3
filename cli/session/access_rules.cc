// SPDX-License-Identifier: MIT
#include "cli/session/access_rules.h"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "cli/report/usage_error.h"
#include "cli/text/list_loading.h"

namespace netkit::cli {
namespace {

std::shared_ptr<const BlockList> list_of(const std::shared_ptr<const ListedRules>& rules) {
  if (!rules) return nullptr;
  return {rules, &rules->list()};
}

bool is_file(const ListInput& input) {
  return input.file() != nullptr;
}

// A pipe would be an empty list if it were read again.
bool is_read_once(const std::string& path) {
  std::error_code ignored;
  const auto status = std::filesystem::status(path, ignored);
  return path == "-" || (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status));
}

}  // namespace

AccessRules::AccessRules(const AccessSettings& given, Report& report) : given_(&given), report_(&report) {
  auto all = read();
  if (!all) throw UsageError(all.error().message);
  read_ = std::move(*all);
}

std::expected<std::shared_ptr<const ListedRules>, AccessRules::Failure> AccessRules::read(
    const Inputs& inputs, Read& all) const {
  if (inputs.empty()) return nullptr;
  const LoadOptions options{[this](const std::string& line) { report_->say(0, line); }};
  const auto rules = std::make_shared<ListedRules>();
  IntoRules sink(*rules);
  for (const ListInput& input : inputs) {
    try {
      const std::uint64_t count = load_list(input, sink, options);
      if (is_file(input)) all.files.emplace_back(*input.file(), count);
    } catch (const UsageError& error) {
      return std::unexpected(Failure{*input.file(), error.what()});
    }
  }
  (void)rules->list().check(IpAddress());  // compiles the list, so that no client has to wait for that
  return rules;
}

std::expected<AccessRules::Read, AccessRules::Failure> AccessRules::read() const {
  Read all;
  auto block = read(given_->block, all);
  if (!block) return std::unexpected(std::move(block.error()));
  auto allow = read(given_->allow, all);
  if (!allow) return std::unexpected(std::move(allow.error()));
  all.block = std::move(*block);
  all.allow = std::move(*allow);
  return all;
}

AccessLists AccessRules::lists() const {
  return {list_of(read_.block), list_of(read_.allow)};
}

std::string AccessRules::rule_against(const IpAddress& address) const {
  const auto place = read_.block ? read_.block->find(address.unmapped()) : std::nullopt;
  if (!place) return "not on the allow list";
  return fmt::format("{}: {}", read_.block->source(*place), to_string(read_.block->rule(*place)));
}

bool AccessRules::have_files() const {
  return !read_.files.empty();
}

std::expected<AccessRules::Read, AccessRules::Failure> AccessRules::read_again() const {
  for (const auto& [file, rules] : read_.files) {
    if (is_read_once(file)) {
      return std::unexpected(
          Failure{file, fmt::format("'{}' is not a regular file and cannot be read again", file)});
    }
  }
  return read();
}

bool AccessRules::reload() {
  auto all = read_again();
  if (!all) {
    const auto& [file, message] = all.error();
    report_->event("reload", {{"file", file}, {"error", message}});
    report_->say(0, fmt::format("{}; all lists are unchanged", message));
    return false;
  }
  read_ = std::move(*all);
  return true;
}

void AccessRules::report_reloaded() const {
  for (const auto& [file, rules] : read_.files) {
    report_->event("reload", {{"file", file}, {"rules", static_cast<std::int64_t>(rules)}});
    report_->say(0, fmt::format("reloaded '{}' (rules: {})", file, rules));
  }
}

}  // namespace netkit::cli
