// SPDX-License-Identifier: MIT
#include <netkit/socket/internal/hosts_file.h>

#include <netkit/addr/host_name.h>

#include <algorithm>
#include <iterator>
#include <sstream>

namespace netkit::internal {

bool has_host(std::istream& file, const std::string& name, std::optional<Family> family) {
  const std::string key = host_name_key(name);
  const auto is_name = [&key](const std::string& word) { return host_name_key(word) == key; };
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line.substr(0, line.find('#')));
    std::string text;
    words >> text;
    const auto address = IpAddress::parse(text);
    if (!address || (family && address->family() != *family)) continue;
    using Word = std::istream_iterator<std::string>;
    if (std::find_if(Word(words), Word(), is_name) != Word()) return true;
  }
  return false;
}

}  // namespace netkit::internal
