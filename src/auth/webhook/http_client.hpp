// SPDX-License-Identifier: MIT
#pragma once

#include <curl/curl.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "signalbox/base/clock.hpp"

namespace signalbox::auth {

struct HttpReply {
  long status = 0;        ///< 0: there was no answer
  std::string body{};     ///< 64 KiB at most: a longer one is no answer
  std::string problem{};  ///< for the operator, where there was no answer

  bool is_success() const { return status >= 200 && status < 300; }  // RFC 9110 section 15.3

  /// What is wrong with one that is neither a success nor expected, for the operator.
  std::string trouble() const {
    return status == 0 ? problem : "it answers with status " + std::to_string(status);
  }
};

/// A request that posts JSON.
struct HttpPost {
  std::string url;
  std::string body;
  std::string secret;                   ///< for its Authorization header; empty: it has none
  std::string authorities;              ///< a file in PEM form; empty: the system's
  std::chrono::milliseconds timeout{};  ///< from the time that it is sent
  TimePoint latest = TimePoint::max();  ///< when it has to be answered, sent or not
  std::function<void(const HttpReply&)> done{};  ///< called once, on the client's thread
};

/// Posts to HTTP servers, many requests at a time, on a thread of its own. Any thread.
class HttpClient {
 public:
  /// Each takes its turn, however many wait in the other.
  enum class Queue : std::uint8_t { questions, news };

  /// How many wait in a queue at most.
  static constexpr std::size_t kMostWaiting = 4096;

  explicit HttpClient(std::uint32_t most_requests);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;
  HttpClient(HttpClient&&) = delete;
  HttpClient& operator=(HttpClient&&) = delete;

  /// Requests that may be under way at a time.
  void set_most_requests(std::uint32_t most) { most_.store(most, std::memory_order_relaxed); }

  /// Returns false if too many wait, or the client has finished.
  bool post(Queue queue, HttpPost post);

  /// Returns when all is answered, or after that time; what is left is answered by a problem.
  void finish(std::chrono::milliseconds patience);

  /// Requests that wait or are under way.
  std::size_t pending() const { return pending_.load(std::memory_order_relaxed); }

 private:
  class Transfer;

  struct EndMulti {
    void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
  };

  void run();
  bool is_over();
  std::vector<HttpPost> take_overdue();
  std::optional<HttpPost> take_next();
  void start(HttpPost post);
  void take_answered();
  void answer(const HttpPost& post, const HttpReply& reply);
  void give_up();

  std::atomic<std::uint32_t> most_;
  std::atomic<std::size_t> pending_{0};
  std::mutex mutex_;
  std::array<std::deque<HttpPost>, 2> waiting_;
  std::size_t turn_ = 0;  ///< whose queue is next
  bool finished_ = false;
  TimePoint end_ = TimePoint::max();  ///< of the patience of who has told it to finish
  std::unique_ptr<CURLM, EndMulti> multi_;
  std::thread thread_;  ///< from the first request on

  std::map<CURL*, std::unique_ptr<Transfer>> transfers_;  ///< the thread's own
};

}  // namespace signalbox::auth
