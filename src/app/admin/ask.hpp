// SPDX-License-Identifier: MIT
#pragma once

#include <boost/asio/post.hpp>
#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "app/worker.hpp"

namespace signalbox::app {

/// How long a clients' thread may take until an operator's question is answered without it.
inline constexpr std::chrono::milliseconds kPatience{2000};

/// Has `question(worker)` answered on the worker's thread, and waits for it: never call it on a
/// clients' thread. Returns nullopt if no answer came in time. One may still be under way then, so
/// the question must hold what it needs.
template <class Question>
auto ask(Worker& worker, Question question)
    -> std::optional<std::invoke_result_t<Question, Worker&>> {
  using Answer = std::invoke_result_t<Question, Worker&>;
  const auto promise = std::make_shared<std::promise<Answer>>();
  auto answer = promise->get_future();
  boost::asio::post(worker.shard().io(), [promise, &worker, question = std::move(question)] {
    promise->set_value(question(worker));
  });
  if (answer.wait_for(kPatience) != std::future_status::ready) return std::nullopt;
  return answer.get();
}

}  // namespace signalbox::app
