// SPDX-License-Identifier: MIT
#include <netkit/proxy/machine/response_head.h>

#include <netkit/proxy/machine/http_lines.h>

#include <utility>
#include <vector>

namespace netkit {
namespace {

constexpr char no_response[] = "the target does not speak HTTP";

bool is_framing(const HttpField& field) {
  return same_http_name(field.name, "Content-Length") || same_http_name(field.name, "Transfer-Encoding");
}

}  // namespace

std::expected<std::string, std::string> ResponseHead::take(std::string_view bytes) {
  if (status_ != 0) return std::string(bytes);
  input_ += bytes;
  std::string passed;
  while (status_ == 0) {
    if (!may_become_http_response(input_)) return std::unexpected(no_response);
    const auto lines = take_http_lines(input_);
    if (!lines) return std::unexpected(no_response);
    if (!*lines) return passed;
    const int status = (*lines)->empty() ? 0 : http_status((*lines)->front());
    if (status < 100) return std::unexpected(no_response);
    std::vector<HttpField> fields;
    for (std::size_t i = 1; i < (*lines)->size(); ++i) {
      auto field = parse_http_field((**lines)[i]);
      if (!field) return std::unexpected(no_response);
      fields.push_back(std::move(*field));
    }
    passed.append((*lines)->front()).append("\r\n");
    const auto named = named_by_connection(fields);
    for (const HttpField& field : fields) {
      if (is_framing(field) || !is_hop_by_hop(field, named))
        passed.append(field.name).append(": ").append(field.value).append("\r\n");
    }
    constexpr int first_final = 200;
    if (status >= first_final) {
      passed += "Connection: close\r\n";
      status_ = status;
    }
    passed += "\r\n";
  }
  return passed + std::exchange(input_, {});
}

}  // namespace netkit
