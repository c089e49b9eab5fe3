// SPDX-License-Identifier: MIT
#include <netkit/blocklist/format/internal/line_cutter.h>
#include <netkit/blocklist/format/internal/list_format.h>
#include <netkit/blocklist/format/internal/list_start.h>

namespace netkit {
namespace {

/// The most bytes of an array: larger ones do not come from `net.BlockList`.
constexpr std::size_t most_of_array = 256U << 20U;

}  // namespace

class ListReader::Lines {
 public:
  Lines(ListSink& sink, const ListOptions& options) : events_(sink, options) {}

  void read(std::string_view piece) {
    piece.remove_prefix(start_.pass(piece));
    if (piece.empty()) return;
    if (!begun_) begin(piece.front());
    if (is_array_) {
      array_ += piece.substr(0, most_of_array + 1 - array_.size());
      return;
    }
    has_nul_ = has_nul_ || piece.contains('\0');
    cutter_.read(piece, *this);
  }

  ListSummary finish() {
    cutter_.finish(*this);
    if (is_array_) finish_array();
    return events_.summary();
  }

  void on_line(std::string_view line) {
    const std::size_t nul = has_nul_ ? line.find('\0') : std::string_view::npos;
    if (nul != std::string_view::npos) {
      events_.fault(nul, "a NUL byte in " + internal::shown(line));
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
  void begin(char first) {
    begun_ = true;
    place_ = start_.place();
    events_.set_start(place_);
    is_array_ = first == '[';
    if (is_array_) events_.set_format(ListFormat::net_json);
  }

  void read_line(std::string_view line) {
    if (format_ == nullptr) {
      const auto format = internal::detect_format(line);
      if (!format) return;
      events_.set_format(*format);
      format_ = internal::make_line_format(*format);
    }
    format_->line(line, events_);
  }

  void next_line() {
    place_ = {place_.line + 1, 1};
    events_.set_start(place_);
  }

  void finish_array() {
    if (array_.size() > most_of_array) {
      events_.fault(0, "an array over " + std::to_string(most_of_array) + " bytes");
    } else {
      internal::read_net_json(array_, events_);
    }
  }

  internal::ListEvents events_;
  internal::ListStart start_;
  internal::LineCutter cutter_;
  std::unique_ptr<internal::LineFormat> format_;  // once it is known
  std::string array_;
  ListPlace place_;  // where the line begins
  bool begun_ = false;
  bool is_array_ = false;
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
