// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/bytes.h>

#include <cstdint>
#include <string>

namespace netkit::cli {

/// Takes the commands of the telnet protocol (RFC 854) out of received bytes, wherever they are cut, and
/// answers negotiation by refusing every option.
class TelnetDecoder {
 public:
  struct Decoded {
    std::string data;    ///< IAC IAC is one 0xff, CR NUL is CR
    std::string answer;  ///< to be sent as it is
  };
  Decoded decode(Bytes bytes);

 private:
  enum class State : std::uint8_t {
    data,
    command,         // after IAC
    will,            // after IAC WILL: the option follows
    request,         // after IAC DO
    refusal,         // after IAC WONT or IAC DONT: an option that needs no answer follows
    parameters,      // after IAC SB
    parameters_iac,  // after an IAC in there
  };

  State take(unsigned char byte, Decoded& to);
  State take_data(unsigned char byte, Decoded& to);
  State take_command(unsigned char byte, Decoded& to);
  State add_data(unsigned char byte, Decoded& to);

  State state_ = State::data;
  bool after_cr_ = false;  // the last byte of data was a CR
};

/// The bytes as telnet sends data: 0xff is doubled.
std::string telnet_encoded(Bytes bytes);

}  // namespace netkit::cli
