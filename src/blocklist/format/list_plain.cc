// SPDX-License-Identifier: MIT
#include <netkit/blocklist/format/internal/list_format.h>
#include <netkit/blocklist/format/internal/list_words.h>
#include <netkit/blocklist/format/internal/whole_networks.h>
#include <netkit/blocklist/internal/rule_scan.h>

#include <utility>
#include <vector>

namespace netkit::internal {
namespace {

/// The bytes of the blanks at the start.
std::size_t blanks_size(std::string_view text) {
  std::size_t size = 0;
  while (const std::size_t blank = blank_size(text.substr(size))) size += blank;
  return size;
}

/// Whether a rule may end here.
bool is_end(std::string_view rest) {
  return rest.empty() || blank_size(rest) > 0 || rest.front() == ',' || !comment_mark(rest).empty();
}

/// The text without blanks and commas at the start.
std::string_view without_separators(std::string_view text) {
  while (true) {
    const std::size_t size = blanks_size(text);
    text.remove_prefix(size);
    if (!text.starts_with(',')) return text;
    text.remove_prefix(1);
  }
}

/// The text after a rule, without comment marks.
std::string_view label_in(std::string_view rest) {
  rest = trimmed(rest);
  while (!comment_mark(rest).empty()) rest.remove_prefix(comment_mark(rest).size());
  return trimmed(rest);
}

/// The part of the text after a rule that is not a comment. ';' begins a comment for some programs and
/// separates fields for others, so what follows it is examined.
std::string_view before_comment(std::string_view rest) {
  for (std::size_t at = 0; at < rest.size(); ++at) {
    const bool begins_word = at == 0 || blank_size(rest.substr(at - 1)) > 0;
    const std::string_view mark = begins_word ? comment_mark(rest.substr(at)) : std::string_view();
    if (mark == "#" || mark == "//") return rest.substr(0, at);
  }
  return rest;
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
    const std::size_t start = blanks_size(text);
    text.remove_prefix(start);
    if (text.empty()) return;
    if (!comment_mark(text).empty()) return events.comment();
    scan::Scanner scanner(text, zeros_of(events.octets()));
    Rule rule;
    const bool is_read = scan_rule(scanner, rule);
    if (is_read && scanner.at_end()) {
      events.rule(rule, start, {});
    } else {
      entries_.clear();
      longer({text, start}, is_read, scanner, rule, events);
    }
  }

 private:
  struct Entry {
    Rule rule;
    std::size_t offset;
  };

  /// A text in the line, and its offset there.
  struct Part {
    std::string_view text;
    std::size_t offset;
  };

  /// A line that is more than one rule: it has several, or a label, or is not valid. `rule` is the first, if
  /// it could be read.
  void longer(Part part, bool is_read, scan::Scanner scanner, Rule rule, ListEvents& events) {
    while (is_read && (is_end(scanner.rest()) || scanner.refuse())) {
      add({rule, part.offset});
      const std::string_view rest = without_separators(scanner.rest());
      part = {rest, part.offset + offset_in(part.text, rest)};
      if (!looks_like_rule(rest)) return label(part, events);
      scanner = scan::Scanner(rest, zeros_of(events.octets()));
      is_read = scan_rule(scanner, rule);
    }
    report({}, events);
    refuse(part, scanner.error(), events);
  }

  void label(const Part& part, ListEvents& events) const {
    report(label_in(part.text), events);
    if (find_rule_like(part.text).empty()) return;
    const std::string_view other = find_rule_like(before_comment(part.text));
    if (other.empty()) return;
    events.fault(part.offset + offset_in(part.text, other),
                 "text after a rule that looks like another rule: " + shown(other));
  }

  void add(const Entry& entry) {
    const auto both = entries_.size() == 1 ? whole_networks(entries_.front().rule, entry.rule) : std::nullopt;
    if (both) entries_.front().rule = *both;
    if (!both) entries_.push_back(entry);
  }

  void report(std::string_view label, ListEvents& events) const {
    for (const auto& [rule, offset] : entries_) events.rule(rule, offset, label);
  }

  static void refuse(const Part& part, ParseError error, ListEvents& events) {
    const bool ended = error.problem == ParseProblem::unexpected && is_end(part.text.substr(error.offset));
    if (ended) error.problem = ParseProblem::incomplete;
    events.bad_rule(part.offset, bad_text(part.text, error.offset), error);
  }

  std::vector<Entry> entries_;  // of the present line
};

}  // namespace

std::unique_ptr<LineFormat> make_plain() {
  return std::make_unique<PlainLines>();
}

}  // namespace netkit::internal
