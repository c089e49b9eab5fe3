// SPDX-License-Identifier: MIT
#include <netkit/blocklist/format/internal/list_format.h>
#include <netkit/blocklist/internal/rule_scan.h>

namespace netkit::internal {
namespace {

/// Whether a rule may end here.
bool is_end(std::string_view rest) {
  return rest.empty() || is_blank(rest.front()) || !comment_mark(rest).empty();
}

/// The text after a rule, without comment marks.
std::string_view label_in(std::string_view rest) {
  if (rest.empty()) return rest;
  rest = trimmed(rest);
  while (!comment_mark(rest).empty()) rest.remove_prefix(comment_mark(rest).size());
  return trimmed(rest);
}

/// The text from the start of the rule to the first separator after the error.
std::string_view bad_text(std::string_view text, std::size_t wrong) {
  std::size_t end = wrong;
  while (!is_end(text.substr(end))) ++end;
  return text.substr(0, end);
}

class PlainLines final : public LineFormat {
 public:
  void line(std::string_view text, ListEvents& events) override {
    std::size_t start = 0;
    while (start < text.size() && is_blank(text[start])) ++start;
    text.remove_prefix(start);
    if (text.empty() || !comment_mark(text).empty()) return;
    scan::Scanner scanner(text, zeros_of(events.octets()));
    Rule rule;
    if (scan_rule(scanner, rule) && (is_end(scanner.rest()) || scanner.refuse())) {
      events.rule(rule, start, label_in(scanner.rest()));
    } else {
      refuse(text, start, scanner.error(), events);
    }
  }

 private:
  static void refuse(std::string_view text, std::size_t start, ParseError error, ListEvents& events) {
    const bool ended = error.problem == ParseProblem::unexpected && is_end(text.substr(error.offset));
    if (ended) error.problem = ParseProblem::incomplete;
    events.bad_rule(start, bad_text(text, error.offset), error);
  }
};

}  // namespace

std::unique_ptr<LineFormat> make_plain() {
  return std::make_unique<PlainLines>();
}

}  // namespace netkit::internal
