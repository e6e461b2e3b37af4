// SPDX-License-Identifier: MIT
#include "signalbox/base/slot_table.hpp"

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "support/catch.hpp"

namespace signalbox::test::slot_table_test {

namespace {

using Table = signalbox::SlotTable<std::string>;

Table::Key add(Table& table, const std::string& text) {
  const auto key = table.reserve();
  table.put(key, std::make_unique<std::string>(text));
  return key;
}

}  // namespace

TEST_CASE("what is put in a slot is found by its key", "[base][slot_table]") {
  Table table;
  const auto a = add(table, "a");
  const auto b = add(table, "b");

  REQUIRE(table.find(a) != nullptr);
  CHECK(*table.find(a) == "a");
  CHECK(*table.find(b) == "b");
  CHECK(table.size() == 2);
  CHECK(a.generation != 0);
}

TEST_CASE("a key that was never given out finds nothing", "[base][slot_table]") {
  Table table;
  CHECK(table.find({0, 1}) == nullptr);
  const auto key = add(table, "a");
  CHECK(table.find({key.slot + 1, key.generation}) == nullptr);
  CHECK(table.find({key.slot, key.generation + 1}) == nullptr);
  CHECK(table.find({key.slot, 0}) == nullptr);
  CHECK(table.take({key.slot, key.generation + 1}) == nullptr);
  CHECK(table.size() == 1);
}

TEST_CASE("a stale key finds nobody, not whoever has the slot now", "[base][slot_table]") {
  Table table;
  const auto first = add(table, "first");
  const auto taken = table.take(first);
  REQUIRE(taken != nullptr);
  CHECK(*taken == "first");
  CHECK(table.find(first) == nullptr);
  CHECK(table.size() == 0);

  const auto second = add(table, "second");

  CHECK(second.slot == first.slot);
  CHECK(second.generation != first.generation);
  CHECK(table.find(first) == nullptr);
  CHECK(table.take(first) == nullptr);
  CHECK(*table.find(second) == "second");
  CHECK(table.size() == 1);
}

TEST_CASE("slots are used again, and objects stay where they are", "[base][slot_table]") {
  Table table;
  const auto kept = add(table, "kept");
  const std::string* const where = table.find(kept);
  std::set<std::uint32_t> slots;
  for (int round = 0; round < 100; ++round) {
    std::vector<Table::Key> keys;
    for (int i = 0; i < 10; ++i) keys.push_back(add(table, std::to_string(i)));
    for (const auto key : keys) {
      slots.insert(key.slot);
      CHECK(table.take(key) != nullptr);
    }
  }
  CHECK(slots.size() == 10);
  CHECK(table.find(kept) == where);
  CHECK(table.size() == 1);
}

TEST_CASE("each object is visited once", "[base][slot_table]") {
  Table table;
  add(table, "first");
  const auto gone = add(table, "gone");
  add(table, "last");
  table.take(gone);
  table.reserve();

  std::vector<std::string> seen;
  table.for_each([&](const std::string& text) { seen.push_back(text); });
  CHECK(seen == std::vector<std::string>{"first", "last"});
}

TEST_CASE("objects can be visited part by part", "[base][slot_table]") {
  Table table;
  add(table, "0");
  const auto gone = add(table, "gone");
  add(table, "2");
  add(table, "3");
  table.take(gone);

  std::vector<std::string> seen;
  const auto note = [&](const std::string& text) { seen.push_back(text); };
  CHECK(table.visit(0, 2, note) == 2);
  CHECK(seen == std::vector<std::string>{"0"});
  CHECK(table.visit(2, 1, note) == 3);
  CHECK(table.visit(3, 1, note) == 0);
  CHECK(seen == std::vector<std::string>{"0", "2", "3"});
  // Whoever asks may name any slot.
  CHECK(table.visit(4, 1, note) == 0);
  CHECK(table.visit(0xFFFFFFFF, 0xFFFFFFFF, note) == 0);
  CHECK(seen.size() == 3);
}

TEST_CASE("a reserved slot is nobody's until something is put there", "[base][slot_table]") {
  Table table;
  const auto key = table.reserve();
  CHECK(table.find(key) == nullptr);
  CHECK(table.size() == 0);
  table.put(key, std::make_unique<std::string>("late"));
  CHECK(*table.find(key) == "late");
}

}  // namespace signalbox::test::slot_table_test
