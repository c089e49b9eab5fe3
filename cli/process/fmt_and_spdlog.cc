// SPDX-License-Identifier: MIT
// fmt and spdlog as a part of the program, for a quick start: what their shared libraries contain and cli
// uses. It is made as they are made: the headers that end in -inl.h define the functions, and templates that
// others only declare are instantiated here. What is missing here comes from the shared libraries.
#include <fmt/format-inl.h>
#include <spdlog/common-inl.h>
#include <spdlog/details/backtracer-inl.h>
#include <spdlog/details/log_msg-inl.h>
#include <spdlog/details/log_msg_buffer-inl.h>
#include <spdlog/details/os-inl.h>
#include <spdlog/details/periodic_worker-inl.h>
#include <spdlog/details/registry-inl.h>
#include <spdlog/logger-inl.h>
#include <spdlog/pattern_formatter-inl.h>
#include <spdlog/sinks/ansicolor_sink-inl.h>
#include <spdlog/sinks/base_sink-inl.h>
#include <spdlog/sinks/sink-inl.h>
#include <spdlog/spdlog-inl.h>

#include <mutex>

FMT_BEGIN_NAMESPACE
namespace detail {
#if FMT_VERSION < 120000
template auto locale_ref::get<std::locale>() const -> std::locale;
#endif
#if FMT_VERSION >= 100000
template void buffer<char>::append(const char*, const char*);
#endif
template auto thousands_sep_impl(locale_ref) -> thousands_sep_result<char>;
template auto decimal_point_impl(locale_ref) -> char;
}  // namespace detail
FMT_END_NAMESPACE

template class spdlog::sinks::ansicolor_stdout_sink<spdlog::details::console_mutex>;  // of the default logger
template class spdlog::sinks::base_sink<std::mutex>;
