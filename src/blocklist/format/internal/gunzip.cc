// SPDX-License-Identifier: MIT
#include <netkit/blocklist/format/internal/gunzip.h>

#include <zlib.h>

#include <algorithm>
#include <array>
#include <new>
#include <utility>

namespace netkit::internal {
namespace {

constexpr int with_gzip_header = 16 + MAX_WBITS;

// Lists shrink to a tenth. What grows this much more is made to fill the memory of its reader.
constexpr std::uint64_t most_growth = 100;
constexpr std::uint64_t harmless_size = 32U << 20U;

}  // namespace

struct Gunzip::Stream {
  Stream() {
    if (::inflateInit2(&z, with_gzip_header) != Z_OK) throw std::bad_alloc();
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream() { ::inflateEnd(&z); }

  z_stream z{};
  std::array<char, 65536> text{};
};

Gunzip::Gunzip(std::function<void(std::string_view)> on_text)
    : on_text_(std::move(on_text)), stream_(std::make_unique<Stream>()) {}

Gunzip::~Gunzip() = default;

void Gunzip::read(std::string_view piece) {
  read_ += piece.size();
  // zlib only reads from there; its type is without const unless it is told otherwise.
  stream_->z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece.data()));
  stream_->z.avail_in = static_cast<uInt>(piece.size());
  while (fault_.empty() && stream_->z.avail_in > 0) inflate_some();
}

void Gunzip::inflate_some() {
  z_stream& z = stream_->z;
  if (std::exchange(is_between_, false)) {
    // Tapes and some tools fill up with NUL bytes.
    while (z.avail_in > 0 && *z.next_in == 0) ++z.next_in, --z.avail_in;
    is_between_ = z.avail_in == 0;
    if (is_between_) return;
    ::inflateReset(&z);
  }
  int result = Z_OK;
  do {
    z.next_out = reinterpret_cast<Bytef*>(stream_->text.data());
    z.avail_out = static_cast<uInt>(stream_->text.size());
    result = ::inflate(&z, Z_NO_FLUSH);
    const std::size_t size = stream_->text.size() - z.avail_out;
    written_ += size;
    if (size > 0) on_text_({stream_->text.data(), size});
    if (grows_too_much()) fault_ = "gzip data that grows to more than 100 times its size";
  } while (result == Z_OK && z.avail_out == 0 && fault_.empty());
  is_between_ = result == Z_STREAM_END;
  if (fault_.empty() && result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) {
    fault_ = "damaged gzip data";
  }
}

bool Gunzip::grows_too_much() const {
  return written_ > harmless_size && written_ / most_growth > read_;
}

std::string_view Gunzip::finish() {
  if (fault_.empty() && !is_between_) fault_ = "the gzip data ends too early";
  return fault_;
}

}  // namespace netkit::internal
