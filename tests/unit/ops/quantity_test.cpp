// SPDX-License-Identifier: MIT
#include "ops/quantity.hpp"

#include "support/catch.hpp"

namespace signalbox::test::quantity_test {

namespace {

struct Row {
  const char* text;
  Measure measure;
  std::uint64_t value;
};

constexpr auto kPlain = Measure::plain;
constexpr auto kBytes = Measure::bytes;
constexpr auto kDuration = Measure::duration;

}  // namespace

TEST_CASE("quantities are read with the units of their measure", "[ops][quantity]") {
  const auto row = GENERATE(values<Row>({
      {"0", kPlain, 0},
      {"010", kPlain, 10},
      {"18446744073709551615", kPlain, 18'446'744'073'709'551'615U},
      {"65536", kBytes, 65'536},
      {"65536B", kBytes, 65'536},
      {"64KiB", kBytes, 65'536},
      {"64kib", kBytes, 65'536},
      {"64 KiB", kBytes, 65'536},
      {"64KB", kBytes, 65'536},
      {"64k", kBytes, 65'536},
      {"2M", kBytes, 2U << 20U},
      {"2MB", kBytes, 2U << 20U},
      {"2MiB", kBytes, 2U << 20U},
      {"1g", kBytes, 1U << 30U},
      {"1GB", kBytes, 1U << 30U},
      {"1GiB", kBytes, 1U << 30U},
      {"500ms", kDuration, 500},
      {"25s", kDuration, 25'000},
      {"2m", kDuration, 120'000},
      {"1h", kDuration, 3'600'000},
  }));
  CAPTURE(row.text);
  CHECK(parse_quantity(row.text, row.measure) == row.value);
}

TEST_CASE("what is no quantity is refused", "[ops][quantity]") {
  const auto row = GENERATE(values<Row>({
      {"", kPlain, 0},
      {" ", kPlain, 0},
      {"-1", kPlain, 0},
      {"+1", kPlain, 0},
      {"0x10", kPlain, 0},
      {"1.5", kPlain, 0},
      {"1'000", kPlain, 0},
      {"10s", kPlain, 0},
      {"18446744073709551616", kPlain, 0},
      {"KiB", kBytes, 0},
      {"1.5MiB", kBytes, 0},
      {"64  KiB", kBytes, 0},
      {"64KiBs", kBytes, 0},
      {"10s", kBytes, 0},
      {"18446744073709551615k", kBytes, 0},
      {"10", kDuration, 0},
      {"10 parsecs", kDuration, 0},
      {"s", kDuration, 0},
      {"1m30s", kDuration, 0},
  }));
  CAPTURE(row.text);
  CHECK_FALSE(parse_quantity(row.text, row.measure).has_value());
}

TEST_CASE("quantities are shown in the largest unit that fits", "[ops][quantity]") {
  const auto row = GENERATE(values<Row>({
      {"0", kPlain, 0},
      {"1000000", kPlain, 1'000'000},
      {"0", kBytes, 0},
      {"1500", kBytes, 1500},
      {"1KiB", kBytes, 1024},
      {"64KiB", kBytes, 65'536},
      {"1MiB", kBytes, 1U << 20U},
      {"3GiB", kBytes, 3ULL << 30U},
      {"0ms", kDuration, 0},
      {"1500ms", kDuration, 1500},
      {"25s", kDuration, 25'000},
      {"10m", kDuration, 600'000},
      {"1h", kDuration, 3'600'000},
  }));
  CHECK(show_quantity(row.value, row.measure) == row.text);
  CHECK(parse_quantity(row.text, row.measure) == row.value);
}

}  // namespace signalbox::test::quantity_test
