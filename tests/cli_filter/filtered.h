// SPDX-License-Identifier: MIT
#pragma once

#include <fcntl.h>
#include <netkit/blocklist/address_set.h>
#include <netkit/loop/unique_fd.h>

#include <string>

#include "cli/text/line_filter.h"
#include "support/temp_dir.h"

namespace netkit::cli {

/// A filter by 10.0.0.0/8 and 2001:db8::/32, and what it writes.
class Filtered {
 public:
  explicit Filtered(Wanted wanted) : filter_(set_, wanted, output_) {}

  LineFilter& filter() { return filter_; }
  Output& output() { return output_; }
  std::string text() {
    output_.flush();
    return test::contents(path_);
  }

 private:
  test::TempDir dir_;
  std::string path_ = dir_.write("out", "");
  UniqueFd file_{::open(path_.c_str(), O_WRONLY | O_CLOEXEC)};
  AddressSet set_ =
      AddressSet::of(std::vector<Rule>{*parse_rule("10.0.0.0/8"), *parse_rule("2001:db8::/32")});
  Output output_{file_.get()};
  LineFilter filter_;
};

}  // namespace netkit::cli
