// SPDX-License-Identifier: MIT
#include <netkit/proxy/machine/http_head.h>

#include <netkit/base/ascii.h>

#include <algorithm>
#include <charconv>

namespace netkit {
namespace {

constexpr std::size_t longest_head = std::size_t{64} << 10, longest_reason = 100;
constexpr std::string_view version = "HTTP/1.";

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

/// Off the front, without its end; nothing if there is no whole line.
std::optional<std::string_view> take_line(std::string_view& text) {
  const auto end = text.find('\n');
  if (end == text.npos) return std::nullopt;
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

/// "HTTP/1.1 200 OK".
bool read_status(std::string_view line, HttpHead& head) {
  constexpr std::size_t at = 9;
  if (!line.starts_with(version) || line.size() < at + 3 || !is_digit(line[7]) || line[8] != ' ')
    return false;
  const std::string_view digits = line.substr(at, 3);
  if (!is_number(digits) || (line.size() > at + 3 && line[at + 3] != ' ')) return false;
  std::from_chars(digits.data(), digits.data() + digits.size(), head.status);
  head.reason = trimmed(line.substr(at + 3)).substr(0, longest_reason);
  return true;
}

void read_field(std::string_view line, HttpHead& head) {
  const bool is_folded = line.starts_with(' ') || line.starts_with('\t');
  if (is_folded && !head.fields.empty()) {
    head.fields.back().second.append(" ").append(trimmed(line));
    return;
  }
  const auto colon = line.find(':');
  if (colon == line.npos) return;
  std::string name(line.substr(0, colon));
  std::ranges::transform(name, name.begin(), to_lower);
  head.fields.emplace_back(std::move(name), trimmed(line.substr(colon + 1)));
}

bool may_become_head(std::string_view input) {
  return input.substr(0, version.size()) == version.substr(0, std::min(input.size(), version.size()));
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
  if (!may_become_head(input)) return std::unexpected("does not speak HTTP");
  std::string_view rest = input;
  HttpHead head;
  for (bool is_first = true; const auto line = take_line(rest); is_first = false) {
    if (input.size() - rest.size() > longest_head) break;
    if (is_first && !read_status(*line, head)) return std::unexpected("does not speak HTTP");
    if (line->empty()) {
      input.erase(0, input.size() - rest.size());
      return head;
    }
    if (!is_first) read_field(*line, head);
  }
  if (input.size() > longest_head) return std::unexpected("its answer is longer than 64 KiB");
  return std::nullopt;
}

}  // namespace netkit
