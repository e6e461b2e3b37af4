// SPDX-License-Identifier: MIT
#include "app/file_watch.hpp"

#include <filesystem>

#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace signalbox::test::file_watch_test {

TEST_CASE("a change is told once, when it has settled", "[app][files]") {
  const TemporaryDirectory folder;
  const auto one = folder.write("one", "1");
  const auto two = folder.write("two", "1");
  app::FileWatch watch({one, two});
  CHECK_FALSE(watch.look());

  folder.write("one", "22");
  CHECK_FALSE(watch.look());
  folder.write("two", "22");
  CHECK_FALSE(watch.look());
  CHECK(watch.look());
  CHECK_FALSE(watch.look());
}

TEST_CASE("a file of the same size and time that takes another's place is a change",
          "[app][files]") {
  const TemporaryDirectory folder;
  const auto file = folder.write("file", "1");
  app::FileWatch watch({file});
  const auto other = folder.write("other", "2");
  std::filesystem::last_write_time(other, std::filesystem::last_write_time(file));
  std::filesystem::rename(other, file);

  CHECK_FALSE(watch.look());
  CHECK(watch.look());
}

TEST_CASE("a file that goes and comes", "[app][files]") {
  const TemporaryDirectory folder;
  const auto file = folder.write("file", "1");
  app::FileWatch watch({file});
  std::filesystem::remove(file);

  CHECK_FALSE(watch.look());
  CHECK(watch.look());
  folder.write("file", "333");
  CHECK_FALSE(watch.look());
  CHECK(watch.look());
}

TEST_CASE("a change that is taken back before it has settled is none", "[app][files]") {
  const TemporaryDirectory folder;
  const auto file = folder.write("file", "1");
  const auto kept = folder.path() / "kept";
  app::FileWatch watch({file});
  std::filesystem::rename(file, kept);
  CHECK_FALSE(watch.look());
  std::filesystem::rename(kept, file);

  CHECK_FALSE(watch.look());
  CHECK_FALSE(watch.look());
}

TEST_CASE("nothing to watch never changes", "[app][files]") {
  app::FileWatch watch({});
  CHECK_FALSE(watch.look());
  CHECK_FALSE(watch.look());
}

}  // namespace signalbox::test::file_watch_test
