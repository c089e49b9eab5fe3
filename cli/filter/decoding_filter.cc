// SPDX-License-Identifier: MIT
#include "cli/filter/decoding_filter.h"

#include <string>

namespace netkit::cli {

void DecodingFilter::on_data(Bytes bytes) {
  const std::string text = decoder_.decode(bytes);
  if (!text.empty()) listener().on_data(as_bytes(text));
}

void DecodingFilter::on_end() {
  const auto watch = alive_.watch();
  const std::string rest = decoder_.finish();
  if (!rest.empty()) listener().on_data(as_bytes(rest));
  if (!watch.gone()) listener().on_end();
}

}  // namespace netkit::cli
