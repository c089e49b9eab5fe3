// SPDX-License-Identifier: MIT
#include "block_files.h"

#include <cstdio>
#include <fstream>
#include <random>

namespace netkit::bench {

namespace {

using Random = std::mt19937_64;

std::string ipv4(std::uint64_t bits) {
  char text[32];
  std::snprintf(text, sizeof text, "%u.%u.%u.%u", static_cast<unsigned>(bits >> 24U & 255U),
                static_cast<unsigned>(bits >> 16U & 255U), static_cast<unsigned>(bits >> 8U & 255U),
                static_cast<unsigned>(bits & 255U));
  return text;
}

/// The first 64 bits of it; the rest is 0.
std::string ipv6(std::uint64_t bits) {
  char text[32];
  std::snprintf(text, sizeof text, "%x:%x:%x:%x::", static_cast<unsigned>(bits >> 48U),
                static_cast<unsigned>(bits >> 32U & 0xFFFFU), static_cast<unsigned>(bits >> 16U & 0xFFFFU),
                static_cast<unsigned>(bits & 0xFFFFU));
  return text;
}

/// `bits` with all but the first `length` of `of` cleared.
std::uint64_t prefix(std::uint64_t bits, unsigned length, unsigned of) {
  return bits >> (of - length) << (of - length);
}

std::string prefix_v4(Random& random) {
  // Most lists are of /24 and of single addresses. A million like these block one address in twenty-five;
  // with /16 among them it would be nearly all.
  constexpr unsigned lengths[] = {22, 24, 24, 24, 32, 32, 32, 32, 32, 32};
  const unsigned length = lengths[random() % std::size(lengths)];
  const std::uint64_t bits = prefix(random() & 0xFFFFFFFFU, length, 32);
  if (bits >> 24U == 127) return prefix_v4(random);
  return ipv4(bits) + "/" + std::to_string(length);
}

std::string prefix_v6(Random& random) {
  const auto length = static_cast<unsigned>(32 + random() % 33);
  constexpr std::uint64_t global = std::uint64_t{1} << 61U;  // 2000::/3
  return ipv6(prefix(random() >> 3U | global, length, 64)) + "/" + std::to_string(length);
}

/// A file of so many lines; `line` is given the number of each.
template <typename Line>
std::string make(const Setting& setting, const std::string& name, std::size_t lines, const Line& line) {
  const std::string path = setting.files + "/" + name;
  std::ofstream file(path);
  for (std::size_t i = 0; i < lines; ++i) file << line(i) << '\n';
  if (!file.flush()) throw CannotRun("no room for " + path);
  return path;
}

}  // namespace

std::string make_prefixes(const Setting& setting, Family family) {
  Random random(1);
  return make(setting, "prefixes", prefixes_in_file(setting), [&](std::size_t i) {
    const bool v4 = family == Family::ipv4 || (family == Family::both && i % 2 == 0);
    return v4 ? prefix_v4(random) : prefix_v6(random);
  });
}

std::size_t prefixes_in_file(const Setting& setting) {
  return setting.pick<std::size_t>(100'000, 1'000'000);
}

std::string make_log(const Setting& setting) {
  Random random(2);
  return make(setting, "log", addresses_in_file(setting), [&](std::size_t i) {
    return ipv4(random() & 0xFFFFFFFFU) + " - - [22/Nov/2026:05:30:18 +0000] \"GET /page/" +
           std::to_string(i) + " HTTP/1.1\" 200 " + std::to_string(random() % 100'000);
  });
}

std::string make_addresses(const Setting& setting) {
  Random random(3);
  return make(setting, "addresses", addresses_in_file(setting), [&](std::size_t i) {
    return i % 2 == 0 ? ipv4(random() & 0xFFFFFFFFU) : ipv6(random()) + "1";
  });
}

std::size_t addresses_in_file(const Setting& setting) {
  return setting.pick<std::size_t>(500'000, 5'000'000);
}

}  // namespace netkit::bench
