// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/deferred.h>
#include <netkit/stream/connection.h>

#include <cstdint>
#include <memory>

#include "cli/filter/copy_file.h"
#include "cli/filter/hex_dump.h"
#include "cli/filter/stream_filter.h"

namespace netkit::cli {

class Run;

/// Writes what passes to a file before it passes it on, so that the file is complete at any time. If writing
/// fails, nothing passes any more: the connection will be reset, and the run ends.
class CopyFilter : public StreamFilter {
 public:
  CopyFilter(Run& run, Connection& connection, Stream& behind, std::shared_ptr<CopyFile> file);
  /// Another connection may have met the failure.
  ~CopyFilter() override;

  bool write(Bytes bytes) override;
  void end() override;
  void destroy_soon() override;
  PumpSource* pump_source() override { return nullptr; }  // the filter has to see every byte
  PumpSink* pump_sink() override { return nullptr; }

 private:
  /// Writes the copy. Returns false if that fails.
  virtual bool record(CopyFile& file, Direction direction, Bytes bytes) = 0;

  void on_data(Bytes bytes) override;
  void on_finish(std::error_code cause) override;

  bool copy(Direction direction, Bytes bytes);

  Connection& connection_;
  std::shared_ptr<CopyFile> file_;
  bool sends_ = true;  // what is written is sent, not dropped
  Deferred failure_;
};

/// --output: the bytes as they are.
class TeeFilter final : public CopyFilter {
 public:
  using CopyFilter::CopyFilter;

 private:
  bool record(CopyFile& file, Direction, Bytes bytes) override { return file.write(as_text(bytes)); }
};

/// --hex-dump: lines of hex digits.
class HexDumpFilter final : public CopyFilter {
 public:
  HexDumpFilter(Run& run, Connection& connection, Stream& behind, std::shared_ptr<CopyFile> file,
                std::int64_t id)
      : CopyFilter(run, connection, behind, std::move(file)), dump_(id) {}

 private:
  bool record(CopyFile& file, Direction direction, Bytes bytes) override;

  HexDump dump_;
};

}  // namespace netkit::cli
