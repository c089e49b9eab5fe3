// SPDX-License-Identifier: MIT
#include <netkit/addr/port.h>
#include <netkit/base/ascii.h>
#include <netkit/proxy/machine/http_lines.h>
#include <netkit/proxy/machine/proxy_users.h>
#include <netkit/proxy/machine/request_dialogue.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>
#include <vector>

namespace netkit {
namespace {

using Fields = std::vector<HttpField>;

constexpr std::size_t longest_request_line = 8192;

// In the order of Allow.
constexpr std::array<std::string_view, 8> methods{"GET",   "HEAD",   "POST",    "PUT",
                                                  "PATCH", "DELETE", "OPTIONS", "TRACE"};

/// Why a request is refused: the status, and a line for the user.
struct Fault {
  int status;
  std::string_view text;
};

constexpr Fault bad_head{400, "the head of the request is malformed"};
constexpr Fault bad_target{400, "the target must be HOST:PORT with CONNECT, else an absolute URL of http"};
constexpr Fault bad_length{400, "the length of the body is not clear"};
constexpr Fault loops{403, "the request has come through this proxy already"};

std::string_view reason_of(int status) {
  constexpr std::array<std::pair<int, std::string_view>, 11> reasons{{{400, "Bad Request"},
                                                                      {403, "Forbidden"},
                                                                      {405, "Method Not Allowed"},
                                                                      {407, "Proxy Authentication Required"},
                                                                      {408, "Request Timeout"},
                                                                      {411, "Length Required"},
                                                                      {413, "Content Too Large"},
                                                                      {414, "URI Too Long"},
                                                                      {502, "Bad Gateway"},
                                                                      {504, "Gateway Timeout"},
                                                                      {505, "HTTP Version Not Supported"}}};
  return std::ranges::find(reasons, status, &std::pair<int, std::string_view>::first)->second;
}

Fault fault_of(ProxyOutcome outcome) {
  switch (outcome) {
    case ProxyOutcome::denied:
      return {403, "the rules of this proxy do not allow this target"};
    case ProxyOutcome::unknown_host:
      return {502, "the name of the target has no address"};
    case ProxyOutcome::refused:
      return {502, "the target refused the connection"};
    case ProxyOutcome::network_unreachable:
      return {502, "there is no route to the target"};
    case ProxyOutcome::host_unreachable:
      return {502, "the target cannot be reached"};
    case ProxyOutcome::timed_out:
      return {504, "the target did not answer in time"};
    case ProxyOutcome::no_address:
      return {504, "the target has no address of a family that this proxy uses"};
    case ProxyOutcome::bad_response:
      return {502, "the target did not answer with HTTP"};
    case ProxyOutcome::connected:
    case ProxyOutcome::failed:
      break;
  }
  return {502, "the connection to the target failed"};
}

/// The first line: "GET http://example.com/ HTTP/1.1".
struct RequestLine {
  std::string_view method, target, version;
};

std::optional<RequestLine> split_request_line(std::string_view line) {
  const auto first = line.find(' '), second = line.find(' ', first == line.npos ? first : first + 1);
  if (second == line.npos) return std::nullopt;
  const RequestLine parts{line.substr(0, first), line.substr(first + 1, second - first - 1),
                          line.substr(second + 1)};
  const auto is_word = [](std::string_view word) {
    return !word.empty() && std::ranges::all_of(word, [](unsigned char c) { return c > ' ' && c != 0x7f; });
  };
  if (!is_word(parts.method) || !is_word(parts.target) || !is_word(parts.version)) return std::nullopt;
  return parts;
}

std::optional<ProxyTarget> parse_target(std::string_view text) {
  const auto endpoint = parse_host_port(text);
  if (!endpoint) return std::nullopt;
  const auto* const port = std::get_if<std::uint16_t>(&*endpoint->port);
  const IpLiteral* const literal = endpoint->host->literal();
  if (port == nullptr || *port == 0 || (literal != nullptr && !literal->zone.empty())) return std::nullopt;
  return ProxyTarget{*endpoint->host, *port};
}

/// What an absolute URL of http names (RFC 9112, section 3.2.2).
struct HttpUrl {
  std::string authority;  // without the user
  std::string path;       // with the query, without the fragment
  ProxyTarget target;
};

std::optional<HttpUrl> parse_url(std::string_view text, std::string_view method) {
  constexpr std::string_view scheme = "http://";
  if (!same_http_name(text.substr(0, scheme.size()), scheme)) return std::nullopt;
  text = text.substr(scheme.size(), text.find('#') - scheme.size());
  const auto end = std::min(text.find_first_of("/?"), text.size());
  std::string_view authority = text.substr(0, end);
  authority.remove_prefix(authority.rfind('@') + 1);
  const std::string_view rest = text.substr(end);
  HttpUrl url{std::string(authority), std::string(rest), {}};
  if (rest.empty()) url.path = method == "OPTIONS" ? "*" : "/";  // RFC 9112, section 3.2.4
  if (rest.starts_with('?')) url.path.insert(0, "/");
  const bool has_port = authority.find(':', authority.rfind(']') + 1) != authority.npos;
  const bool port_is_empty = authority.ends_with(':');
  const auto target = parse_target(std::string(authority).append(!has_port       ? ":80"
                                                                 : port_is_empty ? "80"
                                                                                 : ""));
  if (!target) return std::nullopt;
  url.target = *target;
  return url;
}

/// "5", or "5, 5" (RFC 9110, section 8.6).
std::expected<std::uint64_t, Fault> parse_length(std::string_view value) {
  std::optional<std::uint64_t> length;
  for (const std::string_view member : http_list(value)) {
    std::uint64_t number = 0;
    const auto [end, fault] = std::from_chars(member.data(), member.data() + member.size(), number);
    if (!is_number(member) || fault != std::errc() || number > std::numeric_limits<std::int64_t>::max() ||
        length.value_or(number) != number)
      return std::unexpected(bad_length);
    length = number;
  }
  if (!length) return std::unexpected(bad_length);
  return *length;
}

/// The size of the body that follows.
std::expected<std::uint64_t, Fault> body_of(const Fields& fields) {
  std::optional<std::uint64_t> length;
  bool is_chunked = false;
  for (const HttpField& field : fields) {
    is_chunked = is_chunked || same_http_name(field.name, "Transfer-Encoding");
    if (!same_http_name(field.name, "Content-Length")) continue;
    const auto one = parse_length(field.value);
    if (!one) return one;
    if (length.value_or(*one) != *one) return std::unexpected(bad_length);
    length = *one;
  }
  if (is_chunked && length) return std::unexpected(bad_length);
  if (is_chunked) return std::unexpected(Fault{411, "a body must come with Content-Length"});
  return length.value_or(0);
}

class HttpRequest final : public RequestDialogue {
 public:
  HttpRequest(std::string name, std::shared_ptr<const ProxyUsers> users)
      : name_(std::move(name)), users_(std::move(users)) {
    request_.protocol = "http";
  }

  Step take(std::string& input) override {
    skip_empty_line(input);
    if (std::min(input.find('\n'), input.size()) > longest_request_line)
      return refuse({414, "the first line of the request is too long"});
    auto lines = take_http_lines(input);
    if (!lines && lines.error() == HttpLinesFault::too_long)
      return refuse({413, "the head of the request is too long"});
    if (!lines) return refuse(bad_head);
    if (!*lines) return {};
    if (const auto fault = read(**lines)) return refuse(*fault);
    return {{}, State::asked};
  }

  std::string time_out() override { return reply({408, "the request did not come in time"}, ""); }

  std::string answer(ProxyOutcome outcome, const std::optional<SocketAddress>& /*local*/) override {
    if (outcome != ProxyOutcome::connected) return reply(fault_of(outcome), "");
    if (!request_.is_tunnel()) return {};
    status_ = 200;
    return "HTTP/1.1 200 Connection established\r\n\r\n";
  }

 private:
  // Some clients send one behind the last body (RFC 9112, section 2.2).
  void skip_empty_line(std::string& input) {
    if (std::exchange(skipped_, skipped_ || input.size() > 1)) return;
    if (input.starts_with("\r\n")) input.erase(0, 2);
    if (input.starts_with('\n')) input.erase(0, 1);
  }

  std::optional<Fault> read(const HttpLines& lines) {
    const auto line = lines.empty() ? std::nullopt : split_request_line(lines.front());
    if (!line) return bad_head;
    if (line->version != "HTTP/1.1" && line->version != "HTTP/1.0")
      return line->version.starts_with("HTTP/") ? Fault{505, "this proxy speaks HTTP/1.0 and 1.1"} : bad_head;
    request_.method = line->method;
    Fields fields;
    for (std::size_t i = 1; i < lines.size(); ++i) {
      auto field = parse_http_field(lines[i]);
      if (!field) return bad_head;
      fields.push_back(std::move(*field));
    }
    return line->method == "CONNECT" ? read_connect(*line, fields) : read_url(*line, fields);
  }

  std::optional<Fault> read_connect(const RequestLine& line, const Fields& fields) {
    const auto target = parse_target(line.target);
    if (!target) return bad_target;
    request_.target = *target;
    return check_user(fields, {std::string(line.target)});
  }

  std::optional<Fault> read_url(const RequestLine& line, const Fields& fields) {
    if (std::ranges::find(methods, line.method) == methods.end())
      return Fault{405, "this proxy does not know the method"};
    const auto url = parse_url(line.target, line.method);
    if (!url) return bad_target;
    request_.target = url->target;
    const auto body = body_of(fields);
    if (!body) return body.error();
    const auto named = named_by_connection(fields);
    const auto is_needed = [](std::string_view name) {
      return same_http_name(name, "Host") || same_http_name(name, "Content-Length");
    };
    if (std::ranges::any_of(named, is_needed)) return bad_head;
    if (const auto fault = check_user(fields, {std::string(line.target), url->path})) return fault;
    if (std::ranges::any_of(fields, [this](const HttpField& field) { return is_own_trace(field); }))
      return loops;
    request_.body = *body;
    request_.head = head_for_target(line, *url, fields, named);
    return std::nullopt;
  }

  bool is_own_trace(const HttpField& field) const {
    return same_http_name(field.name, "Via") && field.value.contains(name_);
  }

  std::optional<Fault> check_user(const Fields& fields, const std::vector<std::string>& uris) {
    if (users_ == nullptr) return std::nullopt;
    constexpr Fault fault{407, "this proxy wants a user and a password"};
    const auto field = std::ranges::find_if(
        fields, [](const HttpField& one) { return same_http_name(one.name, "Proxy-Authorization"); });
    if (field == fields.end()) return fault;
    const auto verdict = users_->check(field->value, request_.method, uris);
    is_stale_ = verdict.is_stale;
    if (!verdict.is_good) return fault;
    request_.user = verdict.user;
    return std::nullopt;
  }

  std::string head_for_target(const RequestLine& line, const HttpUrl& url, const Fields& fields,
                              const std::vector<std::string>& named) const {
    std::string head;
    head.append(line.method).append(" ").append(url.path).append(" ").append(line.version);
    head.append("\r\nHost: ").append(url.authority).append("\r\n");
    bool has_length = false;
    for (const HttpField& field : fields) {
      const bool is_length = same_http_name(field.name, "Content-Length");
      if (same_http_name(field.name, "Host") || is_hop_by_hop(field, named)) continue;
      if (is_length && std::exchange(has_length, true)) continue;
      head.append(field.name).append(": ");
      head.append(is_length ? std::to_string(*request_.body) : field.value).append("\r\n");
    }
    return head.append("Via: 1.1 ").append(name_).append("\r\nConnection: close\r\n\r\n");
  }

  Step refuse(const Fault& fault) {
    std::string more;
    if (fault.status == 405) {
      more = "Allow: CONNECT";
      for (const std::string_view method : methods) more.append(", ").append(method);
      more += "\r\n";
    }
    if (fault.status == 407) {
      for (const std::string& challenge : users_->challenges(is_stale_))
        more.append("Proxy-Authenticate: ").append(challenge).append("\r\n");
    }
    return {reply(fault, more), State::refused};
  }

  std::string reply(const Fault& fault, std::string_view more_fields) {
    status_ = fault.status;
    const std::string line = std::string("netkit: ").append(fault.text).append("\n");
    std::string text = "HTTP/1.1 " + std::to_string(fault.status) + " ";
    text.append(reason_of(fault.status)).append("\r\n").append(more_fields);
    text += "Content-Type: text/plain\r\nContent-Length: " + std::to_string(line.size()) +
            "\r\nConnection: close\r\n\r\n";
    return request_.method == "HEAD" ? text : text + line;
  }

  std::string name_;
  std::shared_ptr<const ProxyUsers> users_;
  bool skipped_ = false, is_stale_ = false;
};

}  // namespace

std::unique_ptr<RequestDialogue> http_request_dialogue(std::string name,
                                                       std::shared_ptr<const ProxyUsers> users) {
  return std::make_unique<HttpRequest>(std::move(name), std::move(users));
}

}  // namespace netkit
