// SPDX-License-Identifier: MIT
// A letter is the event with the sizes of its texts; the texts stand one behind the other in one
// string, so that a burst costs two allocations and not two for each letter. The receiver takes the
// whole batch under the lock and reads it without. Only the first letter of a batch wakes the other
// thread.
#include "app/mailbox.hpp"

#include <string_view>

namespace signalbox::app {

Mailbox::Verdict Mailbox::push(SessionId to, const domain::Event& event) {
  const std::scoped_lock lock(mutex_);
  if (event.kind == domain::Event::Kind::signal && incoming_.text.size() >= kMostBytes) {
    return Verdict::full;
  }
  const bool is_first = incoming_.letters.empty();
  incoming_.letters.push_back(
      {to,
       event,
       {event.username.size(), event.addressee.size(), event.payload.size(), event.id.size()}});
  for (const auto text : {event.username, event.addressee, event.payload, event.id}) {
    incoming_.text.append(text);
  }
  return is_first ? Verdict::first : Verdict::queued;
}

domain::Event Mailbox::Letter::read(const std::string& text, std::size_t& offset) const {
  domain::Event copy = event;
  const std::array views{&copy.username, &copy.addressee, &copy.payload, &copy.id};
  for (std::size_t i = 0; i < views.size(); ++i) {
    *views[i] = std::string_view(text).substr(offset, sizes[i]);
    offset += sizes[i];
  }
  return copy;
}

void Mailbox::Batch::clear() {
  // What a burst has grown to need not stay.
  constexpr std::size_t kKept = std::size_t{64} * 1024;
  letters.clear();
  text.clear();
  if (text.capacity() > kKept) {
    letters.shrink_to_fit();
    text.shrink_to_fit();
  }
}

}  // namespace signalbox::app
