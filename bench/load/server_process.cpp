// SPDX-License-Identifier: MIT
#include "server_process.hpp"

#include <unistd.h>

#include <charconv>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include "failure.hpp"

namespace signalbox::bench {
namespace {

namespace fs = std::filesystem;

std::string proc(pid_t pid, const std::string& file) {
  return "/proc/" + std::to_string(pid) + "/" + file;
}

/// The inodes of the sockets that listen on `port`, from a table like /proc/net/tcp: the columns
/// are number, local address, remote address, state (0A: listening), five more, and the inode.
void add_listeners(const char* table, std::uint16_t port, std::vector<std::string>& inodes) {
  std::ifstream file(table);
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::istringstream columns(line);
    std::string skipped;
    std::string local;
    std::string state;
    std::string inode;
    columns >> skipped >> local >> skipped >> state;
    for (int i = 0; i < 5; ++i) columns >> skipped;
    columns >> inode;
    const std::size_t colon = local.rfind(':');
    if (state != "0A" || colon == std::string::npos) continue;
    if (std::stoul(local.substr(colon + 1), nullptr, 16) == port) inodes.push_back(inode);
  }
}

bool has_socket(const fs::path& process, const std::vector<std::string>& inodes) {
  std::error_code ignored;
  for (fs::directory_iterator file(process / "fd", ignored), end; !ignored && file != end;
       file.increment(ignored)) {
    const std::string link = fs::read_symlink(file->path(), ignored).string();
    for (const std::string& inode : inodes) {
      if (link == "socket:[" + inode + "]") return true;
    }
  }
  return false;
}

/// The kilobytes of a line like "Rss:   1234 kB".
std::size_t kilobytes(const std::string& path, const std::string& field) {
  std::ifstream file(path);
  std::string word;
  while (file >> word) {
    if (word != field) continue;
    std::size_t value = 0;
    file >> value;
    return value;
  }
  return 0;
}

double process_clock(pid_t pid) {
  clockid_t clock{};
  timespec time{};
  if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &time) != 0) return 0;
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

}  // namespace

ServerProcess::ServerProcess(pid_t pid) : pid_(pid) {
  if (!fs::exists(proc(pid, "stat"))) {
    throw Failure("there is no process " + std::to_string(pid));
  }
}

std::optional<ServerProcess> ServerProcess::listening_on(std::uint16_t port) {
  std::vector<std::string> inodes;
  add_listeners("/proc/net/tcp", port, inodes);
  add_listeners("/proc/net/tcp6", port, inodes);
  if (inodes.empty()) return std::nullopt;
  for (const fs::directory_entry& entry : fs::directory_iterator("/proc")) {
    const std::string name = entry.path().filename().string();
    pid_t pid = 0;
    const auto parsed = std::from_chars(name.data(), name.data() + name.size(), pid);
    if (parsed.ec != std::errc() || parsed.ptr != name.data() + name.size()) continue;
    if (has_socket(entry.path(), inodes)) return ServerProcess(pid);
  }
  return std::nullopt;
}

ServerUsage ServerProcess::usage() const {
  std::ifstream file(proc(pid_, "stat"));
  file.ignore(std::numeric_limits<std::streamsize>::max(), ')');  // the name may hold spaces
  std::string skipped;
  for (int i = 0; i < 11; ++i) file >> skipped;
  double user = 0;
  double system = 0;
  file >> user >> system;
  if (!file) throw Failure("the server's process is gone");
  const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
  const double exact = process_clock(pid_);
  return {exact > 0 ? exact : (user + system) / ticks, user / ticks, system / ticks};
}

std::size_t ServerProcess::resident_bytes() const {
  // The roll-up counts pages; what `status` says is an estimate that may lag.
  std::size_t found = kilobytes(proc(pid_, "smaps_rollup"), "Rss:");
  if (found == 0) found = kilobytes(proc(pid_, "status"), "VmRSS:");
  return found * 1024;
}

}  // namespace signalbox::bench
