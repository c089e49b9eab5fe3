// SPDX-License-Identifier: MIT
#pragma once

// What the examples in the headers may use.
#undef NDEBUG
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netkit/addr/cidr.h>
#include <netkit/addr/embedded_ipv4.h>
#include <netkit/addr/endpoint.h>
#include <netkit/addr/ip_address.h>
#include <netkit/addr/ip_range.h>
#include <netkit/addr/ipc_path.h>
#include <netkit/addr/loose_ipv4.h>
#include <netkit/addr/port.h>
#include <netkit/addr/socket_address.h>
#include <netkit/addr/special_purpose.h>
#include <netkit/base/ascii.h>
#include <netkit/base/net_errc.h>
#include <netkit/base/text_decoder.h>
#include <netkit/base/uint128.h>
#include <netkit/base/utf8.h>
#include <netkit/blocklist/address_set.h>
#include <netkit/blocklist/block_list.h>
#include <netkit/blocklist/list_file.h>
#include <netkit/blocklist/list_reader.h>
#include <netkit/blocklist/listed_rules.h>
#include <netkit/blocklist/rule.h>
#include <netkit/io/console.h>
#include <netkit/io/loop.h>
#include <netkit/io/signals.h>
#include <netkit/io/uv_error.h>
#include <netkit/io/versions.h>
#include <netkit/io/zone.h>
#include <netkit/net/echo.h>
#include <netkit/net/hub.h>
#include <netkit/net/relay.h>
#include <netkit/net/server.h>
#include <netkit/net/socket.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <array>
#include <cassert>
#include <csignal>
#include <string>
#include <thread>
#include <vector>
