// SPDX-License-Identifier: MIT
#include "cli/session/access_rules.h"

#include <fmt/core.h>
#include <netkit/addr/embedded_ipv4.h>

#include <algorithm>
#include <filesystem>
#include <new>
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
  adopt(std::move(*all));
}

void AccessRules::adopt(Read all) {
  for (const std::string& warning : all.warnings) report_->say(0, warning);
  read_ = std::move(all);
}

std::expected<std::shared_ptr<const ListedRules>, AccessRules::Failure> AccessRules::read(
    const Inputs& inputs, Read& all) const {
  if (inputs.empty()) return nullptr;
  const LoadOptions options{.warn = [&all](const std::string& line) { all.warnings.push_back(line); },
                            .advice = ZerosAdvice::other_command};
  const auto rules = std::make_shared<ListedRules>();
  IntoRules sink(*rules);
  for (const ListInput& input : inputs) {
    const std::string name = is_file(input) ? *input.file() : input.option;
    try {
      const ListSummary summary = load_list(input, sink, options);
      // Compiles the list, so that no client has to wait for that.
      if (&input == &inputs.back()) (void)rules->list().check(IpAddress());
      if (is_file(input)) all.files.push_back({*input.file(), summary.rules, summary.is_blank()});
    } catch (const UsageError& error) {
      return std::unexpected(Failure{name, error.what()});
    } catch (const std::bad_alloc&) {
      return std::unexpected(Failure{name, fmt::format("cannot read '{}': not enough memory", name)});
    }
  }
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

std::optional<std::string> AccessRules::rule_that_blocks(const IpAddress& address) const {
  if (!read_.block) return std::nullopt;
  const auto embedded = embedded_ipv4(address);
  for (const IpAddress& one : {address.unmapped(), embedded ? embedded->address : address}) {
    if (read_.block->find(one)) return rule_against(one);
  }
  return std::nullopt;
}

bool AccessRules::have_files() const {
  return !read_.files.empty();
}

std::expected<AccessRules::Read, AccessRules::Failure> AccessRules::read_again() const {
  for (const File& file : read_.files) {
    if (is_read_once(file.path)) {
      return std::unexpected(
          Failure{file.path, fmt::format("'{}' is not a regular file and cannot be read again", file.path)});
    }
  }
  auto all = read();
  if (!all) return all;
  if (auto failure = why_not(*all)) return std::unexpected(std::move(*failure));
  return all;
}

/// A file that is being written anew is empty for a moment; one that is meant to be says so in a comment.
std::optional<AccessRules::Failure> AccessRules::why_not(const Read& all) const {
  for (std::size_t i = 0; i < all.files.size(); ++i) {
    if (!all.files[i].is_blank || read_.files[i].rules == 0) continue;
    const std::string& path = all.files[i].path;
    return Failure{path, fmt::format("'{}' is empty now; if that is meant, write a comment into it", path)};
  }
  return std::nullopt;
}

bool AccessRules::reload() {
  auto all = read_again();
  if (!all) {
    const auto& [file, message] = all.error();
    report_->event("reload", {{"file", file}, {"error", message}});
    report_->say(0, fmt::format("{}; all lists are unchanged", message));
    return false;
  }
  adopt(std::move(*all));
  return true;
}

void AccessRules::report_reloaded() const {
  for (const auto& [path, rules, is_blank] : read_.files) {
    report_->event("reload", {{"file", path}, {"rules", static_cast<std::int64_t>(rules)}});
    report_->say(0, fmt::format("reloaded '{}' (rules: {})", path, rules));
  }
}

}  // namespace netkit::cli
