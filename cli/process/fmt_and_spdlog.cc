// SPDX-License-Identifier: MIT
// fmt and spdlog as part of the program, which then starts faster than with shared libraries:
// -fkeep-inline-functions emits the inline functions of their headers; the template instances that cli needs
// are named below.
#include <fmt/chrono.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#if FMT_VERSION < 120000
template std::locale fmt::detail::locale_ref::get<std::locale>() const;
#endif
template class spdlog::sinks::stdout_sink_base<spdlog::details::console_mutex>;
template class spdlog::sinks::stdout_sink_base<spdlog::details::console_nullmutex>;
template class spdlog::sinks::stderr_sink<spdlog::details::console_mutex>;
template class spdlog::sinks::stderr_sink<spdlog::details::console_nullmutex>;
