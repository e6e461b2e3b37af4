// SPDX-License-Identifier: MIT
#include "kernel_memory.hpp"

#include <unistd.h>

#include <fstream>
#include <string>

namespace signalbox::bench {
namespace {

std::size_t number_after(const char* path, const std::string& line_start, const std::string& word) {
  std::ifstream file(path);
  std::string read;
  while (file >> read && read != line_start) {
  }
  while (read != word && file >> read) {
  }
  std::size_t value = 0;
  file >> value;
  return value;
}

}  // namespace

KernelMemory kernel_memory() {
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  return {number_after("/proc/meminfo", "Slab:", "Slab:") * 1024,
          number_after("/proc/net/sockstat", "TCP:", "mem") * page};
}

}  // namespace signalbox::bench
