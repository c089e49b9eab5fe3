// SPDX-License-Identifier: MIT
#include "generated_addresses.h"

#include <algorithm>
#include <array>
#include <random>
#include <string_view>

namespace netkit::test {
namespace {

using std::string_view_literals::operator""sv;

// The distributions of <random> differ between libraries; this does not.
class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(engine_() % limit); }

  template <typename List>
  auto pick(const List& list) {
    return list[below(list.size())];
  }

 private:
  std::mt19937_64 engine_;
};

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
}

IpAddress address(Random& random) {
  std::array<std::uint64_t, 2> halves{};
  for (std::size_t i = 0; i < 8; ++i) {
    const std::array<std::uint64_t, 6> groups{0, 0, 0, 1, 0xffff, random.below(0x10000)};
    halves[i / 4] = halves[i / 4] << 16 | random.pick(groups);
  }
  return IpAddress::v6(halves[0], halves[1]);
}

std::string heap(Random& random) {
  constexpr std::array parts{"0"sv,       "1"sv,   "00"sv,       "01"sv,     "9"sv,    "255"sv,      "256"sv,
                             "1.2.3.4"sv, "f"sv,   "AbCd"sv,     "12345"sv,  "g"sv,    ":"sv,        ":"sv,
                             "::"sv,      ":::"sv, "."sv,        "%"sv,      "eth0"sv, "_"sv,        "["sv,
                             "]"sv,       "/"sv,   " "sv,        "\n"sv,     "\0"sv,   "\xc2\xa0"sv, "-"sv,
                             "0x"sv,      "+"sv,   "1:2:3:4:"sv, "::ffff:"sv};
  std::string text;
  for (std::size_t left = 1 + random.below(9); left > 0; --left) text += random.pick(parts);
  return text;
}

std::string groups(Random& random) {
  constexpr std::array parts{"0"sv, "1"sv, "ab"sv, "FFFF"sv, "0db8"sv};
  constexpr std::array ends{""sv, ""sv, ""sv, "::"sv, ":1.2.3.4"sv, "::1.2.3.4"sv, "%eth0"sv, ":01.2.3.4"sv};
  const std::size_t count = 1 + random.below(9);
  const std::size_t gap = random.below(2 * count);
  std::string text = random.below(8) == 0 ? "::" : "";
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) text += i == gap ? "::" : ":";
    text += random.pick(parts);
  }
  return text.append(random.pick(ends));
}

std::string quad(Random& random) {
  std::string text;
  for (std::size_t left = 4 - random.below(20) / 19 + random.below(20) / 19; left > 0; --left) {
    if (!text.empty()) text += '.';
    if (random.below(30) == 0) text += '0';
    text += std::to_string(random.below(random.below(10) == 0 ? 1000 : 256));
  }
  return text;
}

/// An address of either version, in canonical text or in upper case, perhaps with a zone.
std::string whole(Random& random) {
  constexpr std::array zones{""sv, ""sv, ""sv, "%eth0"sv, "%1"sv, "%br-lan.5:1"sv};
  if (random.below(3) == 0) return quad(random);
  std::string text = address(random).to_string();
  if (random.below(4) == 0) std::ranges::transform(text, text.begin(), [](char c) { return upper(c); });
  return text.append(random.pick(zones));
}

std::string noise(Random& random) {
  std::string text(random.below(random.below(50) == 0 ? 100 : 20), ' ');
  for (char& c : text) c = static_cast<char>(random.below(256));
  return text;
}

/// One byte taken out, put in or replaced.
std::string damaged_once(Random& random, std::string text) {
  constexpr auto bytes = ":.%0129afgAFG-_ \n\0[]/"sv;
  if (text.empty()) return text;
  const std::size_t at = random.below(text.size());
  const char byte = random.below(8) == 0 ? static_cast<char>(random.below(256)) : random.pick(bytes);
  switch (random.below(4)) {
    case 0:
      return text.erase(at, 1);
    case 1:
      return text.insert(at, 1, byte);
    case 2:
      // A piece once more.
      return text.insert(at, text.substr(random.below(text.size()), 1 + random.below(4)));
    default:
      text[at] = byte;
      return text;
  }
}

std::string damaged(Random& random, std::string text) {
  for (std::size_t times = 1 + random.below(4) / 3; times > 0; --times) text = damaged_once(random, text);
  return text;
}

std::string text(Random& random) {
  switch (random.below(8)) {
    case 0:
      return heap(random);
    case 1:
      return groups(random);
    case 2:
      return quad(random);
    case 3:
      return whole(random);
    case 4:
      return damaged(random, groups(random));
    case 5:
      return damaged(random, quad(random));
    case 6:
      return damaged(random, whole(random));
    default:
      return noise(random);
  }
}

}  // namespace

std::vector<IpAddress> generated_addresses(std::size_t count) {
  Random random(0x6e65746b6974);
  std::vector<IpAddress> addresses;
  while (addresses.size() < count) addresses.push_back(address(random));
  return addresses;
}

std::vector<std::string> generated_texts(std::size_t count) {
  Random random(0x69732d6970);
  std::vector<std::string> texts;
  while (texts.size() < count) texts.push_back(text(random));
  return texts;
}

}  // namespace netkit::test
