// SPDX-License-Identifier: MIT
#include <netkit/proxy/machine/authorization.h>

#include <netkit/base/ascii.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <utility>

namespace netkit {
namespace {

/// A scheme and its parameters, names in small letters.
struct Challenge {
  std::string scheme;
  std::map<std::string, std::string> parameters;

  std::string get(const std::string& name) const {
    const auto found = parameters.find(name);
    return found == parameters.end() ? "" : found->second;
  }
};

std::string small(std::string_view text) {
  std::string letters(text);
  std::ranges::transform(letters, letters.begin(), to_lower);
  return letters;
}

// ---- Reading.

/// Takes words, quoted texts and signs off the front of a value.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  bool at_end() {
    skip(" \t,");
    return text_.empty();
  }
  std::string word() {
    skip(" \t");
    const auto end = std::min(text_.find_first_of(" \t,=\""), text_.size());
    std::string taken(text_.substr(0, end));
    text_.remove_prefix(std::max<std::size_t>(end, taken.empty() && !text_.empty() ? 1 : 0));
    return taken;
  }
  bool takes_equals() {
    skip(" \t");
    if (!text_.starts_with('=')) return false;
    text_.remove_prefix(1);
    return true;
  }
  std::string value() {
    skip(" \t");
    return text_.starts_with('"') ? quoted() : word();
  }

 private:
  void skip(std::string_view signs) {
    text_.remove_prefix(std::min(text_.find_first_not_of(signs), text_.size()));
  }
  std::string quoted() {
    std::string taken;
    for (text_.remove_prefix(1); !text_.empty() && text_.front() != '"'; text_.remove_prefix(1)) {
      if (text_.front() == '\\' && text_.size() > 1) text_.remove_prefix(1);
      taken += text_.front();
    }
    if (!text_.empty()) text_.remove_prefix(1);
    return taken;
  }

  std::string_view text_;
};

// A word with '=' behind it is a parameter, any other begins a challenge.
std::vector<Challenge> challenges_in(const std::vector<std::string>& values) {
  std::vector<Challenge> challenges;
  for (const std::string& value : values) {
    Scanner scanner(value);
    const std::size_t before = challenges.size();
    while (!scanner.at_end()) {
      const std::string word = scanner.word();
      if (!scanner.takes_equals()) {
        if (!word.empty()) challenges.push_back({small(word), {}});
      } else if (challenges.size() > before) {
        challenges.back().parameters[small(word)] = scanner.value();
      } else {
        scanner.value();
      }
    }
  }
  return challenges;
}

// ---- Answering.

std::string base64(std::string_view data) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t at = 0; at < data.size(); at += 3) {
    const std::string_view part = data.substr(at, 3);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i)
      bits = bits << 8 | (i < part.size() ? static_cast<unsigned char>(part[i]) : 0U);
    for (std::size_t i = 0; i < 4; ++i) text += i <= part.size() ? digits[bits >> (18 - 6 * i) & 0x3f] : '=';
  }
  return text;
}

std::string quoted(std::string_view text) {
  std::string made = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') made += '\\';
    made += c;
  }
  return made + '"';
}

Authorization basic_answer(const ProxyCredentials& credentials) {
  std::string text = credentials.user;
  if (credentials.password) text += ':' + *credentials.password;
  return {.value = "Basic " + base64(text), .is_basic = true};
}

/// "MD5" or "SHA-256"; empty for what is not known.
std::string algorithm_of(const Challenge& digest) {
  std::string name = small(digest.get("algorithm"));
  if (name.ends_with("-sess")) name.erase(name.size() - 5);
  if (name.empty() || name == "md5") return "MD5";
  return name == "sha-256" ? "SHA-256" : "";
}

bool offers_auth(const std::string& qop) {
  Scanner scanner(qop);
  while (!scanner.at_end()) {
    if (small(scanner.word()) == "auth") return true;
  }
  return false;
}

/// The best has the highest rank; 0: it cannot be answered.
int rank_of(const Challenge& challenge, const HashFunction& hash) {
  if (challenge.scheme == "basic") return challenge.parameters.empty() ? 0 : 1;
  const std::string qop = challenge.get("qop");
  if (challenge.scheme != "digest" || !hash || !challenge.parameters.contains("nonce")) return 0;
  if (!qop.empty() && !offers_auth(qop)) return 0;
  const std::string algorithm = algorithm_of(challenge);
  if (algorithm.empty()) return 0;
  return algorithm == "SHA-256" ? 3 : 2;
}

/// Computes the response of RFC 7616, section 3.4.1.
std::string response_to(const Challenge& digest, const ProxyCredentials& credentials,
                        const AuthorizedRequest& request, const HashFunction& hash) {
  const std::string algorithm = algorithm_of(digest), nonce = digest.get("nonce");
  const auto h = [&](const std::string& text) { return hash(algorithm, text); };
  std::string secret =
      h(credentials.user + ':' + digest.get("realm") + ':' + credentials.password.value_or(""));
  if (small(digest.get("algorithm")).ends_with("-sess"))
    secret = h(secret + ':' + nonce + ':' + request.cnonce);
  const std::string asked = h(request.method + ':' + request.uri);
  if (digest.get("qop").empty()) return h(secret + ':' + nonce + ':' + asked);
  return h(secret + ':' + nonce + ":00000001:" + request.cnonce + ":auth:" + asked);
}

Authorization digest_answer(const Challenge& digest, const ProxyCredentials& credentials,
                            const AuthorizedRequest& request, const HashFunction& hash) {
  std::string text = "Digest username=" + quoted(credentials.user) +
                     ", realm=" + quoted(digest.get("realm")) + ", nonce=" + quoted(digest.get("nonce")) +
                     ", uri=" + quoted(request.uri) + ", response=\"" +
                     response_to(digest, credentials, request, hash) + '"';
  if (digest.parameters.contains("algorithm")) text += ", algorithm=" + digest.get("algorithm");
  if (digest.parameters.contains("opaque")) text += ", opaque=" + quoted(digest.get("opaque"));
  if (!digest.get("qop").empty()) text += ", qop=auth, nc=00000001, cnonce=\"" + request.cnonce + '"';
  return {.value = std::move(text), .is_stale = small(digest.get("stale")) == "true"};
}

}  // namespace

std::optional<Authorization> answer_challenges(const std::vector<std::string>& challenges,
                                               const ProxyCredentials& credentials,
                                               const AuthorizedRequest& request, const HashFunction& hash) {
  const std::vector<Challenge> offered = challenges_in(challenges);
  const auto best = std::ranges::max_element(
      offered, {}, [&hash](const Challenge& challenge) { return rank_of(challenge, hash); });
  if (best == offered.end() || rank_of(*best, hash) == 0) return std::nullopt;
  if (best->scheme == "basic") return basic_answer(credentials);
  return digest_answer(*best, credentials, request, hash);
}

}  // namespace netkit
