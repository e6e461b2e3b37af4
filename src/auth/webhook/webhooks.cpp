// SPDX-License-Identifier: MIT
#include "signalbox/auth/webhooks.hpp"

#include <spdlog/spdlog.h>

#include <exception>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <variant>

#include "auth/webhook/http_client.hpp"
#include "auth/webhook/login_answer.hpp"
#include "auth/webhook/refusals.hpp"
#include "signalbox/base/clock.hpp"
#include "signalbox/base/line_limit.hpp"

namespace signalbox::auth {
namespace {

using OrderedJson = nlohmann::ordered_json;
using std::chrono::milliseconds;

constexpr Histogram::Bounds kAnswerTimes{
    milliseconds(1),      milliseconds(2),      milliseconds(5),     milliseconds(10),
    milliseconds(20),     milliseconds(50),     milliseconds(100),   milliseconds(200),
    milliseconds(500),    milliseconds(1000),   milliseconds(2000),  milliseconds(5000),
    milliseconds(10'000), milliseconds(20'000), milliseconds(30'000)};

enum class Question : std::uint8_t { admitted, refused, refused_again, failed, dropped };
enum class News : std::uint8_t { delivered, failed, dropped };

/// A token may be any bytes.
std::string text_of(const OrderedJson& json) {
  return json.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

Failure no_verdict() {
  return {ErrorCode::unavailable, "the login cannot be checked just now: try again later"};
}

}  // namespace

WebhookMetrics::WebhookMetrics() : answer_time(kAnswerTimes) {}

struct Webhooks::Parts {
  explicit Parts(WebhookPolicy the_policy)
      : policy(std::make_shared<const WebhookPolicy>(std::move(the_policy))),
        client(policy->most_requests) {}

  std::shared_ptr<const WebhookPolicy> policy_now() const {
    const std::scoped_lock lock(mutex);
    return policy;
  }

  HttpPost post(const WebhookPolicy& now, const std::string& url, const OrderedJson& body) const {
    return {.url = url,
            .body = text_of(body),
            .secret = now.secret,
            .authorities = now.authorities.string(),
            .timeout = now.timeout};
  }

  void count(Question result) {
    const std::scoped_lock lock(mutex);
    metrics.questions.at(static_cast<std::size_t>(result)).add();
  }

  void count(News result) {
    const std::scoped_lock lock(mutex);
    metrics.departures.at(static_cast<std::size_t>(result)).add();
  }

  std::optional<Failure> recall(const LoginQuestion& question, TimePoint now) const {
    const std::scoped_lock lock(mutex);
    return refusals.find(question, now);
  }

  Verdict read(const LoginQuestion& question, const HttpReply& reply);
  void note_news(const HttpReply& reply);
  void note_trouble(const char* url_option, const std::string& problem);
  void note_success();

  mutable std::mutex mutex;  ///< of what follows
  std::shared_ptr<const WebhookPolicy> policy;
  Refusals refusals;
  WebhookMetrics metrics;

  bool is_in_trouble = false;  ///< and the log says so; the client's thread's
  LineLimit lines;             ///< trouble may come and go; the client's thread's
  HttpClient client;           ///< last: its thread uses the rest
};

/// What the application's server makes of it; the log hears only when that changes.
Verdict Webhooks::Parts::read(const LoginQuestion& question, const HttpReply& reply) {
  try {
    Verdict verdict = read_login_answer(reply);
    note_success();
    const auto* const failure = std::get_if<Failure>(&verdict);
    count(failure == nullptr ? Question::admitted : Question::refused);
    if (failure != nullptr && failure->code == ErrorCode::unauthorized) {
      const std::scoped_lock lock(mutex);
      refusals.keep(question, *failure, Clock::now());
    }
    return verdict;
  } catch (const std::exception& problem) {
    note_trouble("login-webhook", problem.what());
    count(Question::failed);
    return no_verdict();
  }
}

void Webhooks::Parts::note_news(const HttpReply& reply) {
  if (reply.is_success()) {
    note_success();
    return count(News::delivered);
  }
  note_trouble("disconnect-webhook", reply.trouble());
  count(News::failed);
}

void Webhooks::Parts::note_trouble(const char* url_option, const std::string& problem) {
  if (is_in_trouble || !lines.take(Clock::now())) return;
  is_in_trouble = true;
  spdlog::error("{}: {}", url_option, problem);
}

void Webhooks::Parts::note_success() {
  if (std::exchange(is_in_trouble, false)) spdlog::info("the webhooks work again");
}

Webhooks::Webhooks(WebhookPolicy policy) : parts_(std::make_unique<Parts>(std::move(policy))) {}

Webhooks::~Webhooks() { finish(); }

void Webhooks::set_policy(WebhookPolicy policy) {
  parts_->client.set_most_requests(policy.most_requests);
  auto next = std::make_shared<const WebhookPolicy>(std::move(policy));
  const std::scoped_lock lock(parts_->mutex);
  parts_->policy = std::move(next);
  parts_->refusals.clear();
}

bool Webhooks::decide() const { return !parts_->policy_now()->login_url.empty(); }

bool Webhooks::hear() const { return !parts_->policy_now()->disconnect_url.empty(); }

void Webhooks::ask(const LoginQuestion& question, const Answered& answered) {
  const TimePoint begun = Clock::now();
  if (auto refusal = parts_->recall(question, begun)) {
    parts_->count(Question::refused_again);
    return answered(std::move(*refusal));
  }
  const auto policy = parts_->policy_now();
  HttpPost post = parts_->post(*policy, policy->login_url,
                               {{"event", "login"},
                                {"session", question.session},
                                {"username", question.username},
                                {"realm", question.realm},
                                {"token", question.token},
                                {"address", question.address}});
  post.latest = begun + policy->timeout;
  post.done = [parts = parts_.get(), question, answered, begun](const HttpReply& reply) {
    parts->metrics.answer_time.add(Clock::now() - begun);
    answered(parts->read(question, reply));
  };
  if (parts_->client.post(HttpClient::Queue::questions, std::move(post))) return;
  parts_->count(Question::dropped);
  answered(no_verdict());
}

void Webhooks::tell(const SessionEnd& end) {
  const auto policy = parts_->policy_now();
  if (policy->disconnect_url.empty()) return;
  HttpPost post = parts_->post(*policy, policy->disconnect_url,
                               {{"event", "disconnect"},
                                {"session", end.session},
                                {"username", end.username},
                                {"realm", end.realm},
                                {"reason", end.reason},
                                {"seconds", end.age.count()},
                                {"messagesIn", end.messages_in},
                                {"messagesOut", end.messages_out}});
  post.done = [parts = parts_.get()](const HttpReply& reply) { parts->note_news(reply); };
  if (!parts_->client.post(HttpClient::Queue::news, std::move(post))) {
    parts_->count(News::dropped);
  }
}

void Webhooks::finish() { parts_->client.finish(parts_->policy_now()->timeout); }

std::size_t Webhooks::pending() const { return parts_->client.pending(); }

const WebhookMetrics& Webhooks::metrics() const { return parts_->metrics; }

}  // namespace signalbox::auth
