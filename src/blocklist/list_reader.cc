// SPDX-License-Identifier: MIT
#include <netkit/blocklist/list_reader.h>

#include <string>

namespace netkit {

// plain lines only, for now
class ListReader::Lines {
 public:
  Lines(ListSink& sink, const ListOptions& options) : sink_(sink), options_(options) {}
  void read(std::string_view piece) {
    text_ += piece;
    for (std::size_t end = text_.find('\n'); end != std::string::npos; end = text_.find('\n')) {
      line(text_.substr(0, end));
      text_.erase(0, end + 1);
    }
  }
  ListSummary finish() {
    if (!text_.empty()) line(text_);
    return summary_;
  }

 private:
  void line(std::string_view text) {
    ++place_.line;
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (text.empty() || text.front() == '#') return;
    const auto end = text.find_first_of(" \t;#");
    const auto rule = parse_rule(text.substr(0, end), options_.octets);
    if (rule) {
      ++summary_.rules;
      sink_.on_rule(*rule, {place_.line - 1, 1}, "");
    } else {
      ++summary_.faults;
      sink_.on_fault({{place_.line - 1, 1 + rule.error().offset},
                      std::string(problem_text(rule.error().problem)) + " in '" + std::string(text) + "'"});
    }
  }
  ListSink& sink_;
  ListOptions options_;
  ListPlace place_;
  ListSummary summary_;
  std::string text_;
};

ListReader::ListReader(ListSink& sink, const ListOptions& options)
    : lines_(std::make_unique<Lines>(sink, options)) {}
ListReader::~ListReader() = default;
void ListReader::read(std::string_view piece) {
  lines_->read(piece);
}
ListSummary ListReader::finish() {
  return lines_->finish();
}

std::string_view format_name(ListFormat) noexcept {
  return "plain";
}

}  // namespace netkit
