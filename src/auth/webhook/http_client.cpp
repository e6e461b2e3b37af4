// SPDX-License-Identifier: MIT
#include "auth/webhook/http_client.hpp"

#include <pthread.h>
#include <algorithm>
#include <new>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "signalbox/base/version.hpp"

namespace signalbox::auth {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kLongestBody = 64U << 10U;

void initialise_curl() {
  // Not safe to be called by two threads at once in every version of the library.
  static const CURLcode result = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (result != CURLE_OK) throw std::runtime_error(curl_easy_strerror(result));
}

}  // namespace

/// One request that is under way.
class HttpClient::Transfer {
 public:
  explicit Transfer(HttpPost post) : post_(std::move(post)), handle_(curl_easy_init()) {
    if (!handle_) throw std::bad_alloc();
    const auto left = std::chrono::ceil<milliseconds>(post_.latest - Clock::now());
    const auto timeout = std::clamp(left, milliseconds(1), post_.timeout);
    add_header("Content-Type: application/json");
    if (!post_.secret.empty()) add_header("Authorization: Bearer " + post_.secret);
    set(CURLOPT_URL, post_.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_POSTFIELDS, post_.body.data());
    set(CURLOPT_POSTFIELDSIZE, static_cast<long>(post_.body.size()));
    set(CURLOPT_HTTPHEADER, headers_.get());
    set(CURLOPT_USERAGENT, ("signalbox/" + std::string(kVersion)).c_str());
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.count()));
    set(CURLOPT_NOSIGNAL, 1L);
    // Or whoever ends a request whose name is still looked up waits for that, and all others too.
    set(CURLOPT_QUICK_EXIT, 1L);
    set(CURLOPT_ERRORBUFFER, problem_.data());
    set(CURLOPT_WRITEFUNCTION, &Transfer::take_body);
    set(CURLOPT_WRITEDATA, this);
    if (!post_.authorities.empty()) set(CURLOPT_CAINFO, post_.authorities.c_str());
  }

  CURL* handle() const { return handle_.get(); }
  const HttpPost& post() const { return post_; }

  HttpReply reply(CURLcode result) {
    if (result != CURLE_OK) {
      const std::string_view detail(problem_.data());
      return {.problem = detail.empty() ? curl_easy_strerror(result) : std::string(detail)};
    }
    HttpReply reply{.body = std::move(body_)};
    curl_easy_getinfo(handle(), CURLINFO_RESPONSE_CODE, &reply.status);
    return reply;
  }

 private:
  struct EndEasy {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  };
  struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };

  template <class Value>
  void set(CURLoption option, Value value) {
    const CURLcode result = curl_easy_setopt(handle(), option, value);
    if (result != CURLE_OK) throw std::runtime_error(curl_easy_strerror(result));
  }

  void add_header(const std::string& line) {
    curl_slist* const all = curl_slist_append(headers_.get(), line.c_str());
    if (all == nullptr) throw std::bad_alloc();
    (void)headers_.release();
    headers_.reset(all);
  }

  static std::size_t take_body(const char* bytes, std::size_t, std::size_t size, void* transfer) {
    auto& body = static_cast<Transfer*>(transfer)->body_;
    if (body.size() + size > kLongestBody) return 0;  // ends the transfer
    body.append(bytes, size);
    return size;
  }

  HttpPost post_;
  std::string body_;
  std::array<char, CURL_ERROR_SIZE> problem_{};
  std::unique_ptr<curl_slist, FreeList> headers_;
  std::unique_ptr<CURL, EndEasy> handle_;
};

HttpClient::HttpClient(std::uint32_t most_requests) : most_(most_requests) {
  initialise_curl();
  multi_.reset(curl_multi_init());
  if (!multi_) throw std::bad_alloc();
}

HttpClient::~HttpClient() { finish(milliseconds(0)); }

bool HttpClient::post(Queue queue, HttpPost post) {
  {
    const std::scoped_lock lock(mutex_);
    auto& waiting = waiting_.at(static_cast<std::size_t>(queue));
    if (finished_ || waiting.size() >= kMostWaiting) return false;
    waiting.push_back(std::move(post));
    pending_.fetch_add(1, std::memory_order_relaxed);
    if (!thread_.joinable()) {
      thread_ = std::thread([this] {
        pthread_setname_np(pthread_self(), "webhooks");
        run();
      });
    }
  }
  curl_multi_wakeup(multi_.get());
  return true;
}

void HttpClient::finish(milliseconds patience) {
  std::thread thread;
  {
    const std::scoped_lock lock(mutex_);
    finished_ = true;
    end_ = Clock::now() + patience;
    std::swap(thread, thread_);
  }
  if (!thread.joinable()) return;
  curl_multi_wakeup(multi_.get());
  thread.join();
}

void HttpClient::run() {
  // What waits for its turn is looked at this often, to be given up in time.
  constexpr int kTurn = 50;
  constexpr int kIdle = 60'000;
  while (!is_over()) {
    curl_multi_poll(multi_.get(), nullptr, 0, pending() == 0 ? kIdle : kTurn, nullptr);
    int running = 0;
    curl_multi_perform(multi_.get(), &running);
    take_answered();
    for (const HttpPost& post : take_overdue()) {
      answer(post, {.problem = "no answer in time: too many requests were under way"});
    }
    while (transfers_.size() < most_.load(std::memory_order_relaxed)) {
      auto post = take_next();
      if (!post) break;
      start(std::move(*post));
    }
  }
  give_up();
}

bool HttpClient::is_over() {
  const std::scoped_lock lock(mutex_);
  return finished_ && (pending() == 0 || Clock::now() >= end_);
}

/// They stand in the order in which they came, and all of a queue have the same time.
std::vector<HttpPost> HttpClient::take_overdue() {
  std::vector<HttpPost> overdue;
  const std::scoped_lock lock(mutex_);
  for (auto& queue : waiting_) {
    while (!queue.empty() && queue.front().latest <= Clock::now()) {
      overdue.push_back(std::move(queue.front()));
      queue.pop_front();
    }
  }
  return overdue;
}

std::optional<HttpPost> HttpClient::take_next() {
  const std::scoped_lock lock(mutex_);
  turn_ = 1 - turn_;
  auto& queue = waiting_.at(waiting_.at(turn_).empty() ? 1 - turn_ : turn_);
  if (queue.empty()) return std::nullopt;
  HttpPost post = std::move(queue.front());
  queue.pop_front();
  return post;
}

void HttpClient::start(HttpPost post) {
  auto transfer = std::make_unique<Transfer>(std::move(post));
  CURL* const handle = transfer->handle();
  transfers_.emplace(handle, std::move(transfer));
  curl_multi_add_handle(multi_.get(), handle);
}

void HttpClient::take_answered() {
  int left = 0;
  while (const CURLMsg* const message = curl_multi_info_read(multi_.get(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-union-access): as curl has it
    const CURLcode result = message->data.result;
    auto transfer = std::move(transfers_.extract(message->easy_handle).mapped());
    curl_multi_remove_handle(multi_.get(), transfer->handle());
    answer(transfer->post(), transfer->reply(result));
  }
}

void HttpClient::answer(const HttpPost& post, const HttpReply& reply) {
  post.done(reply);
  pending_.fetch_sub(1, std::memory_order_relaxed);
}

void HttpClient::give_up() {
  const HttpReply none{.problem = "the server is stopping"};
  for (auto& [handle, transfer] : transfers_) {
    curl_multi_remove_handle(multi_.get(), handle);
    answer(transfer->post(), none);
  }
  transfers_.clear();
  while (const auto post = take_next()) answer(*post, none);
}

}  // namespace signalbox::auth
