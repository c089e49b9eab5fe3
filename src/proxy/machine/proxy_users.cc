// SPDX-License-Identifier: MIT
#include <netkit/proxy/machine/proxy_users.h>

#include <netkit/base/ascii.h>
#include <netkit/base/bytes.h>
#include <netkit/base/text_encoder.h>
#include <netkit/proxy/machine/http_lines.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>

namespace netkit {
namespace {

using Parameters = std::map<std::string, std::string, std::less<>>;

constexpr std::string_view realm = "netkit";

std::string_view without_blanks_before(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  return text;
}

/// The first of two words, and the rest.
std::pair<std::string_view, std::string_view> split_scheme(std::string_view value) {
  const auto end = std::min(value.find(' '), value.size());
  return {value.substr(0, end), without_blanks_before(value.substr(end))};
}

std::optional<std::string> take_quoted(std::string_view& text) {
  std::string value;
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (text[at] == '"') {
      text.remove_prefix(at + 1);
      return value;
    }
    if (text[at] == '\\' && ++at == text.size()) break;
    value += text[at];
  }
  return std::nullopt;
}

std::optional<std::string> take_value(std::string_view& text) {
  if (text.starts_with('"')) return take_quoted(text);
  const auto end = std::min(text.find_first_of(" \t,"), text.size());
  std::string value(text.substr(0, end));
  text.remove_prefix(end);
  return value;
}

/// "a=b, c=\"d\"" (RFC 9110, section 11.2). Nothing if there is anything else.
std::optional<Parameters> parse_parameters(std::string_view text) {
  Parameters parameters;
  while (true) {
    text = without_blanks_before(text);
    const auto equals = text.find('=');
    if (equals == text.npos) return std::nullopt;
    std::string name(text.substr(0, equals));
    std::ranges::transform(name, name.begin(), to_lower);
    text = without_blanks_before(text.substr(equals + 1));
    auto value = take_value(text);
    if (!value || !parameters.emplace(std::move(name), std::move(*value)).second) return std::nullopt;
    text = without_blanks_before(text);
    if (text.empty()) return parameters;
    if (!text.starts_with(',')) return std::nullopt;
    text.remove_prefix(1);
  }
}

std::string get(const Parameters& parameters, std::string_view name) {
  const auto found = parameters.find(name);
  return found == parameters.end() ? "" : found->second;
}

/// "00000001" (RFC 7616, section 3.4).
std::optional<std::uint32_t> count_in(std::string_view text) {
  constexpr std::size_t digits = 8;
  if (text.size() != digits || !std::ranges::all_of(text, is_hex_digit)) return std::nullopt;
  std::uint32_t count = 0;
  std::from_chars(text.data(), text.data() + text.size(), count, 16);
  return count;
}

}  // namespace

/// An answer to Digest.
struct ProxyUsers::Answer {
  std::string algorithm;  // "MD5", "SHA-256"
  std::string user, nonce, uri, response;
  std::string qop, count_text, cnonce;
  std::optional<std::uint32_t> count;

  static std::optional<Answer> of(const Parameters& parameters) {
    Answer answer{get(parameters, "algorithm"), get(parameters, "username"), get(parameters, "nonce"),
                  get(parameters, "uri"),       get(parameters, "response"), get(parameters, "qop"),
                  get(parameters, "nc"),        get(parameters, "cnonce"),   {}};
    if (answer.algorithm.empty()) answer.algorithm = "MD5";
    for (const std::string_view known : {"MD5", "SHA-256"}) {
      if (same_http_name(answer.algorithm, known)) answer.algorithm = known;
    }
    answer.count = count_in(answer.count_text);
    const bool is_known = answer.algorithm == "MD5" || answer.algorithm == "SHA-256";
    const bool is_whole = parameters.contains("username") && get(parameters, "realm") == realm &&
                          !answer.uri.empty() && !answer.response.empty();
    const bool counts = answer.qop == "auth" && answer.count && !answer.cnonce.empty();
    if (!is_known || !is_whole || !(counts || answer.qop.empty())) return std::nullopt;
    if (!counts) answer.count.reset();
    return answer;
  }
};

ProxyUsers::ProxyUsers(std::vector<ProxyCredentials> all, HashFunction hash, std::shared_ptr<Nonces> nonces)
    : all_(std::move(all)), hash_(std::move(hash)), nonces_(std::move(nonces)) {}

// All are compared, however early one of them is found.
bool ProxyUsers::know(std::string_view user, std::string_view password) const {
  bool is_known = false;
  for (const ProxyCredentials& one : all_) {
    const bool is_user = same_secret(one.user, user);
    const bool is_password = same_secret(one.password.value_or(""), password);
    is_known = is_known || (is_user && is_password);
  }
  return is_known;
}

std::vector<std::string> ProxyUsers::challenges(bool is_stale) const {
  const std::string named = "realm=\"" + std::string(realm) + '"';
  std::vector<std::string> values;
  if (hash_) {
    const std::string nonce = nonces_->make();
    for (const std::string_view algorithm : {"SHA-256", "MD5"})
      values.push_back("Digest " + named + ", nonce=\"" + nonce + "\", qop=\"auth\", algorithm=" +
                       std::string(algorithm) + (is_stale ? ", stale=true" : ""));
  }
  values.push_back("Basic " + named);
  return values;
}

ProxyUsers::Verdict ProxyUsers::check(std::string_view value, std::string_view method,
                                      const std::vector<std::string>& uris) const {
  const auto [scheme, rest] = split_scheme(value);
  if (same_http_name(scheme, "Basic")) return check_basic(rest);
  if (same_http_name(scheme, "Digest") && hash_) return check_digest(rest, method, uris);
  return {};
}

ProxyUsers::Verdict ProxyUsers::check_basic(std::string_view text) const {
  constexpr std::string_view signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
  if (text.find_first_not_of(signs) != text.npos) return {};
  const auto decoded = encode(text, Encoding::base64);
  const std::string both(as_text(decoded));
  const auto colon = both.find(':');
  if (colon == both.npos) return {};
  std::string user = both.substr(0, colon);
  if (!know(user, std::string_view(both).substr(colon + 1))) return {};
  return {.is_good = true, .user = std::move(user)};
}

/// RFC 7616, section 3.4.1; without qop RFC 2069.
std::string ProxyUsers::response_for(const ProxyCredentials& user, const Answer& answer,
                                     std::string_view method) const {
  const auto h = [&](const std::string& text) { return hash_(answer.algorithm, text); };
  const std::string secret = h(user.user + ':' + std::string(realm) + ':' + user.password.value_or(""));
  const std::string asked = h(std::string(method) + ':' + answer.uri);
  if (answer.qop.empty()) return h(secret + ':' + answer.nonce + ':' + asked);
  return h(secret + ':' + answer.nonce + ':' + answer.count_text + ':' + answer.cnonce + ":auth:" + asked);
}

ProxyUsers::Verdict ProxyUsers::check_digest(std::string_view text, std::string_view method,
                                             const std::vector<std::string>& uris) const {
  const auto parameters = parse_parameters(text);
  const auto answer = parameters ? Answer::of(*parameters) : std::nullopt;
  if (!answer || !nonces_->is_own(answer->nonce) || std::ranges::find(uris, answer->uri) == uris.end())
    return {};
  bool is_right = false;
  for (const ProxyCredentials& one : all_) {
    const bool is_user = same_secret(one.user, answer->user);
    const bool is_response = same_secret(response_for(one, *answer, method), answer->response);
    is_right = is_right || (is_user && is_response);
  }
  if (!is_right) return {};
  const Nonces::Use use = nonces_->use(answer->nonce, answer->count);
  return {.is_good = use == Nonces::Use::good, .is_stale = use == Nonces::Use::stale, .user = answer->user};
}

}  // namespace netkit
