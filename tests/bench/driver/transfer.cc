// SPDX-License-Identifier: MIT
#include "transfer.h"

#include <stdexcept>
#include <string>

#include "listening.h"

namespace netkit::bench {

using test::Where;

namespace {

constexpr double GiB = 1024.0 * 1024 * 1024;

void check_arrived(std::size_t arrived, std::size_t sent) {
  if (arrived == sent) return;
  throw std::runtime_error(std::to_string(arrived) + " of " + std::to_string(sent) + " bytes arrived");
}

}  // namespace

Sample transfer(const Movers& movers, const Where& where, std::size_t size, TransferEnd from,
                TransferEnd to) {
  Child receiver(movers.receiver(where), {-1, to.fd.get()});
  wait_until_listening(receiver, where);
  const double start = now();
  Child sender(movers.sender(where), {from.fd.get(), -1});
  const Usage sent = sender.wait();
  const Usage received = receiver.wait();
  const double seconds = now() - start;
  check_arrived(from.finish(), size);
  check_arrived(to.finish(), size);
  const double gib = static_cast<double>(size) / GiB;
  return {gib / seconds, (sent.processor_seconds + received.processor_seconds) / gib};
}

}  // namespace netkit::bench
