// SPDX-License-Identifier: MIT
#include <netkit/tls/engine/load_tls.h>

#include <dlfcn.h>

namespace netkit {
namespace {

using Entry = const TlsModule* (*)();
using Loaded = std::expected<const TlsModule*, std::string>;

// Along the RUNPATH first. A program with file capabilities has that only in part.
void* open_module() {
  void* const module = ::dlopen("netkit-tls.so", RTLD_NOW | RTLD_LOCAL);
  return module != nullptr ? module : ::dlopen(NETKIT_TLS_MODULE, RTLD_NOW | RTLD_LOCAL);
}

std::string load_failure() {
  const char* const text = ::dlerror();
  return text != nullptr ? text : "the module cannot be loaded";
}

Loaded load() {
  void* const module = open_module();
  if (module == nullptr) return std::unexpected(load_failure());
  const auto entry = reinterpret_cast<Entry>(::dlsym(module, NETKIT_TLS_ENTRY_NAME));
  if (entry == nullptr) return std::unexpected("netkit-tls.so is of another version of netkit");
  return entry();
}

}  // namespace

Loaded load_tls() {
  static const Loaded loaded = load();
  return loaded;
}

}  // namespace netkit
