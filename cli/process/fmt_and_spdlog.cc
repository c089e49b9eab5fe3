// SPDX-License-Identifier: MIT
// fmt and spdlog as a part of the program, for a quick start: -fkeep-inline-functions emits what their
// headers define. What is named below is more than inline functions, and cli needs it.
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
