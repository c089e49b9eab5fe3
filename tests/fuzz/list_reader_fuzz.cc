// SPDX-License-Identifier: MIT
#include <netkit/blocklist/format/list_file.h>

#include <algorithm>
#include <string>
#include <vector>

#include "require.h"

namespace netkit::fuzz {
namespace {

/// The bytes of each line, without a byte order mark.
std::vector<std::size_t> line_sizes(std::string_view text) {
  constexpr std::string_view mark = "\xef\xbb\xbf";
  if (text.starts_with(mark)) text.remove_prefix(mark.size());
  std::vector<std::size_t> sizes = {0};
  for (const char c : text) {
    if (c == '\n') {
      sizes.push_back(0);
    } else {
      ++sizes.back();
    }
  }
  return sizes;
}

/// All that is told of a list, as text.
class Story final : public ListSink {
 public:
  explicit Story(std::string_view text) : sizes_(line_sizes(text)) {}

  void on_rule(const Rule& rule, const ListPlace& place, std::string_view label) override {
    require(parse_rule(to_string(rule)) == rule, "a rule is read back");
    tell(place, to_string(rule), label);
    ++rules_;
  }
  void on_fault(const ListFault& fault) override {
    const auto printable = [](char c) { return c >= ' ' && c <= '~'; };
    require(std::ranges::all_of(fault.what, printable), "what is wrong can be shown");
    tell(fault.place, fault.what, "");
    ++faults_;
  }
  void end(const ListSummary& summary) {
    require(summary.rules == rules_ && summary.faults == faults_, "everything is counted");
    require(summary.lines_with_rules <= rules_, "a line with rules has one");
    if (!summary.is_encoded) require(places_are_right_, "a place is in a line or at its end");
    text_ += std::to_string(summary.comments) + (summary.is_cut_off ? " cut off " : " ");
    text_ += format_name(summary.format);
  }

  const std::string& text() const { return text_; }

 private:
  void tell(const ListPlace& place, std::string_view what, std::string_view label) {
    places_are_right_ = places_are_right_ && place.line >= 1 && place.line <= sizes_.size() &&
                        place.column >= 1 && place.column <= sizes_[place.line - 1] + 1;
    text_.append(std::to_string(place.line) + ':' + std::to_string(place.column) + ' ');
    text_.append(what).append(" ").append(label).append("\n");
  }

  std::vector<std::size_t> sizes_;
  std::string text_;
  bool places_are_right_ = true;
  std::uint64_t rules_ = 0;
  std::uint64_t faults_ = 0;
};

std::string story_of(std::string_view text, std::size_t piece, const ListOptions& options) {
  Story story(text);
  ListReader reader(story, options);
  for (std::size_t at = 0; at < text.size(); at += piece) reader.read(text.substr(at, piece));
  story.end(reader.finish());
  return story.text();
}

}  // namespace
}  // namespace netkit::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using netkit::fuzz::story_of;
  const std::string_view text = netkit::fuzz::as_text(data, size);
  for (const netkit::Octets octets : {netkit::Octets::strict, netkit::Octets::decimal}) {
    const netkit::ListOptions options{octets};
    const std::string whole = story_of(text, size + 1, options);
    for (const std::size_t piece : {std::size_t{1}, std::size_t{2}, std::size_t{7}, size / 2 + 1}) {
      netkit::fuzz::require(story_of(text, piece, options) == whole, "pieces tell what the whole tells");
    }
  }
  return 0;
}
