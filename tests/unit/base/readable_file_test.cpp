// SPDX-License-Identifier: MIT
#include "signalbox/base/readable_file.hpp"

#include <sys/stat.h>

#include <fstream>
#include <future>
#include <string>

#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace signalbox::test::readable_file_test {

TEST_CASE("a file is read whole", "[base]") {
  const TemporaryDirectory folder;
  const std::string text = std::string(kLargestReadFile - 1, 'x') + '\0';
  const auto file = folder.write("file", text);
  const FileText read = read_file(file);
  CHECK_FALSE(read.trouble);
  CHECK(read.text == text);
  CHECK_FALSE(why_unreadable(file));
}

TEST_CASE("what is no regular file is not waited for", "[base]") {
  const TemporaryDirectory folder;
  const auto pipe = folder.path() / "pipe";
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  const auto too_large = folder.write("too_large", std::string(kLargestReadFile + 1, 'x'));
  const std::string no_file = "it is a pipe or a device, and must be a regular file";

  CHECK(read_file(pipe).trouble == no_file);
  CHECK(why_unreadable(pipe) == no_file);
  CHECK(read_file("/dev/zero").trouble == no_file);
  CHECK(read_file(folder.path()).trouble == "Is a directory");
  CHECK(read_file(folder.path() / "none").trouble == "No such file or directory");
  CHECK(read_file(too_large).trouble == "it is over 1 MiB");
  CHECK(why_unreadable(folder.write("empty", "")) == "it is empty");
}

TEST_CASE("a pipe is read to its end where that is allowed", "[base]") {
  const TemporaryDirectory folder;
  const auto pipe = folder.path() / "pipe";
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  const auto written = std::async(std::launch::async, [&] { std::ofstream(pipe) << "secret\n"; });
  CHECK(read_file(pipe, FileKind::any).text == "secret\n");
  CHECK(read_file("/dev/zero", FileKind::any).trouble == "it is over 1 MiB");
}

}  // namespace signalbox::test::readable_file_test
