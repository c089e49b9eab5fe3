// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace NETKIT_PUBLIC netkit {

enum class TlsVersion : std::uint8_t { v1_0, v1_1, v1_2, v1_3 };

/// SHA-256 of a certificate's SubjectPublicKeyInfo (RFC 7469, section 2.4).
using KeyPin = std::array<std::uint8_t, 32>;

/// What a TlsContext is made of. Files are named, and read when the context is made; FILE|FOLDER is a PEM
/// file, or a folder that `openssl rehash` has prepared.
struct TlsOptions {
  /// Which side of the handshake.
  enum class Role : std::uint8_t { client, server };
  Role role = Role::client;
  /// DTLS 1.2 in place of TLS (RFC 6347): what an engine takes, and what it sends, are datagrams. The
  /// versions 1.0 and 1.1 stand for DTLS 1.0.
  bool datagrams = false;

  // Trust. A client verifies its peer, against the system's issuers if no others are named. A server asks for
  // a certificate if it names issuers.
  std::vector<std::string> issuers;  ///< FILE|FOLDER; a leaf certificate among them is trusted as it is
  std::vector<KeyPin> pins;          ///< the peer's key must be one of these
  bool verify = true;                ///< client: issuers, dates, purpose and name; false: only the pins
  std::vector<std::string> names;    ///< host names or IP addresses; the certificate must be for one of them
  std::vector<std::string> revoked;  ///< files with revocation lists (RFC 5280); asked of the leaf only

  // Of our own.
  std::string certificate;                ///< file: the chain, leaf first; empty: none
  std::string key;                        ///< file; empty: the same as `certificate`
  std::optional<std::string> passphrase;  ///< opens an encrypted key
  /// Server without a certificate: these names and addresses stand in one that is made for this context.
  std::vector<std::string> own_names;

  // What is negotiated.
  std::string server_name;             ///< client: sent in the handshake (RFC 6066, section 3); empty: none
  std::vector<std::string> protocols;  ///< ALPN (RFC 7301), preferred first; 1 to 255 bytes each
  TlsVersion oldest = TlsVersion::v1_2, newest = TlsVersion::v1_3;
  std::string ciphers, suites,
      groups;  ///< OpenSSL's lists: up to TLS 1.2, for 1.3, key exchange; empty: its own

  std::string key_log;  ///< file to append the secrets of each session to, in NSS's format; empty: none
};

/// Why no context could be made.
struct TlsOptionError {
  /// Which of the options is at fault.
  enum class Option : std::uint8_t {
    issuers,
    revoked,
    certificate,
    key,
    passphrase,
    ciphers,
    suites,
    groups,
    protocols,
    versions,
    key_log,
    other
  };
  Option option = Option::other;
  std::string text;  ///< "c.pem: No such file or directory"
};

// Example:
//
//     TlsOptions options;
//     options.server_name = "example.com";
//     options.names = {"example.com"};

}  // namespace netkit
