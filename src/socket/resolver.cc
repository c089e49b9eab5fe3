// SPDX-License-Identifier: MIT
#include <netkit/socket/resolver.h>

#include <arpa/inet.h>
#include <netdb.h>
#include <netkit/addr/host_name.h>
#include <netkit/base/ascii.h>
#include <netkit/loop/loop.h>
#include <netkit/loop/uv_error.h>
#include <netkit/socket/internal/hosts_file.h>
#include <netkit/socket/internal/lookup_threads.h>
#include <netkit/socket/internal/sockaddr.h>
#include <uv.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <memory>
#include <mutex>
#include <new>
#include <utility>

namespace netkit {
namespace {

Error lookup_error(int status, const std::string& host) {
  return address_error(uv_error(status), "getaddrinfo", host);
}

int system_family(Family family) {
  return family == Family::ipv4 ? AF_INET : AF_INET6;
}

Lookup::Addresses addresses_of(const addrinfo* list) {
  Lookup::Addresses addresses;
  for (; list != nullptr; list = list->ai_next) {
    const auto address = internal::from_system(list->ai_addr);
    if (address && std::ranges::find(addresses, *address) == addresses.end()) addresses.push_back(*address);
  }
  return addresses;
}

addrinfo system_hints(const LookupRequest& asked) {
  const LookupHints flags = asked.hints.value_or(LookupHints{.addrconfig = !asked.family});
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_family = asked.family ? system_family(*asked.family) : AF_UNSPEC;
  if (flags.addrconfig) hints.ai_flags |= AI_ADDRCONFIG;
  if (flags.v4mapped) hints.ai_flags |= AI_V4MAPPED;
  if (flags.all) hints.ai_flags |= AI_ALL;
  return hints;
}

Result<Lookup::Addresses> addresses_from(const Result<std::vector<IpAddress>>& answer,
                                         const std::string& host) {
  if (!answer) return std::unexpected(answer.error());
  if (answer->empty()) return std::unexpected(lookup_error(UV_EAI_NODATA, host));
  Lookup::Addresses addresses;
  for (const IpAddress& address : *answer) addresses.push_back(SocketAddress{address});
  return addresses;
}

bool is_in_hosts_file(const std::string& name, std::optional<Family> family) {
  std::ifstream file("/etc/hosts");
  return internal::has_host(file, name, family);
}

/// The name to ask the system for. The C library finds no name with a final dot in /etc/hosts.
std::optional<std::string> name_for_system(const std::string& host) {
  auto name = ascii_host_name(host);
  if (name && name->ends_with('.') && is_in_hosts_file(*name, std::nullopt)) name->pop_back();
  return name;
}

std::optional<std::uint16_t> port_in_table(const std::string& service) {
  servent entry{};
  servent* found = nullptr;
  std::array<char, 4096> text{};
  if (getservbyname_r(service.c_str(), "tcp", &entry, text.data(), text.size(), &found) != 0)
    return std::nullopt;
  if (found == nullptr) return std::nullopt;
  return ntohs(static_cast<std::uint16_t>(found->s_port));
}

// Asks in the calling thread: uv_getaddrinfo() does so if it has no callback. Of the loop it then uses only
// the counter of requests.
Result<Lookup::Addresses> answer_of_system(const std::string& name, const LookupRequest& asked) {
  uv_loop_t counter{};
  uv_getaddrinfo_t request{};
  const addrinfo hints = system_hints(asked);
  int status = uv_getaddrinfo(&counter, &request, nullptr, name.c_str(), nullptr, &hints);
  const std::unique_ptr<addrinfo, decltype(&uv_freeaddrinfo)> list(request.addrinfo, uv_freeaddrinfo);
  try {
    Lookup::Addresses addresses = addresses_of(list.get());
    if (status == 0 && addresses.empty()) status = UV_EAI_NODATA;
    if (status == 0) return addresses;
  } catch (const std::bad_alloc&) {
    status = UV_EAI_MEMORY;
  }
  return std::unexpected(lookup_error(status, asked.host));
}

}  // namespace

// What the system is asked, and its answer. A thread may still have it when the Lookup is destroyed.
struct Lookup::Question {
  std::string name;  // of the host, as the system knows it
  LookupRequest asked;
  std::mutex mutex;  // guards the members below
  Wakeup* awaiting;  // null: the answer is not needed any more
  std::optional<Result<Addresses>> answer;

  bool needed() {
    const std::lock_guard lock(mutex);
    return awaiting != nullptr;
  }

  void ask() {
    if (!needed()) return;
    Result<Addresses> found = answer_of_system(name, asked);
    const std::lock_guard lock(mutex);
    answer = std::move(found);
    if (awaiting != nullptr) awaiting->send();
  }
};

Lookup::Lookup(Loop& loop, Callback on_done)
    : on_done_(std::move(on_done)), loop_(loop), later_(loop, [this] { on_done_(std::move(*result_)); }) {}

Lookup::~Lookup() {
  if (!answer_) return;
  --loop_.lookups_running_;
  const std::lock_guard lock(question_->mutex);
  question_->awaiting = nullptr;
}

void Lookup::report_later(Result<Addresses> result) {
  result_ = std::move(result);
  later_.schedule();
}

void Lookup::ask(const LookupFunction& function, const LookupRequest& request) {
  const std::string& host = request.host;
  function(request, [this, host, watch = alive_.watch()](Result<std::vector<IpAddress>> answer) {
    if (!watch.gone()) report_later(addresses_from(answer, host));
  });
}

void Lookup::ask_system(Loop& loop, const LookupRequest& request) {
  const auto name = name_for_system(request.host);
  if (!name) return report_later(std::unexpected(lookup_error(UV_EAI_NONAME, request.host)));
  if (!ask_without_thread(*name, request)) ask_in_thread(loop, *name, request);
}

// "localhost" is the most frequent name. If /etc/hosts has it, the system asks no server, and the look-up
// takes no longer than starting a thread.
bool Lookup::ask_without_thread(const std::string& name, const LookupRequest& request) {
  if (host_name_key(name) != "localhost" || request.hints) return false;
  if (!is_in_hosts_file(name, request.family)) return false;
  const addrinfo hints = system_hints(request);
  addrinfo* list = nullptr;
  if (::getaddrinfo(name.c_str(), nullptr, &hints, &list) != 0) return false;
  Addresses addresses = addresses_of(list);
  ::freeaddrinfo(list);
  if (addresses.empty()) return false;
  report_later(std::move(addresses));
  return true;
}

void Lookup::ask_in_thread(Loop& loop, const std::string& name, const LookupRequest& asked) {
  answer_.emplace(loop, [this] { answered(); });
  ++loop.lookups_running_;
  question_ = std::make_shared<Question>();
  question_->name = name;
  question_->asked = asked;
  question_->awaiting = &*answer_;
  std::move_only_function<void()> ask = [question = question_] { question->ask(); };
  if (!internal::run_in_lookup_thread(ask)) ask();
}

void Lookup::answered() {
  --loop_.lookups_running_;
  answer_.reset();
  on_done_(std::move(*question_->answer));
}

void Resolver::answer(const std::string& host, SocketAddress address) {
  answers_[host_name_key(host)].push_back(std::move(address));
}

std::unique_ptr<Lookup> Resolver::look_up(const LookupRequest& request, Lookup::Callback on_done) {
  std::unique_ptr<Lookup> lookup(new Lookup(loop_, std::move(on_done)));
  const auto own = answers_.find(host_name_key(request.host));
  if (own == answers_.end()) {
    if (function_) {
      lookup->ask(function_, request);
    } else {
      lookup->ask_system(loop_, request);
    }
    return lookup;
  }
  Lookup::Addresses addresses = own->second;
  std::erase_if(addresses, [&](const SocketAddress& one) {
    return request.family && one.address.family() != *request.family;
  });
  if (addresses.empty()) {
    lookup->report_later(std::unexpected(lookup_error(UV_EAI_ADDRFAMILY, request.host)));
  } else {
    lookup->report_later(std::move(addresses));
  }
  return lookup;
}

std::optional<std::uint16_t> port_of_service(const std::string& name) {
  if (const auto port = port_in_table(name)) return port;
  std::string small = name;
  std::ranges::transform(small, small.begin(), to_lower);
  return port_in_table(small);
}

}  // namespace netkit
