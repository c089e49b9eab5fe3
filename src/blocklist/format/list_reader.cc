// SPDX-License-Identifier: MIT
#include <netkit/blocklist/format/list_reader.h>

#include <netkit/blocklist/format/internal/json_list.h>
#include <netkit/blocklist/format/internal/line_cutter.h>
#include <netkit/blocklist/format/internal/list_decoder.h>
#include <netkit/blocklist/format/internal/list_format.h>

#include <algorithm>

namespace netkit {
namespace {

constexpr std::string_view blanks = " \t\r";

/// A note for text that has a NUL byte for every other, or nearly.
std::string_view note_about_nul(std::string_view line) {
  const auto nuls = static_cast<std::size_t>(std::ranges::count(line, '\0'));
  return line.size() > 3 && 3 * nuls >= line.size()
             ? " (UTF-16 without a byte order mark? convert it to UTF-8)"
             : "";
}

}  // namespace

class ListReader::Lines {
 public:
  Lines(ListSink& sink, const ListOptions& options)
      : events_(sink, options), decoder_([this](std::string_view text) { read_text(text); }) {}

  void read(std::string_view piece) { decoder_.read(piece); }

  ListSummary finish() {
    const std::string fault(decoder_.finish());
    cutter_.finish(*this);
    if (json_) json_->finish();
    if (format_ != nullptr) format_->finish(events_);
    if (decoder_.is_encoded()) events_.set_encoded();
    if (!fault.empty()) events_.cut_off(fault);
    return events_.summary();
  }

  void on_line(std::string_view line) {
    const std::size_t nul = has_nul_ ? line.find('\0') : std::string_view::npos;
    if (nul != std::string_view::npos) {
      events_.fault(nul, "a NUL byte in " + internal::shown(line) + std::string(note_about_nul(line)));
    } else {
      read_line(line);
    }
    next_line();
  }
  void on_long_line() {
    events_.fault(0, "a line over " + std::to_string(internal::LineCutter::most) + " bytes");
    next_line();
  }

 private:
  void read_text(std::string_view text) {
    has_nul_ = has_nul_ || text.contains('\0');
    while (!text.empty() && format_ == nullptr && !json_) text = begin(text);
    if (json_) {
      json_->read(text);
    } else {
      cutter_.read(text, *this);
    }
  }

  /// Reads at most one line, unless it begins a text in JSON. Returns the rest.
  std::string_view begin(std::string_view text) {
    const std::string_view line = text.substr(0, std::min(text.find('\n'), text.size() - 1) + 1);
    const std::size_t first = line.find_first_not_of(blanks);
    const bool is_first = cutter_.kept().find_first_not_of(blanks) == std::string_view::npos;
    if (is_first && first != std::string_view::npos && (line[first] == '{' || line[first] == '[')) {
      events_.set_start({place_.line, place_.column + cutter_.kept().size()});
      cutter_.forget();
      json_.emplace(events_);
      return text;
    }
    cutter_.read(line, *this);
    return text.substr(line.size());
  }

  void read_line(std::string_view line) {
    if (format_ == nullptr) {
      const auto format = internal::detect_format(line);
      if (!format) return no_rule(line);
      events_.set_format(*format);
      format_ = internal::make_line_format(*format);
    }
    format_->line(line, events_);
  }

  /// A line that tells nothing of the format: a comment, or blank.
  void no_rule(std::string_view line) {
    if (line.find_first_not_of(blanks) != std::string_view::npos) events_.comment();
  }

  void next_line() {
    place_ = {place_.line + 1, 1};
    events_.set_start(place_);
  }

  internal::ListEvents events_;
  internal::ListDecoder decoder_;
  internal::LineCutter cutter_;
  std::unique_ptr<internal::LineFormat> format_;  // once it is known
  std::optional<internal::JsonList> json_;        // likewise
  ListPlace place_;                               // where the line begins
  bool has_nul_ = false;
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

}  // namespace netkit
