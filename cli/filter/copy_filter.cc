// SPDX-License-Identifier: MIT
#include "cli/filter/copy_filter.h"

#include <utility>

#include "cli/report/time_stamp.h"
#include "cli/session/run.h"

namespace netkit::cli {

CopyFilter::CopyFilter(Run& run, Connection& connection, Stream& behind, std::shared_ptr<CopyFile> file)
    : StreamFilter(behind),
      connection_(connection),
      file_(std::move(file)),
      failure_(run.loop(), [this, &run] { run.finish(file_->failure()); }) {}

CopyFilter::~CopyFilter() {
  if (file_->has_failed()) connection_.reset_on_close();
}

bool CopyFilter::write(Bytes bytes) {
  if (!sends_) return true;
  return copy(Direction::sent, bytes) && behind().write(bytes);
}

void CopyFilter::end() {
  sends_ = false;
  behind().end();
}

void CopyFilter::destroy_soon() {
  sends_ = false;
  behind().destroy_soon();
}

void CopyFilter::on_data(Bytes bytes) {
  if (copy(Direction::received, bytes)) listener().on_data(bytes);
}

void CopyFilter::on_finish(std::error_code cause) {
  sends_ = false;
  listener().on_finish(cause);
}

bool CopyFilter::copy(Direction direction, Bytes bytes) {
  if (record(*file_, direction, bytes)) return true;
  connection_.reset_on_close();  // before an end could be sent
  behind().pause();
  failure_.schedule();
  return false;
}

bool HexDumpFilter::record(CopyFile& file, Direction direction, Bytes bytes) {
  return file.write(dump_.piece(direction, bytes, time_stamp()));
}

}  // namespace netkit::cli
