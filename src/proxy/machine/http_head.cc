// SPDX-License-Identifier: MIT
#include <netkit/proxy/machine/http_head.h>

#include <netkit/base/ascii.h>
#include <netkit/proxy/machine/http_lines.h>

#include <algorithm>

namespace netkit {
namespace {

constexpr std::size_t longest_reason = 100;

/// What follows the status: "HTTP/1.1 200 OK".
std::string reason_of(std::string_view line) {
  constexpr std::size_t before = 12;
  line.remove_prefix(std::min(line.find_first_not_of(' ', before), line.size()));
  return std::string(line.substr(0, longest_reason));
}

std::expected<std::optional<HttpHead>, std::string> no_http() {
  return std::unexpected("does not speak HTTP");
}

}  // namespace

std::vector<std::string> HttpHead::values_of(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [field, value] : fields) {
    if (field == name) values.push_back(value);
  }
  return values;
}

std::expected<std::optional<HttpHead>, std::string> take_http_head(std::string& input) {
  if (!may_become_http_response(input)) return no_http();
  const auto lines = take_http_lines(input);
  if (!lines && lines.error() == HttpLinesFault::too_long)
    return std::unexpected("its answer is longer than 64 KiB");
  if (!lines) return no_http();
  if (!*lines) return std::nullopt;
  HttpHead head{.status = http_status((*lines)->front()), .reason = reason_of((*lines)->front())};
  if (head.status == 0) return no_http();
  for (std::size_t i = 1; i < (*lines)->size(); ++i) {
    auto field = parse_http_field((**lines)[i]);
    if (!field) continue;
    std::ranges::transform(field->name, field->name.begin(), to_lower);
    head.fields.emplace_back(std::move(field->name), std::move(field->value));
  }
  return head;
}

}  // namespace netkit
