// SPDX-License-Identifier: MIT
#include <netkit/blocklist/format/internal/list_record.h>

#include <netkit/blocklist/format/internal/list_words.h>

#include <algorithm>
#include <array>
#include <span>

namespace netkit::internal {
namespace {

using Names = std::span<const std::string_view>;

constexpr std::array<std::string_view, 43> rule_names = {
    "ip",         "ips",        "ipv4",     "ipv6",        "ip4",         "ip6",       "ipaddr",
    "ipaddress",  "ipv4addr",   "ipv6addr", "ipv4address", "ipv6address", "address",   "addresses",
    "addr",       "cidr",       "cidrs",    "ipcidr",      "ipv4cidr",    "ipv6cidr",  "ipprefix",
    "ipv4prefix", "ipv6prefix", "prefix",   "prefixes",    "network",     "networks",  "net",
    "subnet",     "netblock",   "block",    "range",       "iprange",     "dstip",     "srcip",
    "sourceip",   "destip",     "clientip", "remoteip",    "attackerip",  "indicator", "value",
    "val"};
constexpr std::array<std::string_view, 11> first_names = {"start", "startip",    "ipstart",  "startaddress",
                                                          "first", "firstip",    "from",     "ipfrom",
                                                          "begin", "rangestart", "startaddr"};
constexpr std::array<std::string_view, 11> last_names = {
    "end", "endip", "ipend", "endaddress", "last", "lastip", "to", "ipto", "stop", "rangeend", "endaddr"};
constexpr std::array<std::string_view, 8> length_names = {"netmask", "mask",      "subnetmask",   "len",
                                                          "length",  "prefixlen", "prefixlength", "masklen"};
constexpr std::array<std::string_view, 2> label_names = {"sblid", "comment"};

bool has(Names names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

/// The error's position in the file: at the start of the field if its text is written differently there.
ParseError placed(ParseError error, const ListRecord::Field& field) {
  return {field.is_as_written ? error.offset : 0, error.problem};
}

}  // namespace

FieldKind kind_of_field(std::string_view name) {
  std::string word;
  for (const char c : name) {
    if (is_alphanumeric(c)) word += to_lower(c);
  }
  if (has(rule_names, word)) return FieldKind::rule;
  if (has(first_names, word)) return FieldKind::first;
  if (has(last_names, word)) return FieldKind::last;
  if (has(length_names, word)) return FieldKind::length;
  return has(label_names, word) ? FieldKind::label : FieldKind::other;
}

void report_rule(const ListRecord::Field& field, std::string_view label, ListEvents& events) {
  events.set_start(field.place);
  const bool is_of_net = field.text.contains(": IPv");
  const auto rule = is_of_net ? parse_net_text(field.text) : parse_rule(field.text, events.octets());
  if (rule) {
    events.rule(*rule, 0, label);
  } else {
    events.bad_rule(0, field.text, placed(rule.error(), field));
  }
}

const ListRecord::Field* ListRecord::find(FieldKind kind) const {
  const auto found = std::ranges::find(fields_, kind, &Field::kind);
  return found == fields_.end() ? nullptr : &*found;
}

void ListRecord::report(ListEvents& events) const {
  const Field* const label_field = find(FieldKind::label);
  const std::string_view label = label_field != nullptr ? std::string_view(label_field->text) : "";
  const Field* const first = find(FieldKind::first);
  const Field* const last = find(FieldKind::last);
  const Field* const length = find(FieldKind::length);
  const bool is_range = first != nullptr && last != nullptr;
  if (is_range) report_range(*first, *last, label, events);
  for (const Field& field : fields_) {
    if (field.kind == FieldKind::rule) {
      Field whole = field;
      if (length != nullptr && !whole.text.contains('/')) whole.text += '/' + length->text;
      report_rule(whole, label, events);
    } else if (!is_range || field.kind == FieldKind::other) {
      if (field.kind == FieldKind::length || !looks_like_rule(field.text)) continue;
      events.set_start(field.place);
      events.fault(0, "an address in the field " + shown(field.name) +
                          ", which may be something else: " + shown(field.text));
    }
  }
}

void ListRecord::report_range(const Field& first, const Field& last, std::string_view label,
                              ListEvents& events) const {
  const std::string text = first.text + '-' + last.text;
  const auto rule = parse_rule(text, events.octets());
  events.set_start(first.place);
  if (rule) return events.rule(*rule, 0, label);
  ParseError error = rule.error();
  const std::size_t before = first.text.size() + 1;
  if (error.offset >= before) {
    events.set_start(last.place);
    events.bad_rule(0, text, placed({error.offset - before, error.problem}, last));
  } else {
    events.bad_rule(0, text, placed(error, first));
  }
}

}  // namespace netkit::internal
