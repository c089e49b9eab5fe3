// SPDX-License-Identifier: MIT
#include <netkit/blocklist/format/internal/list_format.h>
#include <netkit/blocklist/format/internal/list_words.h>

#include <algorithm>
#include <charconv>

// The lists of programs that share files: "label:FIRST-LAST" of PeerGuardian (.p2p), and "FIRST - LAST ,
// LEVEL , label" of eMule (ipfilter.dat). Both pad octets with zeros, and mean decimal numbers.

namespace netkit::internal {
namespace {

class RangeLines : public LineFormat {
 public:
  void line(std::string_view whole, ListEvents& events) final {
    const std::string_view text = trimmed(whole);
    if (text.empty()) return;
    if (!comment_mark(text).empty()) return events.comment();
    entry(whole, text, events);
  }

 protected:
  static void range(std::string_view whole, std::string_view text, std::string_view label,
                    ListEvents& events) {
    const auto rule = parse_rule(text, Octets::decimal);
    if (!rule) return events.bad_rule(offset_in(whole, text), text, rule.error());
    events.rule(*rule, offset_in(whole, text), label);
  }

 private:
  virtual void entry(std::string_view whole, std::string_view text, ListEvents& events) = 0;
};

/// The range after the last ':'; a label may contain others.
std::string_view range_in(std::string_view line) {
  const std::size_t colon = line.rfind(':');
  return colon == std::string_view::npos ? line.substr(line.size()) : trimmed(line.substr(colon + 1));
}

class P2pLines final : public RangeLines {
  void entry(std::string_view whole, std::string_view text, ListEvents& events) override {
    const std::string_view addresses = range_in(text);
    const std::size_t label = addresses.empty() ? 0 : text.rfind(':');
    range(whole, addresses.empty() ? text : addresses, trimmed(text.substr(0, label)), events);
  }
};

struct FilterFields {
  explicit FilterFields(std::string_view text) : range(take(text)), level(take(text)), label(trimmed(text)) {}

  std::string_view range, level, label;

 private:
  static std::string_view take(std::string_view& text) {
    const std::string_view field = text.substr(0, text.find(','));
    text.remove_prefix(std::min(field.size() + 1, text.size()));
    return trimmed(field);
  }
};

class IpfilterLines final : public RangeLines {
  void entry(std::string_view whole, std::string_view text, ListEvents& events) override {
    const FilterFields fields(text);
    unsigned level = 0;
    std::from_chars(fields.level.data(), fields.level.data() + fields.level.size(), level);
    // eMule lets addresses with higher levels in.
    if (level > 127) {
      return events.fault(offset_in(whole, text), exception_fault(fields.level, fields.range));
    }
    range(whole, fields.range, fields.label, events);
  }
};

bool is_v4_range(std::string_view text) {
  const auto rule = parse_rule(text, Octets::decimal);
  return rule && std::holds_alternative<IpRange>(*rule) && addresses_of(*rule).first().is_v4();
}

}  // namespace

bool is_p2p(std::string_view line) {
  return is_v4_range(range_in(line)) && !parse_rule(line);
}

bool is_ipfilter(std::string_view line) {
  const FilterFields fields(line);
  return std::ranges::count(line, ',') >= 2 && !fields.level.empty() && fields.level.size() <= 3 &&
         std::ranges::all_of(fields.level, is_digit) && is_v4_range(fields.range);
}

std::unique_ptr<LineFormat> make_p2p() {
  return std::make_unique<P2pLines>();
}

std::unique_ptr<LineFormat> make_ipfilter() {
  return std::make_unique<IpfilterLines>();
}

}  // namespace netkit::internal
