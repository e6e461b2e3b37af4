// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "support/temporary_directory.hpp"

namespace signalbox::test {

/// A folder with a page, and what is written into it.
struct Site {
  Site() { folder.write("index.html", "<title>test</title>"); }

  std::string write(std::string_view name, std::string_view text) const {
    return folder.write(name, text).string();
  }

  TemporaryDirectory folder;
  std::string path = folder.path().string();
};

}  // namespace signalbox::test
