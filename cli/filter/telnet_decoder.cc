// SPDX-License-Identifier: MIT
#include "cli/filter/telnet_decoder.h"

namespace netkit::cli {
namespace {

// RFC 854.
constexpr unsigned char se = 240, sb = 250, will = 251, wont = 252, request = 253, dont = 254, iac = 255;

void add_answer(std::string& answer, unsigned char verb, unsigned char option) {
  answer += static_cast<char>(iac);
  answer += static_cast<char>(verb);
  answer += static_cast<char>(option);
}

}  // namespace

TelnetDecoder::Decoded TelnetDecoder::decode(Bytes bytes) {
  Decoded decoded;
  decoded.data.reserve(bytes.size());
  for (const std::byte byte : bytes) state_ = take(static_cast<unsigned char>(byte), decoded);
  return decoded;
}

TelnetDecoder::State TelnetDecoder::take(unsigned char byte, Decoded& to) {
  switch (state_) {
    case State::data:
      return take_data(byte, to);
    case State::command:
      return take_command(byte, to);
    case State::will:
      add_answer(to.answer, dont, byte);
      return State::data;
    case State::request:
      add_answer(to.answer, wont, byte);
      return State::data;
    case State::refusal:
      return State::data;
    case State::parameters:
      return byte == iac ? State::parameters_iac : State::parameters;
    case State::parameters_iac:
      return byte == se ? State::data : State::parameters;
  }
  return State::data;
}

TelnetDecoder::State TelnetDecoder::take_data(unsigned char byte, Decoded& to) {
  if (byte == iac) return State::command;
  if (byte != '\0' || !after_cr_) return add_data(byte, to);
  after_cr_ = false;
  return State::data;
}

TelnetDecoder::State TelnetDecoder::take_command(unsigned char byte, Decoded& to) {
  switch (byte) {
    case iac:
      return add_data(byte, to);
    case will:
      return State::will;
    case request:
      return State::request;
    case wont:
    case dont:
      return State::refusal;
    case sb:
      return State::parameters;
    default:
      return State::data;
  }
}

TelnetDecoder::State TelnetDecoder::add_data(unsigned char byte, Decoded& to) {
  to.data += static_cast<char>(byte);
  after_cr_ = byte == '\r';
  return State::data;
}

std::string telnet_encoded(Bytes bytes) {
  std::string encoded;
  encoded.reserve(bytes.size());
  for (const char c : as_text(bytes)) {
    encoded += c;
    if (static_cast<unsigned char>(c) == iac) encoded += c;
  }
  return encoded;
}

}  // namespace netkit::cli
