// SPDX-License-Identifier: MIT
#include <netkit/loop/uv_error.h>

#include <uv.h>

#include <utility>

namespace netkit {
namespace {

class UvCategory final : public std::error_category {
 public:
  const char* name() const noexcept override { return "libuv"; }
  std::string message(int status) const override { return uv_strerror(status); }
  std::error_condition default_error_condition(int status) const noexcept override {
    // Errors of the system are negated errno values; other errors (EAI_*, EOF) are below -1000.
    if (status < 0 && status > -1000) return {-status, std::generic_category()};
    return {status, *this};
  }
};

const UvCategory& uv_category() {
  static const UvCategory category;
  return category;
}

Error make(std::error_code code, std::string_view syscall, std::string_view where, std::string message) {
  Error error;
  error.code = code;
  error.name = error_name(code);
  error.syscall = syscall;
  error.address = where;
  error.message = std::move(message);
  return error;
}

std::string joined(std::string_view first, std::string_view second) {
  std::string text(first);
  if (!second.empty()) text.append(" ").append(second);
  return text;
}

}  // namespace

std::error_code uv_error(int status) {
  return {status < 0 ? status : 0, uv_category()};
}

std::error_code errno_error(int number) {
  return uv_error(uv_translate_sys_error(number));
}

std::string error_name(const std::error_code& code) {
  if (code.category() != uv_category()) return code.message();
  if (code.value() == UV_EAI_NONAME || code.value() == UV_EAI_NODATA) return "ENOTFOUND";
  return uv_err_name(code.value());
}

Error step_error(std::error_code code, std::string_view syscall) {
  return make(code, syscall, "", joined(syscall, error_name(code)));
}

Error address_error(std::error_code code, std::string_view syscall, std::string_view where) {
  return make(code, syscall, where, joined(joined(syscall, error_name(code)), where));
}

Error listen_error(std::error_code code, std::string_view where) {
  return make(code, "listen", where, joined("listen " + error_name(code) + ": " + code.message(), where));
}

Error aggregate_error(std::vector<Error> errors) {
  Error error = errors.front();
  error.message.clear();
  error.errors = std::move(errors);
  return error;
}

}  // namespace netkit
