// SPDX-License-Identifier: MIT
#include <netkit/proxy/machine/http_lines.h>

#include <netkit/base/ascii.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace netkit {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::string_view response_start = "HTTP/1.";

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

/// The size of a head, with the empty line that ends it; 0 while it is not complete.
std::size_t size_of_head(std::string_view input) {
  for (std::size_t end = input.find('\n'); end != input.npos; end = input.find('\n', end + 1)) {
    if (input.substr(end + 1).starts_with('\n')) return end + 2;
    if (input.substr(end + 1).starts_with("\r\n")) return end + 3;
  }
  return 0;
}

bool add_line(std::string_view line, HttpLines& lines) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (line.find_first_of("\0\r"sv) != line.npos) return false;
  const bool is_folded = line.starts_with(' ') || line.starts_with('\t');
  if (!is_folded) {
    lines.emplace_back(line);
    return true;
  }
  if (lines.size() < 2) return false;
  lines.back().append(" ").append(trimmed(line));
  return true;
}

bool is_token_sign(char c) {
  return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'z') ||
         "!#$%&'*+-.^_`|~"sv.find(c) != std::string_view::npos;
}

}  // namespace

std::expected<std::optional<HttpLines>, HttpLinesFault> take_http_lines(std::string& input) {
  const std::size_t size = size_of_head(input);
  if ((size == 0 ? input.size() : size) > longest_http_head) return std::unexpected(HttpLinesFault::too_long);
  if (size == 0 && input.contains('\0')) return std::unexpected(HttpLinesFault::malformed);
  if (size == 0) return std::nullopt;
  HttpLines lines;
  std::string_view rest = std::string_view(input).substr(0, size);
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    if (!add_line(rest.substr(0, end), lines)) return std::unexpected(HttpLinesFault::malformed);
    rest.remove_prefix(end + 1);
  }
  lines.pop_back();
  input.erase(0, size);
  return lines;
}

std::optional<HttpField> parse_http_field(std::string_view line) {
  const auto colon = line.find(':');
  if (colon == line.npos || colon == 0) return std::nullopt;
  const std::string_view name = line.substr(0, colon);
  if (!std::ranges::all_of(name, is_token_sign)) return std::nullopt;
  return HttpField{std::string(name), std::string(trimmed(line.substr(colon + 1)))};
}

int http_status(std::string_view line) {
  constexpr std::size_t at = response_start.size() + 2, size = 3;
  if (!line.starts_with(response_start) || line.size() < at + size) return 0;
  if (!is_digit(line[at - 2]) || line[at - 1] != ' ') return 0;
  const std::string_view digits = line.substr(at, size);
  if (!is_number(digits) || (line.size() > at + size && line[at + size] != ' ')) return 0;
  int status = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), status);
  return status;
}

bool may_become_http_response(std::string_view bytes) {
  return response_start.starts_with(bytes.substr(0, response_start.size()));
}

bool same_http_name(std::string_view one, std::string_view other) {
  return std::ranges::equal(one, other, {}, to_lower, to_lower);
}

std::vector<std::string_view> http_list(std::string_view value) {
  std::vector<std::string_view> members;
  while (!value.empty()) {
    const auto comma = std::min(value.find(','), value.size());
    if (const auto member = trimmed(value.substr(0, comma)); !member.empty()) members.push_back(member);
    value.remove_prefix(std::min(comma + 1, value.size()));
  }
  return members;
}

bool is_hop_by_hop(const HttpField& field, const std::vector<std::string>& named) {
  constexpr std::array<std::string_view, 8> always{
      "Connection",         "Keep-Alive", "Proxy-Connection", "Proxy-Authorization",
      "Proxy-Authenticate", "TE",         "Trailer",          "Upgrade"};
  const auto is_same = [&field](std::string_view name) { return same_http_name(field.name, name); };
  return std::ranges::any_of(always, is_same) || std::ranges::any_of(named, is_same);
}

std::vector<std::string> named_by_connection(const std::vector<HttpField>& fields) {
  std::vector<std::string> named;
  for (const HttpField& field : fields) {
    if (!same_http_name(field.name, "Connection")) continue;
    for (const std::string_view name : http_list(field.value)) named.emplace_back(name);
  }
  return named;
}

}  // namespace netkit
