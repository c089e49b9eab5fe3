// SPDX-License-Identifier: MIT
#include <netkit/tls/engine/internal/openssl_engine.h>

#include <netkit/tls/engine/internal/openssl_certificate.h>
#include <openssl/err.h>
#include <openssl/hmac.h>
#include <sys/time.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <iterator>
#include <utility>

namespace netkit::internal {
namespace {

using Role = TlsOptions::Role;

constexpr std::size_t longest_handshake = std::size_t{128} << 10;
constexpr std::size_t longest_record = std::size_t{16} << 10;
constexpr std::uint64_t most_records = std::uint64_t{1} << 24;  // RFC 8446, section 5.5

OpenSslEngine& engine_of(const SSL& session) {
  return *static_cast<OpenSslEngine*>(SSL_get_app_data(&session));
}

std::string text_or_empty(const char* text) {
  return text != nullptr ? text : "";
}

std::string group_name(SSL& session) {
  const int group = static_cast<int>(SSL_get_negotiated_group(&session));
  return group > 0 && (group & 0x1000000) == 0 ? text_or_empty(OBJ_nid2sn(group)) : "";
}

std::string protocol_name(const SSL& session) {
  const unsigned char* name = nullptr;
  unsigned length = 0;
  SSL_get0_alpn_selected(&session, &name, &length);
  return {name, name + length};
}

std::vector<CertificateFacts> facts_of(const STACK_OF(X509) * certificates) {
  std::vector<CertificateFacts> facts;
  for (int i = 0; i < sk_X509_num(certificates); ++i)
    facts.push_back(certificate_facts(*sk_X509_value(certificates, i)));
  return facts;
}

// A server's list lacks the leaf.
std::vector<CertificateFacts> chain_of(const SSL& session) {
  std::vector<CertificateFacts> chain;
  X509* const leaf = SSL_get0_peer_certificate(&session);
  if (leaf == nullptr) return chain;
  if (SSL_is_server(&session) != 0) chain.push_back(certificate_facts(*leaf));
  std::ranges::move(facts_of(SSL_get_peer_cert_chain(&session)), std::back_inserter(chain));
  return chain;
}

/// Of the errors of the last call, the first of libssl: the others are of what it uses.
unsigned long deciding_error() {
  const unsigned long first = ERR_get_error();
  for (unsigned long error = first; error != 0; error = ERR_get_error()) {
    if (ERR_GET_LIB(error) == ERR_LIB_SSL) return error;
  }
  return first;
}

}  // namespace

class OpenSslEngine::Lent {
 public:
  Lent(OpenSslEngine& engine, Bytes& input, Sink& sink) : engine_(engine) {
    engine_.input_ = &input;
    engine_.sink_ = &sink;
    ERR_clear_error();
  }
  ~Lent() {
    engine_.input_ = nullptr;
    engine_.sink_ = nullptr;
  }
  Lent(const Lent&) = delete;
  Lent& operator=(const Lent&) = delete;

 private:
  OpenSslEngine& engine_;
};

OpenSslEngine::OpenSslEngine(std::shared_ptr<const OpenSslContext> context)
    : context_(std::move(context)), session_(SSL_new(&context_->get())) {
  SSL_set_app_data(session_.get(), this);
  BIO* const bio = BIO_new(bio_method());
  BIO_set_data(bio, this);
  BIO_set_init(bio, 1);
  SSL_set_bio(session_.get(), bio, bio);
  context_->options().role == Role::client ? be_client() : SSL_set_accept_state(session_.get());
  if (context_->options().datagrams) be_datagrams();
}

// Flights of a handshake are cut so that they pass any path.
void OpenSslEngine::be_datagrams() {
  constexpr long longest_flight = 1200;
  SSL_set_options(session_.get(), SSL_OP_NO_QUERY_MTU);
  SSL_ctrl(session_.get(), SSL_CTRL_SET_MTU, longest_flight, nullptr);
}

void OpenSslEngine::be_client() {
  SSL_set_connect_state(session_.get());
  SSL_set_cert_cb(session_.get(), certificate_asked_for, nullptr);
  std::string name = context_->options().server_name;
  if (!name.empty())
    SSL_ctrl(session_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data());
}

BIO_METHOD* OpenSslEngine::bio_method() {
  static BIO_METHOD* const method = [] {
    BIO_METHOD* const made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "netkit");
    BIO_meth_set_read(made, bio_read);
    BIO_meth_set_write(made, bio_write);
    BIO_meth_set_ctrl(made, bio_control);
    return made;
  }();
  return method;
}

int OpenSslEngine::bio_read(BIO* bio, char* room, int size) noexcept {
  auto& engine = *static_cast<OpenSslEngine*>(BIO_get_data(bio));
  BIO_clear_retry_flags(bio);
  if (engine.input_ == nullptr || engine.input_->empty()) {
    BIO_set_retry_read(bio);
    return -1;
  }
  const std::size_t taken = std::min(static_cast<std::size_t>(size), engine.input_->size());
  std::memcpy(room, engine.input_->data(), taken);
  if (!engine.peeks_) *engine.input_ = engine.input_->subspan(taken);
  if (engine.state_ == State::handshaking) engine.handshake_bytes_ += taken;
  return static_cast<int>(taken);
}

int OpenSslEngine::bio_write(BIO* bio, const char* data, int size) noexcept {
  auto& engine = *static_cast<OpenSslEngine*>(BIO_get_data(bio));
  engine.sink_->send(as_bytes(std::string_view(data, static_cast<std::size_t>(size))));
  return size;
}

long OpenSslEngine::bio_control(BIO* bio, int command, long number, void* /*pointer*/) noexcept {
  if (command == BIO_CTRL_DGRAM_SET_PEEK_MODE)
    static_cast<OpenSslEngine*>(BIO_get_data(bio))->peeks_ = number != 0;
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

// Called for a client when the server has asked for its certificate.
int OpenSslEngine::certificate_asked_for(SSL* session, void* /*unused*/) noexcept {
  engine_of(*session).certificate_wanted_ = true;
  return 1;
}

int OpenSslEngine::verify(X509_STORE_CTX* context, void* /*unused*/) noexcept {
  const void* const session = X509_STORE_CTX_get_ex_data(context, SSL_get_ex_data_X509_STORE_CTX_idx());
  OpenSslEngine& engine = engine_of(*static_cast<const SSL*>(session));
  engine.verification_ =
      verify_chain(*context, engine.context_->options(), engine.context_->system_issuers());
  X509_STORE_CTX_set_error(context, engine.verification_.error);
  if (!engine.verification_.accepted) engine.refused_ = facts_of(X509_STORE_CTX_get0_untrusted(context));
  return engine.verification_.accepted ? 1 : 0;
}

TlsEngine::State OpenSslEngine::handshake(Bytes& input, Sink& sink) noexcept {
  const Lent lent(*this, input, sink);
  const int result = SSL_do_handshake(session_.get());
  if (result == 1) {
    state_ = State::open;
  } else if (SSL_get_error(session_.get(), result) != SSL_ERROR_WANT_READ) {
    fail_with_error();
  } else if (handshake_bytes_ > longest_handshake) {
    fail({"ERR_SSL_EXCESSIVE_MESSAGE_SIZE", "the peer's handshake is longer than 128 KiB"});
  }
  return state_;
}

std::size_t OpenSslEngine::read(Bytes& input, std::span<std::byte> room, Sink& sink) noexcept {
  const Lent lent(*this, input, sink);
  std::size_t filled = 0;
  while (state_ == State::open && filled < room.size()) {
    std::size_t count = 0;
    if (SSL_read_ex(session_.get(), room.data() + filled, room.size() - filled, &count) == 1) {
      filled += count;
      if (context_->options().datagrams) break;
      continue;
    }
    const int error = SSL_get_error(session_.get(), 0);
    if (error == SSL_ERROR_WANT_READ) break;
    error == SSL_ERROR_ZERO_RETURN ? state_ = State::ended : (fail_with_error(), state_);
  }
  return filled;
}

TlsEngine::State OpenSslEngine::write(Bytes bytes, Sink& sink) noexcept {
  if (bytes.empty() || state_ == State::failed) return state_;
  Bytes none;
  const Lent lent(*this, none, sink);
  renew_key(bytes.size());
  std::size_t written = 0;
  if (SSL_write_ex(session_.get(), bytes.data(), bytes.size(), &written) != 1) fail_with_error();
  return state_;
}

void OpenSslEngine::renew_key(std::size_t bytes) {
  if (context_->options().datagrams) return;
  records_ += (bytes + longest_record - 1) / longest_record;
  if (records_ <= most_records || SSL_version(session_.get()) < TLS1_3_VERSION) return;
  SSL_key_update(session_.get(), SSL_KEY_UPDATE_NOT_REQUESTED);
  records_ = 0;
}

std::optional<std::chrono::milliseconds> OpenSslEngine::retransmit_in() const noexcept {
  timeval left{};
  if (DTLSv1_get_timeout(session_.get(), &left) != 1) return std::nullopt;
  const auto time = std::chrono::seconds(left.tv_sec) + std::chrono::microseconds(left.tv_usec);
  return std::chrono::ceil<std::chrono::milliseconds>(time);
}

TlsEngine::State OpenSslEngine::retransmit(Sink& sink) noexcept {
  Bytes none;
  const Lent lent(*this, none, sink);
  if (DTLSv1_handle_timeout(session_.get()) < 0) fail_with_error();
  return state_;
}

bool OpenSslEngine::accept(Bytes datagram, std::string_view peer, Sink& sink) noexcept {
  const Lent lent(*this, datagram, sink);
  peer_ = peer;
  const std::unique_ptr<BIO_ADDR, void (*)(BIO_ADDR*)> unused(BIO_ADDR_new(), BIO_ADDR_free);
  const bool is_good = DTLSv1_listen(session_.get(), unused.get()) == 1;
  peeks_ = false;
  return is_good;
}

void OpenSslEngine::use_cookies(SSL_CTX& context) noexcept {
  SSL_CTX_set_cookie_generate_cb(&context, make_cookie);
  SSL_CTX_set_cookie_verify_cb(&context, check_cookie);
}

int OpenSslEngine::make_cookie(SSL* session, unsigned char* cookie, unsigned* size) noexcept {
  const OpenSslEngine& engine = engine_of(*session);
  const std::string& secret = engine.context_->cookie_secret();
  return HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
              reinterpret_cast<const unsigned char*>(engine.peer_.data()), engine.peer_.size(), cookie,
              size) != nullptr
             ? 1
             : 0;
}

int OpenSslEngine::check_cookie(SSL* session, const unsigned char* cookie, unsigned size) noexcept {
  std::array<unsigned char, EVP_MAX_MD_SIZE> expected{};
  unsigned expected_size = 0;
  if (make_cookie(session, expected.data(), &expected_size) != 1 || size != expected_size) return 0;
  return CRYPTO_memcmp(cookie, expected.data(), size) == 0 ? 1 : 0;
}

void OpenSslEngine::end(Sink& sink) noexcept {
  if (state_ == State::handshaking || state_ == State::failed) return;
  Bytes none;
  const Lent lent(*this, none, sink);
  SSL_shutdown(session_.get());
}

void OpenSslEngine::fail(TlsFault fault) {
  state_ = State::failed;
  fault_ = std::move(fault);
}

void OpenSslEngine::fail_with_error() {
  if (verification_.error != 0) return fail(verification_.faults.front());
  const TlsOptions& options = context_->options();
  fail(fault_of_error(deciding_error(), {options.role, options.server_name,
                                         certificate_wanted_ && options.certificate.empty()}));
}

TlsFacts OpenSslEngine::facts() const noexcept {
  SSL& session = *session_;
  TlsFacts facts;
  if (SSL_get_session(&session) == nullptr) return facts;  // not one word of the peer's
  facts.protocol = SSL_get_version(&session);
  facts.cipher = text_or_empty(SSL_get_cipher_name(&session));
  facts.group = group_name(session);
  facts.alpn = protocol_name(session);
  facts.server_name = text_or_empty(SSL_get_servername(&session, TLSEXT_NAMETYPE_host_name));
  facts.certificate_wanted = certificate_wanted_;
  facts.authorized = verification_.authorized;
  facts.faults = verification_.faults;
  facts.chain = verification_.accepted ? chain_of(session) : refused_;
  return facts;
}

}  // namespace netkit::internal
