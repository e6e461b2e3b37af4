// SPDX-License-Identifier: MIT
#include "signalbox/base/line_limit.hpp"

#include "support/catch.hpp"

namespace signalbox::test::line_limit_test {

using std::chrono::seconds;

TEST_CASE("a kind of line has a burst, and then its rate", "[base]") {
  LineLimit lines(/*rate=*/2, /*burst=*/3);
  const TimePoint begin = Clock::now();
  for (int i = 0; i < 3; ++i) CHECK(lines.take(begin));
  CHECK_FALSE(lines.take(begin));

  const TimePoint later = begin + seconds(1);
  CHECK(lines.take(later));
  CHECK(lines.take(later));
  CHECK_FALSE(lines.take(later));
}

}  // namespace signalbox::test::line_limit_test
