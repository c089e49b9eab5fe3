// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/text_decoder.h>

#include <string>
#include <string_view>
#include <vector>

namespace netkit::test {

using Chunks = std::vector<std::string>;

/// Every way to cut these bytes into chunks, of which none is empty: 2 to the power of one less than their
/// number.
std::vector<Chunks> chunkings(std::string_view bytes);

/// The text of each chunk, and then that of the rest.
std::vector<std::string> pieces(Encoding encoding, const Chunks& chunks);

std::string joined(const std::vector<std::string>& pieces);

/// Two digits a byte; in messages and on the way to other programs.
std::string to_hex(std::string_view bytes);

}  // namespace netkit::test
