// SPDX-License-Identifier: MIT
#include <netkit/addr/parse_error.h>

namespace netkit {

std::string_view problem_text(ParseProblem problem) noexcept {
  switch (problem) {
    case ParseProblem::unexpected:
      return "a character that cannot stand there";
    case ParseProblem::incomplete:
      return "it ends too early";
    case ParseProblem::leading_zero:
      return "a leading zero";
    case ParseProblem::octet_too_large:
      return "an octet over 255";
    case ParseProblem::number_too_large:
      return "a number that is too large for its place";
    case ParseProblem::group_too_long:
      return "a group of more than four digits";
    case ParseProblem::second_gap:
      return "a second '::'";
    case ParseProblem::too_many_groups:
      return "more than eight groups";
    case ParseProblem::too_few_groups:
      return "fewer than eight groups and no '::'";
    case ParseProblem::zone:
      return "a zone";
    case ParseProblem::length_too_large:
      return "a prefix longer than the address";
    case ParseProblem::scattered_mask:
      return "a mask whose ones do not all stand in front";
    case ParseProblem::wildcard_mask:
      return "a wildcard mask where a netmask has to stand";
    case ParseProblem::families_differ:
      return "IPv4 and IPv6 in one range";
    case ParseProblem::other_family:
      return "an address of the other family";
    case ParseProblem::reversed:
      return "the last address lies before the first";
    case ParseProblem::port_too_large:
      return "a port over 65535";
    case ParseProblem::no_brackets:
      return "an IPv6 address without brackets";
    case ParseProblem::label_too_long:
      return "a part of a name over 63 bytes";
    case ParseProblem::name_too_long:
      return "a name that is too long";
  }
  return "";
}

}  // namespace netkit
