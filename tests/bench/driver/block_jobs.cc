// SPDX-License-Identifier: MIT
#include <filesystem>

#include "block_files.h"
#include "job.h"
#include "peers.h"

namespace netkit::bench {

namespace {

constexpr double MiB = 1024.0 * 1024;

Sample merge(const Words& argv) {
  const Usage usage = Child(argv).wait();
  return {usage.seconds * 1e3, usage.peak_bytes / MiB};
}

/// MB of text a second. That no line was found is status 1 and no failure.
Sample filter(const Words& argv, double bytes) {
  return {bytes / Child(argv).wait_for_any_end().seconds / 1e6};
}

Words with(const Setting& setting, const Words& words) {
  Words all{setting.netkit(), "blocklist"};
  all.insert(all.end(), words.begin(), words.end());
  return all;
}

}  // namespace

void block_merge(const Setting& setting, Report& report) {
  if (!netkit_has(setting, {"blocklist", "merge"}, "--file"))
    throw CannotRun("netkit has no blocklist merge yet");
  const std::vector<Quantity> quantities{{"load and merge", "ms", Better::less},
                                         {"peak memory", "MiB", Better::less, 64}};
  const std::string v4 = make_prefixes(setting, Family::ipv4);
  Contest of_v4{"IPv4", quantities, {{"netkit", [&] { return merge(with(setting, {"merge", "-f", v4})); }}}};
  if (is_there("iprange", report)) {
    of_v4.entrants.push_back({"iprange", [&] { return merge({"iprange", v4}); }, {3}});
  }
  report.add(of_v4, compete(of_v4, setting.rounds()));
  const std::string v6 = make_prefixes(setting, Family::ipv6);
  const Contest of_v6{
      "IPv6", quantities, {{"netkit", [&] { return merge(with(setting, {"merge", "-f", v6})); }}}};
  report.add(of_v6, compete(of_v6, setting.rounds()));
  report.note(std::to_string(prefixes_in_file(setting)) + " prefixes; iprange knows no IPv6.");
}

void block_filter(const Setting& setting, Report& report) {
  if (!netkit_has(setting, {"blocklist", "filter"}, "--file"))
    throw CannotRun("netkit has no blocklist filter yet");
  const std::string rules = make_prefixes(setting, Family::ipv4);
  const std::string log = make_log(setting);
  const auto size = static_cast<double>(std::filesystem::file_size(log));
  Contest contest{"a web server's log",
                  {{"text", "MB/s", Better::more, 200}},
                  {{"netkit", [&] { return filter(with(setting, {"filter", "-f", rules, log}), size); }}}};
  if (is_there("grepcidr", report)) {
    contest.entrants.push_back(
        {"grepcidr", [&] { return filter({"grepcidr", "-f", rules, log}, size); }, {5}});
  }
  contest.entrants.push_back({"limit (wc -l)", [&] { return filter({"wc", "-l", log}, size); }});
  report.add(contest, compete(contest, setting.rounds()));
  report.note(std::to_string(addresses_in_file(setting)) + " lines, " +
              std::to_string(prefixes_in_file(setting)) +
              " rules; netkit and grepcidr load the rules in the time that is measured.");
}

}  // namespace netkit::bench
