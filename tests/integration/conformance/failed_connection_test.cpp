// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/client_frames.hpp"
#include "support/program.hpp"
#include "support/raw_client.hpp"
#include "support/temporary_directory.hpp"

namespace signalbox::test::failed_connection_test {

TEST_CASE("What follows a frame that was refused costs no memory", "[conformance]") {
  constexpr std::size_t kMebibyte = std::size_t{1} << 20U;
  const TemporaryDirectory page;
  page.write("index.html", "<!doctype html><title>test</title>");
  Program program({serve(page.path().string(), {"--log-level", "debug"})});
  RawClient client(program.port());
  client.upgrade();
  const std::size_t before = program.peak_memory();

  client.send(client_header(0x82, std::uint64_t{1} << 40U, 8));
  CHECK(client.receive_frame().close_code() == 1009);
  const std::string payload(kMebibyte, '*');
  for (int i = 0; i < 64 && client.send(payload); ++i) {
  }

  CHECK(client.receive_all().empty());
  CHECK(program.says("ended: message_too_big"));
  CHECK(program.peak_memory() < before + 16 * kMebibyte);
}

}  // namespace signalbox::test::failed_connection_test
