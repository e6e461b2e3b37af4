// SPDX-License-Identifier: MIT
#include "ops/log/log_queue.hpp"

#include <pthread.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "ops/log/log_output.hpp"
#include "signalbox/base/counter.hpp"

namespace signalbox {

struct LogQueue::State {
  bool has_work() const { return !waiting.empty() || (is_heard && missing != 0); }

  void lose(std::uint64_t lines) {
    missing += lines;
    dropped.add(lines);
  }

  std::mutex mutex;
  std::condition_variable changed;
  std::string waiting;
  std::uint64_t missing = 0;  ///< lines that were dropped, and nobody was told
  bool is_heard = true;       ///< the last writing went well
  bool ending = false;
  bool done = false;       ///< the thread has written all
  bool abandoned = false;  ///< the queue is no more, and the process neither, soon
  Counter dropped;
};

LogQueue::LogQueue(int descriptor) : state_(std::make_shared<State>()) {
  std::thread([state = state_, descriptor] {
    pthread_setname_np(pthread_self(), "log");
    write(*state, descriptor);
  }).detach();
}

LogQueue::~LogQueue() {
  std::unique_lock lock(state_->mutex);
  state_->ending = true;
  state_->changed.notify_all();
  // The thread is not joined: it may be inside of a call that nothing but a reader ends.
  state_->abandoned = !state_->changed.wait_for(lock, kPatience, [&] { return state_->done; });
}

void LogQueue::put(std::string_view line) {
  const std::scoped_lock lock(state_->mutex);
  if (state_->waiting.size() + line.size() > kMostWaiting) return state_->lose(1);
  state_->waiting += line;
  state_->changed.notify_all();
}

std::uint64_t LogQueue::dropped() const { return state_->dropped.read(); }

void LogQueue::write(State& state, int descriptor) {
  std::string lines;
  std::unique_lock lock(state.mutex);
  for (;;) {
    state.changed.wait(lock, [&] { return state.ending || state.has_work(); });
    if (!state.has_work()) break;
    lines.clear();
    std::swap(lines, state.waiting);
    const std::uint64_t missing = state.is_heard ? std::exchange(state.missing, 0) : 0;
    lock.unlock();
    // Behind the lines that are written now, and before those that have room from now on.
    if (missing != 0)
      spdlog::warn("{} lines of the log are missing here: nobody took them", missing);
    const std::size_t written = write_lines(descriptor, lines, kForEver);
    lock.lock();
    if (state.abandoned) return;
    state.is_heard = written == lines.size();
    const auto lost = lines.begin() + static_cast<std::ptrdiff_t>(written);
    state.lose(static_cast<std::uint64_t>(std::count(lost, lines.end(), '\n')));
  }
  state.done = true;
  state.changed.notify_all();
}

}  // namespace signalbox
