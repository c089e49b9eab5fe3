// SPDX-License-Identifier: MIT
#include <netkit/tls/engine/internal/openssl_verification.h>

#include <netkit/tls/engine/internal/openssl_certificate.h>
#include <netkit/tls/engine/internal/openssl_fault.h>
#include <netkit/tls/engine/internal/openssl_ptr.h>
#include <netkit/tls/engine/internal/openssl_system_issuers.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <ranges>

namespace netkit::internal {
namespace {

/// A fault while the chain is verified: its number in OpenSSL, and how it is told.
struct ChainFault {
  int error;
  TlsFault fault;
};
using ChainFaults = std::vector<ChainFault>;

constexpr std::array issuer_errors{
    X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT,
    X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE,   X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
    X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,       X509_V_ERR_CERT_UNTRUSTED,
};

bool is_about_issuer(const ChainFault& fault) {
  return std::ranges::count(issuer_errors, fault.error) > 0;
}

std::string quoted(const X509_NAME& name) {
  return '"' + common_name(name) + '"';
}

std::string list_issuer(X509_STORE_CTX& context, const X509& certificate) {
  X509_CRL* const list = X509_STORE_CTX_get0_current_crl(&context);
  return quoted(list != nullptr ? *X509_CRL_get_issuer(list) : *X509_get_issuer_name(&certificate));
}

std::string list_end(X509_STORE_CTX& context) {
  X509_CRL* const list = X509_STORE_CTX_get0_current_crl(&context);
  const ASN1_TIME* const end = list != nullptr ? X509_CRL_get0_nextUpdate(list) : nullptr;
  return end != nullptr ? " expired on " + date_text(*end) : " has expired";
}

std::string text_of(int error, X509_STORE_CTX& context, const X509& certificate) {
  const X509_NAME& subject = *X509_get_subject_name(&certificate);
  const X509_NAME& issuer = *X509_get_issuer_name(&certificate);
  const bool is_leaf = X509_STORE_CTX_get_error_depth(&context) == 0;
  const std::string which = is_leaf ? "the certificate" : "the certificate of " + quoted(subject);
  switch (error) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return which + " expired on " + date_text(*X509_get0_notAfter(&certificate));
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return which + " is not valid before " + date_text(*X509_get0_notBefore(&certificate));
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
      return "the issuer " + quoted(issuer) + " is not trusted (--ca)";
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
      return "the root " + quoted(subject) + " is not trusted (--ca)";
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      return "the certificate is self-signed (--pin " + pin_text(key_pin(certificate)) + " trusts its key)";
    case X509_V_ERR_UNABLE_TO_GET_CRL:
      return "--crl has no list of the issuer " + list_issuer(context, certificate);
    case X509_V_ERR_CRL_HAS_EXPIRED:
      return "the list of " + list_issuer(context, certificate) + list_end(context);
    case X509_V_ERR_CERT_REVOKED:
      return "the certificate is revoked";
    default:
      return X509_verify_cert_error_string(error);
  }
}

/// Lists each fault and goes on.
int on_verified(int ok, X509_STORE_CTX* context) {
  X509* const certificate = X509_STORE_CTX_get_current_cert(context);
  if (ok == 1 || certificate == nullptr) return ok;
  const int error = X509_STORE_CTX_get_error(context);
  auto& faults = *static_cast<ChainFaults*>(X509_STORE_CTX_get_app_data(context));
  if (std::ranges::count(faults, error, &ChainFault::error) == 0)
    faults.push_back({error, {verification_code(error), text_of(error, *context, *certificate)}});
  return 1;
}

ChainFaults verify_once(X509_STORE_CTX& given) {
  const StoreContextPtr context(X509_STORE_CTX_new());
  ChainFaults faults;
  const bool ready = context && X509_STORE_CTX_init(context.get(), X509_STORE_CTX_get0_store(&given),
                                                    X509_STORE_CTX_get0_cert(&given),
                                                    X509_STORE_CTX_get0_untrusted(&given)) == 1;
  if (!ready) return {{X509_V_ERR_OUT_OF_MEM, {verification_code(X509_V_ERR_OUT_OF_MEM), "out of memory"}}};
  X509_VERIFY_PARAM_set1(X509_STORE_CTX_get0_param(context.get()), X509_STORE_CTX_get0_param(&given));
  X509_STORE_CTX_set_app_data(context.get(), &faults);
  X509_STORE_CTX_set_verify_cb(context.get(), on_verified);
  if (X509_verify_cert(context.get()) == 1) return faults;
  const int error = X509_STORE_CTX_get_error(context.get());
  if (faults.empty())
    faults.push_back({error, {verification_code(error), X509_verify_cert_error_string(error)}});
  return faults;
}

ChainFaults chain_faults(X509_STORE_CTX& context, SystemIssuers* system) {
  ChainFaults faults = verify_once(context);
  if (system == nullptr || std::ranges::none_of(faults, is_about_issuer)) return faults;
  if (system->load_bundle(*X509_STORE_CTX_get0_store(&context))) return verify_once(context);
  if (system->none()) {
    for (ChainFault& each : faults | std::views::filter(is_about_issuer))
      each.fault.text = "this system has no trusted issuers (--ca)";
  }
  return faults;
}

bool is_for(X509& certificate, const std::string& name) {
  const int result = X509_check_ip_asc(&certificate, name.c_str(), 0);
  if (constexpr int is_no_address = -2; result != is_no_address) return result == 1;
  return X509_check_host(&certificate, name.data(), name.size(), X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS,
                         nullptr) == 1;
}

std::string listed(const std::vector<std::string>& names, std::string_view before_last) {
  constexpr std::size_t most = 5;
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), most); ++i)
    text.append(i == 0 ? "" : i + 1 == names.size() ? before_last : ", ").append(names[i]);
  return names.size() > most ? text + " and " + std::to_string(names.size() - most) + " more" : text;
}

ChainFault name_fault(X509& certificate, const std::vector<std::string>& wanted) {
  std::vector<std::string> names = certificate_facts(certificate).names;
  if (names.empty()) names.push_back(common_name(*X509_get_subject_name(&certificate)));
  return {X509_V_ERR_HOSTNAME_MISMATCH,
          {"ERR_TLS_CERT_ALTNAME_INVALID",
           "the certificate is for " + listed(names, ", ") + ", not for " + listed(wanted, " or ")}};
}

/// OpenSSL would ask for the name between the issuers and the dates.
void add_name_fault(ChainFaults& faults, X509& certificate, const std::vector<std::string>& wanted) {
  if (wanted.empty()) return;
  if (std::ranges::any_of(wanted, [&](const std::string& name) { return is_for(certificate, name); })) return;
  faults.insert(std::ranges::find_if_not(faults, is_about_issuer), name_fault(certificate, wanted));
}

void name_purpose(ChainFaults& faults, TlsOptions::Role role) {
  for (ChainFault& each : faults) {
    if (each.error == X509_V_ERR_INVALID_PURPOSE &&
        each.fault.text == X509_verify_cert_error_string(each.error))
      each.fault.text = role == TlsOptions::Role::client ? "the certificate is not for servers"
                                                         : "the certificate is not for clients";
  }
}

}  // namespace

Verification verify_chain(X509_STORE_CTX& context, const TlsOptions& options, SystemIssuers* system) {
  X509& certificate = *X509_STORE_CTX_get0_cert(&context);
  ChainFaults faults = chain_faults(context, system);
  add_name_fault(faults, certificate, options.names);
  name_purpose(faults, options.role);
  Verification result;
  std::ranges::transform(faults, std::back_inserter(result.faults), &ChainFault::fault);
  const bool is_good = !options.verify || faults.empty();
  if (!is_good) result.error = faults.front().error;
  const bool is_pinned = options.pins.empty() || std::ranges::count(options.pins, key_pin(certificate)) > 0;
  if (is_good && !is_pinned) {
    result.error = X509_V_ERR_APPLICATION_VERIFICATION;
    result.faults.insert(
        result.faults.begin(),
        {"ERR_TLS_PIN", "the peer's key is " + pin_text(key_pin(certificate)) + ", which is not pinned"});
  }
  result.accepted = is_good && is_pinned;
  result.authorized = result.accepted && (faults.empty() || !options.pins.empty());
  return result;
}

}  // namespace netkit::internal
